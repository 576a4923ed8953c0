import { useId } from "react";
import type { ActLine, ModerationView } from "../../state/moderation-view.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
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

/** Choices of a slow chat, in seconds. */
const SLOW_CHOICES = [0, 5, 15, 30, 60, 300];

function Switches({ store, moderation }: { store: RoomStore; moderation: ModerationView }) {
  const id = useId();
  const { locked, lobby, stage, slowSeconds } = moderation;
  const known = SLOW_CHOICES.includes(slowSeconds);
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
      <div className={styles.choice}>
        <label htmlFor={id}>{text.moderation.slow}</label>
        <select
          id={id}
          className={styles.select}
          value={slowSeconds}
          onChange={(event) => void store.acts.setSlow(Number(event.target.value))}
        >
          {(known ? SLOW_CHOICES : [...SLOW_CHOICES, slowSeconds]).map((seconds) => (
            <option key={seconds} value={seconds}>
              {text.moderation.slowChoice(seconds)}
            </option>
          ))}
        </select>
      </div>
    </>
  );
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
