interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
const MARGIN = 8;

/** Where a popover stands beside its anchor: under it, else above, always within the window. */
export function popoverPlace(
  anchor: Box,
  popover: Pick<Box, "width" | "height">,
  view: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number } {
  const middle = anchor.left + anchor.width / 2;
  const left = within(middle - popover.width / 2, view.width - popover.width);
  const under = anchor.top + anchor.height + GAP;
  const fitsUnder = under + popover.height + MARGIN <= view.height;
  const top = fitsUnder ? under : anchor.top - GAP - popover.height;
  return { left, top: within(top, view.height - popover.height) };
}

function within(value: number, room: number): number {
  return Math.round(Math.max(MARGIN, Math.min(value, room - MARGIN)));
}
