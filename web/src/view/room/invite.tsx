import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { CopyLink } from "./copy-link.tsx";
import styles from "./invite.module.css";

const QrCode = lazyPart(async () => (await import("./qr-code.tsx")).QrCode);

/** Alone at the table: the link, the system's share sheet where there is one, a QR code for a phone nearby. */
export function Invite({ title, link }: { title: string; link: string }) {
  const canShare = typeof navigator.share === "function";
  const share = () => {
    navigator.share({ title, url: link }).catch(() => {
      // closed without sharing: nothing to say
    });
  };
  return (
    <section className={styles.invite} aria-label={text.room.alone}>
      <div className={styles.words}>
        <p className={styles.alone}>{text.room.alone}</p>
        <p className={styles.hint}>{text.room.invite}</p>
        <p className={styles.link}>{link.replace(/^https?:\/\//, "")}</p>
        <div className={styles.ways}>
          <CopyLink link={link} look="main" />
          {canShare && (
            <Button icon="share" onClick={share}>
              {text.room.share}
            </Button>
          )}
        </div>
      </div>
      <div className={styles.qr}>
        <QrCode link={link} />
      </div>
    </section>
  );
}
