import type { TakeFault } from "../files/file-take.ts";
import type { OfferFault } from "../state/files-view.ts";
import type { ProblemText } from "./problem-text.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const list = new Intl.ListFormat("en", { style: "long", type: "conjunction" });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

/** English words about files; a part of `en`. */
export const enFiles = {
  attach: "Share a file",
  drop: "Let go to share it with everybody here",
  reading: (name: string, share: number) => `Reading ${name}, ${percent.format(share)}`,
  stopReading: (name: string) => `Stop sharing ${name}`,
  /** In steps of 1,000, as file managers have it. */
  size: (bytes: number) => {
    const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
    const amount = bytes / 1_000 ** step;
    return new Intl.NumberFormat("en", {
      style: "unit",
      unit: UNITS[step] ?? "byte",
      unitDisplay: step === 0 ? "long" : "short",
      maximumFractionDigits: amount < 10 ? 1 : 0,
    }).format(amount);
  },
  percent: (share: number) => percent.format(share),
  fetch: "Get",
  fetchNamed: (name: string) => `Get ${name}`,
  again: "Try again",
  pause: "Pause",
  goOn: "Go on",
  cancel: "Cancel",
  save: "Save",
  saveNamed: (name: string) => `Save ${name}`,
  picture: (name: string, nickname: string) => `Picture ${name} of ${nickname}`,
  sound: (name: string, nickname: string) => `Sound ${name} of ${nickname}`,
  asking: "Asking who has it",
  alone: "Nobody here has it just now. It comes when somebody does.",
  paused: "Paused",
  impossible: "This browser cannot fetch files. Use a current Chrome, Edge, Firefox or Safari.",
  takenBy: (names: readonly string[]) =>
    `${list.format(names)} ${names.length > 1 ? "have" : "has"} it`,
  takes: (name: string, share: number) => `${name}: ${percent.format(share)}`,
  faults: {
    "wrong-content":
      "What came is not what was offered, so nothing of it was kept. Try again, or ask for it anew.",
    "no-space": "There is no room for it on this device. Make some, then try again.",
    "too-large-here":
      "This window keeps files up to 256 MB. Open the room in a window that is not private.",
    storage: "This browser could not keep it. Try again.",
    unreadable: "It could not be read. Try again.",
  } satisfies Record<TakeFault, string>,
};

/** What a file does that is not shared. */
export const fileProblems: Record<OfferFault, () => ProblemText> = {
  "file-empty": () => ({ what: "This file is empty.", todo: "Share one with something in it." }),
  "file-too-large": () => ({
    what: "This file is larger than 2 GB.",
    todo: "Share it in parts.",
  }),
  "file-unreadable": () => ({
    what: "This file could not be read.",
    todo: "Choose it again: it may have changed meanwhile. A folder has to be packed first.",
  }),
  "too-many-files": () => ({
    what: "That is a lot of files at once.",
    todo: "Wait until some of them are through, then go on.",
  }),
};
