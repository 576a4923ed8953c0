import { useEffect, useState } from "react";
import type { RoomStore } from "../../state/room-view.ts";
import { JoinPage } from "../join/join-page.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { navigate } from "../router.ts";
import type { Services } from "../services.ts";
import { useRoomState } from "../use-store.ts";
import { GonePage } from "./gone-page.tsx";

/** Fetched while one reads pre-join. */
const RoomPage = lazyPart(async () => (await import("./room-page.tsx")).RoomPage);

interface RoomRouteProps {
  readonly name: string;
  readonly services: Services;
}

/** `/r/<name>`: pre-join, the room, and what comes after it. "Join again" is a new visit with a new store. */
export function RoomRoute({ name, services }: RoomRouteProps) {
  const [visit, setVisit] = useState(0);
  return (
    <Visit
      key={visit}
      name={name}
      services={services}
      onAgain={() => setVisit((number) => number + 1)}
    />
  );
}

function Visit({ name, services, onAgain }: RoomRouteProps & { onAgain: () => void }) {
  const [store] = useState(() => services.openRoom(name));
  useClosing(store);
  useEffect(() => RoomPage.prefetch(), []);
  const state = useRoomState(store);
  const goHome = () => navigate("/");
  switch (state.phase) {
    case "idle":
      return (
        <JoinPage
          store={store}
          state={state}
          rollNickname={services.rollNickname}
          onHome={goHome}
        />
      );
    case "connecting":
    case "connected":
    case "reconnecting":
      return <RoomPage store={store} state={state} />;
    case "superseded":
    case "left":
    case "refused":
      return <GonePage store={store} state={state} onAgain={onAgain} onHome={goHome} />;
  }
}

/** Walking away by the browser's Back is leaving, too. */
function useClosing(store: RoomStore): void {
  useEffect(() => () => store.close(), [store]);
}
