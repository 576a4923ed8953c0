import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { stateWords } from "../table/seat-words.ts";
import styles from "./people.module.css";
import { PersonControls } from "./person-controls.tsx";
import { popoverPlace } from "./popover-place.ts";
import { Safety } from "./safety.tsx";
import { TalkTime } from "./talk-time.tsx";
import { WhoIsIt } from "./who-is-it.tsx";

interface PersonPopoverProps {
  readonly store: RoomStore;
  readonly person: Person;
  readonly anchor: Element;
  readonly onClose: () => void;
}

/** Beside a person's seat: who it is, and what one can do. A native popover: Escape or a press elsewhere closes it. */
export function PersonPopover({ store, person, anchor, onClose }: PersonPopoverProps) {
  const popover = useRef<HTMLDivElement>(null);
  const [comparing, setComparing] = useState(false);
  useLayoutEffect(() => {
    const element = popover.current;
    if (!element) return;
    element.showPopover();
    const place = () => {
      const { left, top } = popoverPlace(
        anchor.getBoundingClientRect(),
        element.getBoundingClientRect(),
        { width: window.innerWidth, height: window.innerHeight },
      );
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    place();
    element.focus();
    // What it holds may grow: a safety number comes a moment later.
    const observer = new ResizeObserver(place);
    observer.observe(element);
    return () => observer.disconnect();
  }, [anchor]);
  useEffect(() => {
    const element = popover.current;
    const onToggle = (event: ToggleEvent) => {
      if (event.newState !== "closed") return;
      if (anchor instanceof HTMLElement && document.activeElement === document.body) anchor.focus();
      onClose();
    };
    element?.addEventListener("toggle", onToggle);
    return () => element?.removeEventListener("toggle", onToggle);
  }, [anchor, onClose]);

  const states = stateWords(person);
  const { sealed } = store.getState();
  return (
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-label={person.nickname}
      tabIndex={-1}
      className={styles.popover}
      data-hue={person.hue}
    >
      <div className={styles.header}>
        <div className={styles.who}>
          <h2 className={styles.nickname}>{person.nickname}</h2>
          {states.length > 0 && <p className={styles.note}>{states.join(", ")}</p>}
          <TalkTime person={person} people={store.getState().people} />
        </div>
        <Button look="quiet" icon="close" iconOnly onClick={() => popover.current?.hidePopover()}>
          {text.person.close}
        </Button>
      </div>
      {!comparing && (
        <div className={styles.controls}>
          <WhoIsIt store={store} person={person} />
        </div>
      )}
      {!comparing && <PersonControls store={store} person={person} />}
      {sealed && <Safety sealed={sealed} person={person} open={comparing} onOpen={setComparing} />}
    </div>
  );
}
