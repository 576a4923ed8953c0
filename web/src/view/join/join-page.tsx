import { type FormEvent, useState } from "react";
import type { IdentityBox } from "../../state/identity.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { useIdentity } from "../identity/use-identity.tsx";
import { nicknameFault } from "../name-faults.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { ProblemNote } from "../room/problem-note.tsx";
import styles from "./join.module.css";
import { OwnSeat } from "./own-seat.tsx";

/** Fetched when it is needed, which is when nothing is: so the service worker has it. */
const Kept = lazyPart(async () => (await import("./kept.tsx")).Kept);
const BoardPanel = lazyPart(async () => (await import("../board/board-panel.tsx")).BoardPanel);

interface JoinPageProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly rollNickname: () => string;
  readonly identity: IdentityBox;
  readonly onHome: () => void;
}

/** Before the room: a nickname that is already there, and Join. Nothing else in the way. */
export function JoinPage({ store, state, rollNickname, identity, onHome }: JoinPageProps) {
  const heading = usePageHeading(state.title);
  const [typed, setTyped] = useState(state.nickname);
  const [tried, setTried] = useState(false);
  const [boardShown, setBoardShown] = useState(false);
  const { microphone, webrtc, problem } = state;
  const { opener, dialog } = useIdentity(identity);

  const isAway = problem?.code === "offline" || problem?.code === "server-away";
  const tested = microphone.state === "on";
  const rename = (nickname: string) => {
    setTyped(nickname);
    if (nicknameFault(nickname) === undefined) store.setNickname(nickname);
  };
  const join = (withMicrophone: boolean) => {
    setTried(true);
    if (nicknameFault(typed) === undefined) void store.join({ microphone: withMicrophone });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    join(webrtc);
  };

  if (boardShown) {
    return (
      <main className={styles.keptBoard}>
        <BoardPanel store={store} state={state} kept onClose={() => setBoardShown(false)} />
      </main>
    );
  }
  return (
    <main className={styles.page}>
      <form className={styles.column} onSubmit={onSubmit} noValidate>
        <h1 ref={heading} tabIndex={-1}>
          {state.title}
        </h1>
        <div className={styles.test}>
          <OwnSeat store={store} nickname={typed} person={state.people.find((one) => one.isSelf)} />
          {webrtc && (
            <div className={styles.try}>
              {!tested && (
                <Button
                  icon="microphone"
                  onClick={() => void store.testMicrophone()}
                  disabled={microphone.state === "asking"}
                >
                  {text.join.test}
                </Button>
              )}
              <p className={styles.note} aria-live="polite">
                {noteOf(state)}
              </p>
            </div>
          )}
        </div>
        <Field
          label={text.join.nickname}
          value={typed}
          onChange={rename}
          autoComplete="nickname"
          fault={tried ? nicknameFault(typed) : undefined}
          roll={{ label: text.join.rollNickname, onRoll: () => rename(rollNickname()) }}
        />
        {!webrtc && <p role="status">{text.join.chatOnly}</p>}
        {problem && (
          <ProblemNote problem={problem} store={store} onChooseMicrophone={() => join(true)} />
        )}
        {isAway && <Kept store={store} state={state} onBoard={() => setBoardShown(true)} />}
        <div className={styles.ways}>
          <Button look="main" type="submit" className={styles.join}>
            {text.join.join}
          </Button>
          {webrtc && <Button onClick={() => join(false)}>{text.join.joinWithout}</Button>}
        </div>
        <div className={styles.others}>
          <Button look="quiet" className={styles.home} onClick={onHome}>
            {text.join.home}
          </Button>
          {opener}
        </div>
      </form>
      {dialog}
    </main>
  );
}

function noteOf({ microphone }: RoomState): string {
  if (microphone.state === "asking") return text.join.asking;
  return microphone.state === "on" ? text.join.testing : "";
}
