import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { initials } from "../table/initials.ts";
import styles from "./board.module.css";

/** More are a number. */
const SHOWN = 12;

interface BoardPeopleProps {
  readonly people: readonly Person[];
  readonly followed: string | undefined; // member id
  readonly onFollow: (id: string | undefined) => void;
}

/** Who is here, in a row above the board; a press goes along with them. */
export function BoardPeople({ people, followed, onFollow }: BoardPeopleProps) {
  const more = people.length - SHOWN;
  return (
    <ul className={styles.people} aria-label={text.room.people}>
      {people.slice(0, SHOWN).map(({ number, id, nickname, hue, speaking, isSelf }) => (
        <li key={number} data-hue={hue}>
          {isSelf ? (
            <Disc nickname={nickname} speaking={speaking} />
          ) : (
            <button
              type="button"
              className={styles.follow}
              aria-pressed={id === followed}
              title={text.board.follow(nickname)}
              onClick={() => onFollow(id === followed ? undefined : id)}
            >
              <Disc nickname={nickname} speaking={speaking} />
            </button>
          )}
        </li>
      ))}
      {more > 0 && <li className={styles.more}>{text.room.more(more)}</li>}
    </ul>
  );
}

function Disc({ nickname, speaking }: Pick<Person, "nickname" | "speaking">) {
  return (
    <>
      <span className={styles.person} data-speaking={speaking} aria-hidden="true">
        {initials(nickname)}
      </span>
      <bdi className="visually-hidden">{nickname}</bdi>
    </>
  );
}
