import { useMemo } from "react";
import { encode } from "uqr";
import { text } from "../../text/text.ts";

const QUIET_MODULES = 2;

interface QrCodeProps {
  readonly link: string;
  /** What it is; a link to the room when nothing is said. */
  readonly label?: string;
}

/** The link as a QR code, ink on paper; always dark on light, as phone cameras want it. */
export function QrCode({ link, label = text.room.qr }: QrCodeProps) {
  const { size, path } = useMemo(() => draw(link), [link]);
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}

function draw(link: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(link, { ecc: "M", border: QUIET_MODULES });
  let path = "";
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) path += `M${x} ${y}h1v1h-1z`;
    });
  });
  return { size, path };
}
