import { type FormEvent, useState } from "react";
import type { InviteView } from "../../state/moderation-view.ts";
import type { RoomState, RoomStore, SealedView } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { CopyLink } from "./copy-link.tsx";
import styles from "./invite-dialog.module.css";

const QrCode = lazyPart(async () => (await import("./qr-code.tsx")).QrCode);

const USES = [1, 5, 20, 100];
const HOURS = [1, 24, 168];
const HOUR_SECONDS = 3_600;

interface InviteDialogProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly sealed: SealedView;
  readonly onClose: () => void;
}

/** The ways into a room that is not public: its own link, and for who moderates it, invites. */
export function InviteDialog({ store, state, sealed, onClose }: InviteDialogProps) {
  const words = text.invite;
  const { mine, invites } = state.moderation;
  return (
    <Dialog title={words.title} closeLabel={words.close} onClose={onClose}>
      <div className={styles.page}>
        <section className={styles.part} aria-label={words.link}>
          <h3 className={styles.heading}>{words.link}</h3>
          <p className={styles.note}>{words.linkWhat[sealed.kind]}</p>
          <div>
            <CopyLink link={state.link} look="quiet" />
          </div>
        </section>
        {mine !== "none" && (
          <>
            <MakeInvite store={store} />
            <OpenInvites store={store} invites={invites} />
          </>
        )}
      </div>
    </Dialog>
  );
}

interface MadeInvite {
  readonly link: string;
  readonly uses: number;
  readonly endMillis: number;
}

function MakeInvite({ store }: { store: RoomStore }) {
  const words = text.invite;
  const [uses, setUses] = useState(1);
  const [hours, setHours] = useState(24);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeInvite | undefined>(undefined);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (making) return;
    setMaking(true);
    const notAfter = Math.floor(Date.now() / 1000) + hours * HOUR_SECONDS;
    const link = await store.acts.invite({ uses, notAfter });
    setMaking(false);
    setMade(link === undefined ? undefined : { link, uses, endMillis: notAfter * 1000 });
  };
  return (
    <form className={styles.part} onSubmit={(event) => void make(event)} aria-label={words.make}>
      <h3 className={styles.heading}>{words.make}</h3>
      <p className={styles.note}>{words.makeWhat}</p>
      <div className={styles.choices}>
        <Choice
          label={words.forWhom}
          value={uses}
          options={USES.map((uses) => [uses, words.uses(uses)])}
          onChoose={setUses}
        />
        <Choice
          label={words.until}
          value={hours}
          options={HOURS.map((hours) => [hours, words.hours(hours)])}
          onChoose={setHours}
        />
      </div>
      {/* Disabled it would lose the focus. */}
      <Button type="submit" aria-disabled={making}>
        {words.doMake}
      </Button>
      {made && (
        <div className={styles.made}>
          <p role="status">{words.made(made.uses, made.endMillis)}</p>
          <p className={styles.link}>{made.link}</p>
          <div className={styles.code}>
            <QrCode link={made.link} label={words.qr} />
          </div>
          <div>
            <CopyLink link={made.link} look="main" />
          </div>
        </div>
      )}
    </form>
  );
}

function OpenInvites({ store, invites }: { store: RoomStore; invites: readonly InviteView[] }) {
  const words = text.invite;
  const open = invites.filter(({ endMillis }) => endMillis > Date.now());
  if (open.length === 0) return null;
  return (
    <section className={styles.part} aria-label={words.open}>
      <h3 className={styles.heading}>{words.open}</h3>
      <ul className={styles.list}>
        {open.map(({ id, uses, used, endMillis, by, bySelf }) => {
          const line = words.line(uses, used, endMillis, bySelf ? text.moderation.you : by);
          return (
            <li key={id}>
              <span>{line}</span>
              <Button
                aria-label={words.revokeWhich(line)}
                onClick={() => void store.acts.revoke(id)}
              >
                {words.revoke}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
