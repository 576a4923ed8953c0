import { useRef, useState } from "react";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { LANGUAGES, languageNow } from "../../text/languages.ts";
import { robotsText } from "../../text/robots-text.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Dialog } from "../parts/dialog.tsx";
import styles from "./robots-dialog.module.css";

const KINDS = Object.keys(robotsText.kinds) as readonly (keyof typeof robotsText.kinds)[];

interface RobotsDialogProps {
  readonly store: RoomStore;
  readonly state: Pick<RoomState, "people" | "sealed" | "moderation">;
  readonly onClose: () => void;
}

/** Which robots there are, what each does, and which are here. */
export function RobotsDialog({ store, state, onClose }: RobotsDialogProps) {
  const { people, sealed, moderation } = state;
  const shut = sealed !== undefined && !moderation.robots;
  const [language, setLanguage] = useState<string>(languageNow); // robots of the house write in each that the page has
  const heading = useRef<HTMLHeadingElement>(null);
  const here = people.filter(({ robot }) => robot !== undefined);
  const add = async (robot: string) => {
    await store.acts.addRobot(robot, language);
    onClose(); // why it did not come stands at the room's head
  };
  const sendAway = async (number: number) => {
    heading.current?.focus(); // the button goes with the robot
    await store.acts.removeRobot(number);
  };
  return (
    <Dialog title={robotsText.title} closeLabel={robotsText.close} onClose={onClose}>
      <div className={styles.page}>
        <p>{robotsText.intro}</p>
        {sealed && (
          <div className={styles.sealed}>
            <p>{robotsText.sealedIntro}</p>
            {(sealed.isOwner || !shut) && (
              <Button onClick={() => void store.acts.setRobots(shut)}>
                {shut ? robotsText.letIn : robotsText.shutOut}
              </Button>
            )}
          </div>
        )}
        {!shut && (
          <Choice
            look="beside"
            label={robotsText.language}
            value={language}
            options={LANGUAGES.map((tag) => [tag, robotsText.languageName(tag)])}
            onChoose={setLanguage}
          />
        )}
        <ul className={styles.kinds}>
          {(shut ? [] : KINDS).map((kind) => {
            const { name, what } = robotsText.kinds[kind];
            return (
              <li key={kind} className={styles.kind}>
                <p>{what}</p>
                <Button onClick={() => void add(kind)}>{robotsText.add(name)}</Button>
              </li>
            );
          })}
        </ul>
        <h3 ref={heading} tabIndex={-1} className={styles.heading}>
          {robotsText.here}
        </h3>
        {here.length === 0 ? (
          <p className={styles.note}>{robotsText.none}</p>
        ) : (
          <ul className={styles.kinds}>
            {here.map(({ number, nickname }) => (
              <li key={number} className={styles.kind}>
                <bdi>{nickname}</bdi>
                <Button onClick={() => void sendAway(number)}>
                  {robotsText.sendAway(nickname)}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
