import { COLOURS, type Stroke, WIDTHS } from "../../../games/draw-and-guess/ink.ts";

/** A stroke as a path: through the middles between its points, so that it has no corners. */
export function pathOf({ points }: Stroke): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const last = rest.at(-1);
  if (!last) return `M${first.x} ${first.y}h.01`; // a dot
  let path = `M${first.x} ${first.y}`;
  for (const [index, point] of rest.slice(0, -1).entries()) {
    const next = rest[index + 1] ?? last;
    path += `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  }
  return `${path}L${last.x} ${last.y}`;
}

export function colourOf({ colour }: Pick<Stroke, "colour">): string {
  return COLOURS[colour] ?? COLOURS[0];
}

export function widthOf({ width }: Pick<Stroke, "width">): number {
  return WIDTHS[width] ?? WIDTHS[0];
}
