import { type RefObject, useEffect } from "react";

/** What takes the focus, when what had it is gone, has this attribute; else the first heading has it, which needs tabIndex -1. */
export const TAKES_FOCUS = { "data-takes-focus": true } as const;

/**
 * Keeps the focus in a part of the page whose controls come and go with what happens: who chooses a word by keys, say, is at
 * the sheet then. Whoever has their focus elsewhere keeps it there; who has just opened it has nowhere else, and begins at the heading.
 */
export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = part.current;
    if (!element) return;
    const give = (to = element.querySelector<HTMLElement>("h2")) => {
      if (document.activeElement === document.body) to?.focus();
    };
    let last: EventTarget | null = null;
    const note = ({ target }: FocusEvent) => {
      last = target;
    };
    const forget = () => {
      last = null;
    };
    const keep = () => {
      if (!(last instanceof Element) || last.isConnected) return;
      last = null;
      give(element.querySelector<HTMLElement>("[data-takes-focus]") ?? undefined);
    };
    const observer = new MutationObserver(keep);
    observer.observe(element, { childList: true, subtree: true });
    element.addEventListener("focusin", note);
    // A press elsewhere leaves it on purpose; one on a control here brings another focusin.
    document.addEventListener("pointerdown", forget);
    give();
    return () => {
      observer.disconnect();
      element.removeEventListener("focusin", note);
      document.removeEventListener("pointerdown", forget);
    };
  }, [part]);
}
