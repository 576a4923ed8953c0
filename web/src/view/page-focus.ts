import { type RefObject, useEffect, useRef } from "react";
import { text } from "../text/text.ts";

let firstPage = true;

/**
 * Names the page in the tab, and moves the focus to its heading when the page changed without a load, so that a screen
 * reader begins there. The heading needs tabIndex -1. The first page leaves the focus where the browser put it.
 */
export function usePageHeading(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useTabTitle(title);
  useEffect(() => {
    if (!firstPage) heading.current?.focus({ preventScroll: true });
    firstPage = false;
  }, []);
  return heading;
}

export function useTabTitle(title: string): void {
  useEffect(() => {
    document.title = title === text.product ? title : `${title} · ${text.product}`;
  }, [title]);
}
