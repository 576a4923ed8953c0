import { useCallback, useEffect, useState } from "react";
import type { SealedRoom } from "../../client/sealed-room.ts";
import type { FoundRoom } from "../../state/sealed-rooms.ts";
import { text } from "../../text/text.ts";
import plain from "../home/home.module.css";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { Visit } from "../room/room-route.tsx";
import { navigate } from "../router.ts";
import type { Services } from "../services.ts";
import { InvitePage } from "./invite-page.tsx";
import { PasswordPage } from "./password-page.tsx";

interface SealedRouteProps {
  readonly id: string;
  readonly services: Services;
}

/** `/s/<id>`: the password where there is one, then the room as any other. */
export function SealedRoute({ id, services }: SealedRouteProps) {
  const [found, setFound] = useState<FoundRoom | undefined>(undefined);
  const [visit, setVisit] = useState({ number: 0, again: false });
  useEffect(() => {
    let wanted = true;
    const look = () =>
      void services.findSealedRoom(id, visit.again).then((next) => wanted && setFound(next));
    look();
    // Another link of this room, opened in this tab, changes the fragment alone.
    const other = () => location.hash !== "" && setVisit(anew);
    window.addEventListener("hashchange", other);
    return () => {
      wanted = false;
      window.removeEventListener("hashchange", other);
    };
  }, [id, services, visit]);
  const ready = useCallback((room: SealedRoom) => setFound({ step: "ready", room }), []);
  const again = (password: boolean) => {
    setFound(undefined);
    setVisit(({ number }) => ({ number: number + 1, again: password }));
  };
  switch (found?.step) {
    case undefined:
      return null;
    case "no-secret":
      return <NoSecret />;
    case "password":
      return (
        <PasswordPage
          again={visit.again}
          unlock={(password) => services.unlockSealedRoom(id, password)}
          onRoom={ready}
        />
      );
    case "invite":
      return (
        <InvitePage
          key={visit.number}
          id={id}
          seed={found.seed}
          known={found.known}
          services={services}
          onRoom={ready}
        />
      );
    case "ready": {
      const { room } = found;
      return (
        <Visit
          key={visit.number}
          open={() => services.openSealedRoom(room)}
          services={services}
          onAgain={() => again(false)}
          onPassword={room.kind === "private" ? () => again(true) : undefined}
        />
      );
    }
  }
}

function anew({ number }: { number: number }) {
  return { number: number + 1, again: false };
}

function NoSecret() {
  const heading = usePageHeading(text.sealed.noSecret.title);
  return (
    <main className={plain.plainPage}>
      <h1 ref={heading} tabIndex={-1}>
        {text.sealed.noSecret.title}
      </h1>
      <p>{text.sealed.noSecret.todo}</p>
      <Button look="main" onClick={() => navigate("/")}>
        {text.notFound.home}
      </Button>
    </main>
  );
}
