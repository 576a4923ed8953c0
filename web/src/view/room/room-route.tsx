import { useEffect, useState } from "react";
import type { RoomStore } from "../../state/room-view.ts";
import { JoinPage } from "../join/join-page.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { navigate } from "../router.ts";
import type { Services } from "../services.ts";
import { useRoomState } from "../use-store.ts";
import { GonePage } from "./gone-page.tsx";
import { KnockPage } from "./knock-page.tsx";

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
      open={() => services.openRoom(name)}
      services={services}
      onAgain={() => setVisit((number) => number + 1)}
    />
  );
}

interface VisitProps {
  readonly open: () => RoomStore;
  readonly services: Services;
  readonly onAgain: () => void;
  /** Another password is to be tried, where there may be one. */
  readonly onPassword?: (() => void) | undefined;
}

/** One visit of a room, from pre-join to its end. */
export function Visit({ open, services, onAgain, onPassword }: VisitProps) {
  const [store] = useState(open);
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
          identity={services.identity}
          onHome={goHome}
        />
      );
    case "connecting":
    case "connected":
    case "reconnecting":
      return <RoomPage store={store} state={state} identity={services.identity} />;
    case "knocking":
      return <KnockPage state={state} onHome={goHome} />;
    case "superseded":
    case "left":
    case "refused":
      return (
        <GonePage
          store={store}
          state={state}
          onAgain={onAgain}
          onPassword={onPassword}
          onHome={goHome}
        />
      );
  }
}

/** Walking away by the browser's Back is leaving, too. */
function useClosing(store: RoomStore): void {
  useEffect(() => () => store.close(), [store]);
}
