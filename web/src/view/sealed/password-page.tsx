import { type FormEvent, useState } from "react";
import type { SealedRoom } from "../../client/sealed-room.ts";
import { text } from "../../text/text.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Working } from "../parts/working.tsx";
import { navigate } from "../router.ts";
import styles from "./sealed.module.css";

interface PasswordPageProps {
  /** The one that was typed before did not open the room. */
  readonly again: boolean;
  readonly unlock: (password: string) => Promise<SealedRoom | undefined>;
  readonly onRoom: (room: SealedRoom) => void;
}

/** Asks for a private room's password, and shows that hashing it takes a moment. */
export function PasswordPage({ again, unlock, onRoom }: PasswordPageProps) {
  const words = text.sealed.open;
  const heading = usePageHeading(words.title);
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState(again ? words.wrong : undefined);
  const [opening, setOpening] = useState(false);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    setFault(undefined);
    setOpening(true);
    const room = await unlock(password).catch(() => undefined);
    setOpening(false);
    if (room) onRoom(room);
    else setFault(words.fault);
  };
  return (
    <main className={styles.page}>
      <form className={styles.column} onSubmit={(event) => void open(event)} noValidate>
        <h1 ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <Field
          label={words.password}
          type="password"
          autoComplete="off"
          value={password}
          onChange={setPassword}
          fault={fault}
        />
        {opening && <Working label={words.opening} />}
        <Button look="main" type="submit" disabled={opening}>
          {words.open}
        </Button>
        <Button look="quiet" className={styles.home} onClick={() => navigate("/")}>
          {words.home}
        </Button>
      </form>
    </main>
  );
}
