import { count } from "./en-counts.ts";

/** English words of the board; a part of `en`. */
export const enBoard = {
  title: "Board",
  open: "Board",
  openLong: "Open the board",
  close: "Close the board",
  loading: "The board is on its way.",
  savePng: "Save as PNG",
  saveSvg: "Save as SVG",
  saveFailed: "The picture could not be made. Try again.",
  follow: (name: string) => `Follow ${name}`,
  viewOnly: "You are in the audience: you can watch. Who moderates can let you draw.",
  showKept: "Show the board",
  kept: "This is the board as this browser has kept it. Without a line it can only be looked at; what was drawn meanwhile goes out when you join.",
  full: "The board is full. Take something away, or save it as a picture and draw in another room.",
  behind: "What you draw waits for the line.",
  unread: "Something was drawn before you came. It appears when somebody who has it hands it over.",
  tookAway: (name: string, amount: number) =>
    `${name} took ${count(amount, "thing", "things")} away.`,
  bringBack: "Put it back",
  read: "Close",
  somebody: "Somebody",
  faults: {
    "image-kind": "The board takes PNG, JPEG, GIF and WebP. This is none of them.",
    "image-large": "This picture is too large for the board, smaller too.",
    "board-full": "The board is full: there is no room for this picture.",
  },
};
