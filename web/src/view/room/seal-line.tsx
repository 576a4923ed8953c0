import type { SealedView, SealLock } from "../../state/room-view.ts";
import { verifiedKey } from "../../state/verified.ts";
import { robotsText } from "../../text/robots-text.ts";
import { text } from "../../text/text.ts";
import { Icon } from "../parts/icon.tsx";
import { useVerified } from "../people/safety.tsx";
import styles from "./seal-line.module.css";

const ICONS: Partial<Record<SealLock, "lock" | "robot">> = { sealed: "lock", robot: "robot" };

/** The lock in the room's head: whether the room is sealed, and how many were not compared with. A press: what the server sees all the same. */
export function SealLine({ sealed, onSaw }: { sealed: SealedView; onSaw: () => void }) {
  const verified = useVerified();
  const { members, self, roomId, lock } = sealed;
  const people = [...members].filter(([n, { robot }]) => n !== self && robot === undefined);
  const others = new Set(people.map(([, { identity }]) => identity));
  others.delete(members.get(self)?.identity ?? "");
  const open = [...others].filter((one) => !verified.has(verifiedKey(roomId, one))).length;
  const says = lock === "robot" ? robotsText.lock.state : text.seal.states[lock];
  const words = [text.sealed.kinds[sealed.kind], says];
  if ((lock === "sealed" || lock === "robot") && open > 0) words.push(text.seal.notCompared(open));
  return (
    <button type="button" className={styles.seal} data-lock={lock} onClick={onSaw}>
      <Icon name={ICONS[lock] ?? "shield"} small />
      <span className={styles.long}>{words.join(", ")}</span>
      <span className={styles.short}>
        {lock === "robot" ? robotsText.lock.short : text.seal.short[lock]}
      </span>
    </button>
  );
}

/** What of the seal is wrong, in sentences. */
export function SealWarnings({ sealed }: { sealed: SealedView }) {
  const warnings = [
    ...(sealed.lock === "strangers" ? [text.seal.strangers] : []),
    ...(sealed.lock === "stopped" ? [text.seal.stopped] : []),
    ...(sealed.lock === "robot" ? [robotsText.lock.warning] : []),
    ...(sealed.outside > 0 ? [text.seal.outside(sealed.outside)] : []),
  ];
  if (warnings.length === 0) return null;
  return (
    <p className={styles.warning} role="alert">
      {warnings.join(" ")}
    </p>
  );
}
