import { useEffect, useState, useSyncExternalStore } from "react";
import { fromBase64Url } from "../../crypto/bytes.ts";
import { safetyNumber, safetyText } from "../../sealing/safety-number.ts";
import type { Person, SealedView } from "../../state/room-view.ts";
import {
  setVerified,
  subscribeVerified,
  verifiedKey,
  verifiedPeople,
} from "../../state/verified.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import styles from "./safety.module.css";

const QrCode = lazyPart(async () => (await import("../room/qr-code.tsx")).QrCode);

/** Whom we have compared with, live. */
export function useVerified(): ReadonlySet<string> {
  return useSyncExternalStore(subscribeVerified, verifiedPeople, verifiedPeople);
}

interface SafetyProps {
  readonly sealed: SealedView;
  readonly person: Person;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** In a sealed room: whether somebody was compared with, and the number to compare. */
export function Safety({ sealed, person, open, onOpen }: SafetyProps) {
  const verified = useVerified();
  const identity = sealed.members.get(person.number)?.identity;
  if (person.isSelf || identity === undefined) return null;
  const key = verifiedKey(sealed.roomId, identity);
  const compared = verified.has(key);
  return (
    <div className={styles.safety}>
      <p className={styles.state}>{compared ? text.seal.compared : text.seal.uncompared}</p>
      <Button icon="shield" aria-expanded={open} onClick={() => onOpen(!open)}>
        {text.seal.compare}
      </Button>
      {open && (
        <>
          <p className={styles.what}>{text.seal.compareWhat(person.nickname)}</p>
          <SafetyNumber sealed={sealed} identity={identity} />
          <Button onClick={() => setVerified(key, !compared)}>
            {compared ? text.seal.notSame : text.seal.same}
          </Button>
        </>
      )}
    </div>
  );
}

function SafetyNumber({ sealed, identity }: { sealed: SealedView; identity: string }) {
  const own = sealed.members.get(sealed.self)?.identity;
  const { roomId } = sealed;
  const [words, setWords] = useState<readonly string[]>([]);
  useEffect(() => {
    const [room, one, other] = [roomId, own ?? "", identity].map((part) => fromBase64Url(part));
    if (!room || !one || !other) return;
    let current = true;
    void safetyNumber(room, one, other).then((made) => current && setWords(made));
    return () => {
      current = false;
    };
  }, [roomId, own, identity]);
  if (words.length === 0) return null;
  return (
    <section aria-label={text.seal.compareTitle}>
      <ol className={styles.words}>
        {words.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair may come twice, and they never move
          <li key={index}>{pair}</li>
        ))}
      </ol>
      <div className={styles.code}>
        <QrCode link={safetyText(words)} label={text.seal.qr} />
      </div>
    </section>
  );
}
