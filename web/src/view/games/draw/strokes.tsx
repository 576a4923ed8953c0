import { memo } from "react";
import { SHEET, SHEET_COLOUR, type Stroke } from "../../../games/draw-and-guess/ink.ts";
import { colourOf, pathOf, widthOf } from "./path.ts";

/** What stands on a sheet, and the sheet: it is of paper by night, too. */
export const Strokes = memo(function Strokes({ strokes }: { readonly strokes: readonly Stroke[] }) {
  return (
    <>
      <rect width={SHEET.width} height={SHEET.height} fill={SHEET_COLOUR} />
      {strokes.map((stroke, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: strokes are only ever put on top, or taken from there
          key={index}
          d={pathOf(stroke)}
          fill="none"
          stroke={colourOf(stroke)}
          strokeWidth={widthOf(stroke)}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </>
  );
});
