import { useEffect, useState } from "react";
import type { SealedRoom } from "../../client/sealed-room.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { InviteFault } from "../../state/redeem-invite.ts";
import { text } from "../../text/text.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { Working } from "../parts/working.tsx";
import { navigate } from "../router.ts";
import type { Services } from "../services.ts";
import styles from "./sealed.module.css";

interface InvitePageProps {
  readonly id: string;
  readonly seed: Bytes;
  readonly known: SealedRoom | undefined;
  readonly services: Services;
  readonly onRoom: (room: SealedRoom) => void;
}

/** Comes by an invite: waits for somebody inside to hand over the keys, and goes on by itself. */
export function InvitePage({ id, seed, known, services, onRoom }: InvitePageProps) {
  const words = text.invite;
  const [waiting, setWaiting] = useState(false);
  const [fault, setFault] = useState<InviteFault | undefined>(undefined);
  useEffect(
    () =>
      services.redeemInvite(id, seed, {
        waiting: setWaiting,
        refused: (why) => {
          services.forgetInvite(id);
          setFault(why);
        },
        accepted: onRoom,
      }),
    [id, seed, services, onRoom],
  );
  const { what, todo } = fault
    ? words.faults[fault]
    : waiting
      ? { what: words.waiting, todo: words.waitingTodo }
      : { what: words.asking, todo: words.askingTodo };
  const heading = usePageHeading(what);
  const asBefore = () => {
    services.forgetInvite(id);
    if (known) onRoom(known);
  };
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <h1 ref={heading} tabIndex={-1}>
          {what}
        </h1>
        {fault ? <p role="alert">{todo}</p> : <Working label={todo} />}
        {known && <Button onClick={asBefore}>{words.asBefore}</Button>}
        <Button look="quiet" className={styles.home} onClick={() => navigate("/")}>
          {words.home}
        </Button>
      </div>
    </main>
  );
}
