import { useState } from "react";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { AnchoredPopover } from "../parts/anchored-popover.tsx";
import { Button } from "../parts/button.tsx";
import { stateWords } from "../table/seat-words.ts";
import { MouthToEar } from "./mouth-to-ear.tsx";
import styles from "./people.module.css";
import { PersonControls } from "./person-controls.tsx";
import { RobotControls } from "./robot-controls.tsx";
import { Safety } from "./safety.tsx";
import { TalkTime } from "./talk-time.tsx";
import { WhoIsIt } from "./who-is-it.tsx";

interface PersonPopoverProps {
  readonly store: RoomStore;
  readonly person: Person;
  readonly anchor: Element;
  readonly onClose: () => void;
}

/** Beside a person's seat: who it is, and what one can do. */
export function PersonPopover({ store, person, anchor, onClose }: PersonPopoverProps) {
  const [comparing, setComparing] = useState(false);
  const states = stateWords(person);
  const { sealed } = store.getState();
  const isPerson = person.robot === undefined;
  return (
    <AnchoredPopover
      anchor={anchor}
      label={person.nickname}
      className={styles.popover}
      hue={person.hue}
      onClose={onClose}
    >
      {(close) => (
        <>
          <div className={styles.header}>
            <div className={styles.who}>
              <h2 className={styles.nickname}>{person.nickname}</h2>
              {states.length > 0 && <p className={styles.note}>{states.join(", ")}</p>}
              <TalkTime person={person} people={store.getState().people} />
            </div>
            <Button look="quiet" icon="close" iconOnly onClick={close}>
              {text.person.close}
            </Button>
          </div>
          {person.robot !== undefined && <RobotControls store={store} person={person} />}
          {isPerson && !comparing && (
            <div className={styles.controls}>
              <WhoIsIt store={store} person={person} />
            </div>
          )}
          {isPerson && !comparing && <PersonControls store={store} person={person} />}
          {isPerson && !person.isSelf && !comparing && person.hasMedia && (
            <MouthToEar store={store} person={person} />
          )}
          {sealed && (
            <Safety sealed={sealed} person={person} open={comparing} onOpen={setComparing} />
          )}
        </>
      )}
    </AnchoredPopover>
  );
}
