import { useSyncExternalStore } from "react";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { navigate, roomPath } from "../router.ts";
import type { Services } from "../services.ts";
import styles from "./home.module.css";

export function RecentRooms({ services }: { services: Services }) {
  const rooms = useSyncExternalStore(services.subscribeRecentRooms, services.recentRooms);
  if (rooms.length === 0) return null;
  return (
    <section className={styles.recent} aria-labelledby="recent-rooms">
      <h2 id="recent-rooms">{text.home.recent}</h2>
      <ul>
        {rooms.map((room) => (
          <li key={room.path ?? `/r/${room.name}`} className={styles.recentRoom}>
            <a
              href={room.path ?? roomPath(room.name)}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                navigate(room.path ?? roomPath(room.name));
              }}
            >
              <span className={styles.recentName}>{room.name}</span>
              <span className={styles.recentTime}>{text.home.visited(room.time)}</span>
            </a>
            <Button
              look="quiet"
              icon="remove"
              iconOnly
              onClick={() => services.forgetRoom(room.name, room.path)}
            >
              {text.home.forget(room.name)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
