import type { ModerationView, RaisedHand } from "../../state/moderation-view.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { keyName } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import { useMediaQuery } from "../use-media-query.ts";
import styles from "./controls.module.css";

interface ControlsProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly chatOpen: boolean;
  readonly unread: number;
  readonly onChat: () => void;
}

/** More hands are a number. */
const HANDS_NAMED = 3;

/** Mute, Chat, Leave: under the table, and under the thumb on a phone. */
export function Controls({ store, state, chatOpen, unread, onChat }: ControlsProps) {
  const { microphone, heardBy } = state;
  const keyboard = useMediaQuery("(hover: hover)");
  const hint = hintOf(state, keyboard);
  // Who is heard by all need not be interrupted by a screen reader to learn it.
  const live = heardBy && heardBy.missed.length === 0 ? "off" : "polite";
  return (
    <div className={styles.controls}>
      <Hands hands={handsToName(state.moderation)} />
      <p className={styles.hint} aria-live={live} data-loud={microphone.speakingWhileMuted}>
        {hint}
      </p>
      {state.replay.offered && (
        <Button
          look="quiet"
          icon="replay"
          className={styles.replay}
          aria-keyshortcuts="r"
          onClick={() => store.replay.toggle()}
        >
          {state.replay.playing ? text.replay.stop : text.replay.play}
        </Button>
      )}
      <div className={styles.bar}>
        <MicrophoneButton store={store} state={state} />
        <Button icon="chat" className={styles.chat} aria-expanded={chatOpen} onClick={onChat}>
          {text.room.chat}
          {unread > 0 && (
            <span className={styles.unread}>
              <span aria-hidden="true">{unread}</span>
              <span className="visually-hidden">{text.room.unread(unread)}</span>
            </span>
          )}
        </Button>
        {state.people.length > 1 && (
          <Button
            icon="hand"
            className={styles.hand}
            look={state.moderation.handUp ? "main" : "plain"}
            aria-keyshortcuts="h"
            onClick={() => void store.acts.raiseHand(!state.moderation.handUp)}
          >
            {state.moderation.handUp ? text.moderation.handDown : text.moderation.hand}
          </Button>
        )}
        <Button icon="leave" className={styles.leave} onClick={() => void store.leave()}>
          {text.room.leave}
        </Button>
      </div>
    </div>
  );
}

/** In the audience the hint speaks of one's own hand: where no other is up, that is enough. */
function handsToName({ hands, handUp, silence }: ModerationView): readonly RaisedHand[] {
  return handUp && silence === "audience" && hands.length === 1 ? [] : hands;
}

/** Who has raised a hand, in the order of turns. */
function Hands({ hands }: { hands: readonly RaisedHand[] }) {
  const names = hands.slice(0, HANDS_NAMED).map(text.floor.hand);
  const more = hands.length - names.length;
  const words = more > 0 ? text.moderation.handsMore(names, more) : text.moderation.hands(names);
  return (
    <p className={styles.hands} aria-live="polite">
      {hands.length > 0 && <bdi>{words}</bdi>}
    </p>
  );
}

function MicrophoneButton({ store, state }: { store: RoomStore; state: RoomState }) {
  const { microphone, webrtc, moderation } = state;
  if (!webrtc) return null;
  if (microphone.state !== "on" && microphone.state !== "lost") {
    return (
      <Button
        icon="microphone"
        className={styles.mute}
        disabled={microphone.state === "asking"}
        onClick={() => void store.openMicrophone()}
      >
        {text.room.useMicrophone}
      </Button>
    );
  }
  // Whom others hold silent gets told so by a press, but is not called to it.
  const heldSilent =
    moderation.silence === "audience" || moderation.silence === "until-they-unmute";
  return (
    <Button
      look={microphone.muted && !heldSilent ? "main" : "plain"}
      icon={microphone.muted ? "microphone-off" : "microphone"}
      className={styles.mute}
      aria-keyshortcuts="m"
      onClick={() => store.setMuted(!microphone.muted)}
    >
      {microphone.muted ? text.room.unmute : text.room.mute}
    </Button>
  );
}

/** `keyboard`: a phone has no key to hold. */
function hintOf(state: RoomState, keyboard: boolean): string {
  const { microphone, pushToTalkKey, webrtc, moderation, heardBy } = state;
  if (!webrtc) return "";
  if (microphone.state === "asking") return text.room.asking;
  if (microphone.state !== "on") return "";
  if (moderation.silence === "until-they-unmute") return text.room.mutedForAll;
  if (moderation.silence === "until-we-unmute") return text.room.mutedForAllFree;
  if (moderation.silence === "audience") {
    return moderation.handUp ? text.moderation.audienceHandUp : text.moderation.audience;
  }
  const { floorLeft } = moderation;
  if (floorLeft && (floorLeft.waitSeconds > 0 || !microphone.muted)) {
    return text.floor.left(floorLeft);
  }
  if (heardBy && !microphone.speakingWhileMuted) return text.heard.by(heardBy);
  if (microphone.talking) return text.room.talking;
  if (microphone.speakingWhileMuted) return text.room.mutedSpeaking;
  if (!microphone.muted) return "";
  if (!keyboard) return text.room.muted;
  return text.room.mutedHint(keyName(pushToTalkKey, text.keys));
}
