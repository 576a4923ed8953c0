import { type FormEvent, useState } from "react";
import { checkNickname, checkRoomName } from "../../crypto/names.ts";
import { text } from "../../text/text.ts";
import { Directory } from "../directory/directory.tsx";
import { useIdentity } from "../identity/use-identity.tsx";
import { nicknameFault, roomNameFault } from "../name-faults.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { MAKE_PATH, navigate, roomPath } from "../router.ts";
import type { Services } from "../services.ts";
import { LanguageSelect } from "../settings/language-select.tsx";
import styles from "./home.module.css";
import { RecentRooms } from "./recent-rooms.tsx";

/** Room and nickname, each with a dice, the rooms this browser was in, and those that are open to all. */
export function HomePage({ services }: { services: Services }) {
  const heading = usePageHeading(text.product);
  const [room, setRoom] = useState(() => services.rollRoomName());
  const [nickname, setNickname] = useState(
    () => services.rememberedNickname() || services.rollNickname(),
  );
  const [tried, setTried] = useState(false);
  const identity = useIdentity(services.identity);

  const enter = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const checkedRoom = checkRoomName(room);
    const checkedNickname = checkNickname(nickname);
    if (!checkedRoom.ok || !checkedNickname.ok) return;
    services.rememberNickname(checkedNickname.text);
    navigate(roomPath(checkedRoom.text));
  };

  return (
    <main className={styles.home}>
      <div className={styles.column}>
        <header className={styles.intro}>
          <h1 ref={heading} tabIndex={-1}>
            {text.product}
          </h1>
          <p>{text.home.tagline}</p>
        </header>
        <form className={styles.form} onSubmit={enter} noValidate>
          <Field
            label={text.home.room}
            value={room}
            onChange={setRoom}
            hint={text.home.roomHint}
            fault={tried ? roomNameFault(room) : undefined}
            roll={{ label: text.home.rollRoom, onRoll: () => setRoom(services.rollRoomName()) }}
          />
          <Field
            label={text.home.nickname}
            value={nickname}
            onChange={setNickname}
            autoComplete="nickname"
            fault={tried ? nicknameFault(nickname) : undefined}
            roll={{
              label: text.home.rollNickname,
              onRoll: () => setNickname(services.rollNickname()),
            }}
          />
          <Button look="main" type="submit" className={styles.enter}>
            {text.home.enter}
          </Button>
          <Button look="quiet" className={styles.other} onClick={() => navigate(MAKE_PATH)}>
            {text.home.sealed}
          </Button>
          {identity.opener}
        </form>
        {identity.dialog}
        <RecentRooms services={services} />
        <p className={styles.promise}>{text.home.promise}</p>
        <LanguageSelect />
      </div>
      <div className={styles.rooms}>
        <Directory open={services.openDirectory} />
      </div>
    </main>
  );
}
