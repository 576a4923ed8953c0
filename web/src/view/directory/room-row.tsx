import { ANY_LANGUAGE } from "../../crypto/description.ts";
import type { Listing } from "../../state/directory-view.ts";
import { text } from "../../text/text.ts";
import { navigate, roomPath } from "../router.ts";
import styles from "./directory.module.css";

interface RoomRowProps {
  readonly room: Listing;
  readonly now: number;
  readonly onTag: (tag: string) => void;
}

/** A room to walk into: a table seen from afar, with as many as sit there, and what it is about. */
export function RoomRow({ room, now, onTag }: RoomRowProps) {
  const minutes = Math.floor((now / 1000 - room.opened) / 60);
  const facts = [
    text.directory.people(room.people),
    ...(room.talking ? [text.directory.talking] : []),
    ...(room.language === ANY_LANGUAGE ? [] : [text.directory.languageName(room.language)]),
    minutes < 1 ? text.directory.justOpened : text.directory.open(minutes),
  ];
  return (
    <li className={styles.row}>
      <a
        className={styles.enter}
        href={roomPath(room.name)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          navigate(roomPath(room.name));
        }}
      >
        <span className={styles.figure} data-talking={room.talking} aria-hidden="true">
          {room.people}
        </span>
        <span className={styles.words}>
          <bdi className={styles.name}>{room.name}</bdi>
          {room.topic !== "" && <bdi className={styles.topic}>{room.topic}</bdi>}
          <span className={styles.facts}>{facts.join(" · ")}</span>
        </span>
      </a>
      {room.tags.length > 0 && (
        <ul className={styles.tags} aria-label={text.directory.tags}>
          {room.tags.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                className={styles.tag}
                aria-label={text.directory.withTag(tag)}
                onClick={() => onTag(tag)}
              >
                <bdi>{tag}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
