import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { popoverPlace } from "./popover-place.ts";

interface AnchoredPopoverProps {
  readonly anchor: Element;
  readonly label: string;
  readonly className: string | undefined;
  readonly hue?: number;
  readonly onClose: () => void;
  /** `close` as a press elsewhere would. */
  readonly children: (close: () => void) => ReactNode;
}

/** A native popover beside what opened it: Escape or a press elsewhere closes it. */
export function AnchoredPopover(props: AnchoredPopoverProps) {
  const { anchor, label, className, hue, onClose, children } = props;
  const popover = useRef<HTMLDivElement>(null);
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
    // What it holds may grow a moment later.
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

  return (
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={className}
      data-hue={hue}
    >
      {children(() => popover.current?.hidePopover())}
    </div>
  );
}
