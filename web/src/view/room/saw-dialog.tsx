import { useEffect, useState } from "react";
import type { SawItem } from "../../client/saw.ts";
import type { RoomStore } from "../../state/room-view.ts";
import { sawText } from "../../text/saw-text.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import styles from "./saw-dialog.module.css";
import { sawGroups, sawValue } from "./saw-words.ts";

/** The server is asked again so often while this is open. */
const ASK_MILLIS = 2000;

/** Keys and the like are long, and nobody reads them aloud. */
const LONG = 24;

interface SawDialogProps {
  readonly store: Pick<RoomStore, "whatServerSaw">;
  readonly onClose: () => void;
}

/** What the server holds of us at this moment, in its own words: each with how long, and what it cannot read. */
export function SawDialog({ store, onClose }: SawDialogProps) {
  const items = useSaw(store);
  return (
    <Dialog title={sawText.title} closeLabel={sawText.close} onClose={onClose}>
      <div className={styles.page}>
        <p className={styles.note}>{sawText.intro}</p>
        {items ? (
          sawGroups(items).map(({ group, items: some }) => (
            <section key={group} aria-label={sawText.groups[group]}>
              <h3 className={styles.heading}>{sawText.groups[group]}</h3>
              <dl className={styles.list}>
                {some.map((item) => (
                  <Row key={item.kind} item={item} />
                ))}
              </dl>
            </section>
          ))
        ) : (
          <p role="status">{sawText.asking}</p>
        )}
        <section aria-label={sawText.besides}>
          <h3 className={styles.heading}>{sawText.besides}</h3>
          <p className={styles.note}>{sawText.media}</p>
          <p className={styles.note}>{sawText.logs}</p>
        </section>
      </div>
    </Dialog>
  );
}

function Row({ item }: { item: SawItem }) {
  const { kind, kept, sealed } = item;
  const value = sawValue(item);
  return (
    <div className={styles.row}>
      <dt>{sawText.kinds[kind as keyof typeof sawText.kinds] ?? kind}</dt>
      <dd className={styles.value} data-long={value.length > LONG}>
        <bdi>{value}</bdi>
        {sealed && (
          <span className={styles.sealed}>
            <Icon name="lock" small />
            {sawText.sealed}
          </span>
        )}
      </dd>
      <dd className={styles.kept}>{sawText.kept[kept as keyof typeof sawText.kept] ?? kept}</dd>
    </div>
  );
}

/** The newest answer, asked for again and again; the last one stays where the line is lost. */
function useSaw(store: SawDialogProps["store"]): readonly SawItem[] | undefined {
  const [items, setItems] = useState<readonly SawItem[] | undefined>(undefined);
  useEffect(() => {
    let open = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await store.whatServerSaw();
      if (!open) return;
      if (answer) setItems(answer);
      timer = setTimeout(() => void ask(), ASK_MILLIS);
    };
    void ask();
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [store]);
  return items;
}
