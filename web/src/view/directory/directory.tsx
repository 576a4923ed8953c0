import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import {
  type DirectoryState,
  type DirectoryStore,
  type Listing,
  NO_FILTER,
} from "../../state/directory-view.ts";
import { text } from "../../text/text.ts";
import { EmptyTable } from "../home/empty-table.tsx";
import { Button } from "../parts/button.tsx";
import { navigate, roomPath } from "../router.ts";
import { calmOrder, commonTags } from "./calm-order.ts";
import styles from "./directory.module.css";
import { Filters } from "./filters.tsx";
import { RoomRow } from "./room-row.tsx";

const OFFERED_TAGS = 8;
const MINUTE_MILLIS = 60_000;

/** The public rooms, live, the busiest first. */
export function Directory({ open }: { open: () => DirectoryStore }) {
  const [store] = useState(open);
  const state = useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.getState(),
  );
  useEffect(() => {
    store.open();
    return () => store.close();
  }, [store]);
  const { filter, rooms } = state;
  const narrowed = filter.tag !== "" || filter.language !== "" || filter.search !== "";
  const deserted = rooms.length === 0 && !narrowed && state.isFirstPage;
  if (deserted) return <Deserted state={state} />;
  return (
    <section className={styles.directory} aria-labelledby="public-rooms">
      <div className={styles.head}>
        <h2 id="public-rooms">{text.directory.title}</h2>
        <p className={styles.total}>{text.directory.total(state.total)}</p>
        {rooms.length > 0 && (
          <Button
            look="quiet"
            icon="dice"
            className={styles.surprise}
            onClick={() => surprise(rooms)}
          >
            {text.directory.surprise}
          </Button>
        )}
      </div>
      <Filters
        filter={filter}
        tags={commonTags(rooms, OFFERED_TAGS)}
        onFilter={(next) => store.setFilter(next)}
      />
      <Standing state={state} />
      {rooms.length > 0 ? (
        <Rooms rooms={rooms} onTag={(tag) => store.setFilter({ ...filter, tag })} />
      ) : (
        <div className={styles.nothing}>
          <p>{text.directory.nothing}</p>
          <Button onClick={() => store.setFilter(NO_FILTER)}>{text.directory.nothingTodo}</Button>
        </div>
      )}
      <Paging store={store} state={state} />
    </section>
  );
}

function surprise(rooms: readonly Listing[]): void {
  const room = rooms[Math.floor(Math.random() * rooms.length)];
  if (room) navigate(roomPath(room.name));
}

/** While somebody points at the list or is in it by keyboard, nothing in it changes places. */
function Rooms({ rooms, onTag }: { rooms: readonly Listing[]; onTag: (tag: string) => void }) {
  const now = useMinutes();
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const shown = useRef<readonly string[]>([]);
  const ordered = pointed || focused ? calmOrder(shown.current, rooms) : rooms;
  useEffect(() => {
    shown.current = ordered.map((room) => room.name);
  });
  return (
    <ul
      className={styles.rooms}
      aria-label={text.directory.title}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      {ordered.map((room) => (
        <RoomRow key={room.name} room={room} now={now} onTag={onTag} />
      ))}
    </ul>
  );
}

/** The time, looked at once a minute. */
function useMinutes(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A table that nobody sits at. */
function Deserted({ state }: { state: DirectoryState }) {
  return (
    <section className={styles.deserted} aria-labelledby="public-rooms">
      <EmptyTable />
      <div className={styles.middle}>
        <h2 id="public-rooms" className="visually-hidden">
          {text.directory.title}
        </h2>
        {state.phase === "live" ? (
          <p>
            {text.directory.empty} {text.directory.emptyTodo}
          </p>
        ) : (
          <Standing state={state} />
        )}
      </div>
    </section>
  );
}

/** How the list stands with the server; nothing while all is well. */
function Standing({ state }: { state: DirectoryState }) {
  return (
    <output className={styles.standing}>
      {state.phase === "live" ? "" : text.directory[state.phase]}
    </output>
  );
}

function Paging({ store, state }: { store: DirectoryStore; state: DirectoryState }) {
  if (state.isFirstPage && !state.hasNext) return null;
  return (
    <div className={styles.paging}>
      {!state.isFirstPage && (
        <Button onClick={() => store.firstPage()}>{text.directory.first}</Button>
      )}
      {state.hasNext && <Button onClick={() => store.nextPage()}>{text.directory.next}</Button>}
    </div>
  );
}
