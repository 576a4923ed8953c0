import type { ActLine, ModerationView } from "../../state/moderation-view.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Switch } from "../parts/switch.tsx";
import styles from "./moderation-dialog.module.css";

interface ModerationDialogProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onClose: () => void;
}

/** How the room is run: for who moderates it the switches, for everybody what was done. */
export function ModerationDialog({ store, state, onClose }: ModerationDialogProps) {
  const { moderation, moderator } = state;
  const moderates = moderation.mine !== "none";
  return (
    <Dialog title={text.moderation.title} closeLabel={text.moderation.close} onClose={onClose}>
      <div className={styles.page}>
        <p>{moderates ? text.moderation.whoYou : moderator && text.moderation.who(moderator)}</p>
        {moderates && <Switches store={store} moderation={moderation} />}
        {moderation.speaking && moderation.stage && !moderates && (
          <Button onClick={() => void store.acts.stepDown()}>{text.moderation.stepDown}</Button>
        )}
        {!moderates && moderation.locked && <p>{text.moderation.isLocked}</p>}
        {moderation.floorSeconds > 0 && (
          <p className={styles.note}>{text.floor.rule(moderation.floorSeconds)}</p>
        )}
        {moderates && moderation.banned.length > 0 && <Banned store={store} state={state} />}
        <p className={styles.note}>{text.moderation.rule}</p>
        <section aria-label={text.moderation.log}>
          <h3 className={styles.heading}>{text.moderation.log}</h3>
          <Log lines={moderation.log} />
        </section>
      </div>
    </Dialog>
  );
}

/** Choices of a budget of talk, in seconds of ten minutes. */
const FLOOR_CHOICES = [0, 60, 120, 180, 300];

/** Choices of a slow chat, in seconds. */
const SLOW_CHOICES = [0, 5, 15, 30, 60, 300];

function Switches({ store, moderation }: { store: RoomStore; moderation: ModerationView }) {
  const { locked, lobby, stage, replay, slowSeconds, floorSeconds } = moderation;
  return (
    <>
      <Switch
        label={text.moderation.locked}
        hint={text.moderation.lockedHint}
        on={locked}
        onChange={(on) => void store.acts.setLocked(on)}
      />
      <Switch
        label={text.moderation.lobby}
        hint={text.moderation.lobbyHint}
        on={lobby}
        onChange={(on) => void store.acts.setLobby(on)}
      />
      <Switch
        label={text.moderation.stage}
        hint={text.moderation.stageHint}
        on={stage}
        onChange={(on) => void store.acts.setStage(on)}
      />
      <Switch
        label={text.replay.setting}
        hint={text.replay.settingHint}
        on={replay}
        onChange={(on) => void store.acts.setReplay(on)}
      />
      <Choice
        look="beside"
        label={text.moderation.slow}
        value={slowSeconds}
        options={secondsOptions(SLOW_CHOICES, slowSeconds, text.moderation.slowChoice)}
        onChoose={(seconds) => void store.acts.setSlow(seconds)}
      />
      <Choice
        look="beside"
        label={text.floor.budget}
        value={floorSeconds}
        options={secondsOptions(FLOOR_CHOICES, floorSeconds, text.floor.budgetChoice)}
        onChoose={(seconds) => void store.acts.setFloor(seconds)}
      />
    </>
  );
}

/** Some numbers of seconds, and the one that another page has set. */
function secondsOptions(
  choices: readonly number[],
  value: number,
  words: (seconds: number) => string,
): readonly (readonly [number, string])[] {
  const all = choices.includes(value) ? choices : [...choices, value];
  return all.map((seconds) => [seconds, words(seconds)]);
}

function Banned({ store, state }: { store: RoomStore; state: RoomState }) {
  return (
    <section aria-label={text.moderation.banned}>
      <h3 className={styles.heading}>{text.moderation.banned}</h3>
      <ul className={styles.banned}>
        {state.moderation.banned.map(({ identity, nickname = text.moderation.somebody }) => (
          <li key={identity}>
            <bdi className={styles.name}>{nickname}</bdi>
            <Button
              aria-label={text.moderation.unbanWhom(nickname)}
              onClick={() => void store.acts.unban(identity)}
            >
              {text.moderation.unban}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The newest first: what was just done is what one wants to know. */
function Log({ lines }: { lines: readonly ActLine[] }) {
  if (lines.length === 0) return <p className={styles.note}>{text.moderation.nothing}</p>;
  return (
    <ol className={styles.log} reversed>
      {[...lines].reverse().map((line) => (
        <li key={line.key}>{text.moderation.line(line)}</li>
      ))}
    </ol>
  );
}
