import type { Line } from "./signalling.ts";
import { type Fields, read } from "./wire.ts";

/** Something that the server holds of us, as it says itself: the answer comes from what serves us, not from a list of promises. */
export interface SawItem {
  /** What: see protocol/README.md, "What the server saw"; a newer server may name kinds that this page does not know. */
  readonly kind: string;
  /** For how long. */
  readonly kept: string;
  /** Members alone can read it. */
  readonly sealed: boolean;
  readonly value: string;
}

/** Of `server.saw`. */
export function readSaw(fields: Fields): readonly SawItem[] {
  return fields.list("items").map((item) => ({
    kind: item.text("kind"),
    kept: item.text("kept"),
    sealed: item.flag("sealed"),
    value: item.text("value"),
  }));
}

/** Asks the server; undefined when it cannot be asked now. */
export async function askSaw(line: Line): Promise<readonly SawItem[] | undefined> {
  try {
    return read(await line.request("server.saw", {}), readSaw);
  } catch {
    return undefined; // the line is lost, or too much was asked: the next time
  }
}
