import type { InviteFault } from "../state/redeem-invite.ts";
import type { ProblemText } from "./problem-text.ts";

const moment = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});

function people(amount: number): string {
  return amount === 1 ? "one person" : `${amount} people`;
}

const again = "Ask whoever sent it for another one.";

/** Words about inviting to a room that is not public, and about coming by an invite. */
export const enInvite = {
  title: "Invite",
  close: "Close",
  link: "The room's own link",
  linkWhat: {
    unlisted: "Whoever has it can come, as often as they like, until somebody makes a new one.",
    private: "Whoever has it and the password can come, as often as they like.",
  },

  make: "An invite",
  makeWhat:
    "Its link lets in only so many, and only for a while. It holds nothing that opens the room: somebody inside hands that over, so somebody has to be here.",
  forWhom: "For",
  uses: (amount: number) => people(amount),
  until: "For how long",
  hours: (amount: number): string =>
    amount === 1 ? "an hour" : amount === 24 ? "a day" : "a week",
  doMake: "Make an invite",
  made: (uses: number, endMillis: number) =>
    `For ${people(uses)}, until ${moment.format(endMillis)}. The link is shown only now.`,
  qr: "The invite as a QR code",

  open: "Open invites",
  line: (uses: number, used: number, endMillis: number, by: string | undefined) => {
    const came = used === 0 ? "" : `, ${used} came`;
    const from = by === undefined ? "" : `, by ${by}`;
    return `For ${people(uses)}${came}, until ${moment.format(endMillis)}${from}`;
  },
  revoke: "Take it back",
  revokeWhich: (line: string) => `Take it back: ${line}`,

  asking: "You are invited.",
  askingTodo: "Somebody inside hands you the keys. One moment.",
  waiting: "Nobody who can let you in is here now.",
  waitingTodo:
    "This page waits and goes on by itself. If it takes long, ask whoever invited you to open the room.",
  asBefore: "Go in as before",
  home: "Other room",
  faults: {
    "invite-forged": {
      what: "This invite is not whole.",
      todo: "Copy the whole link, or ask for another one.",
    },
    "invite-expired": { what: "This invite has expired.", todo: again },
    "invite-spent": {
      what: "This invite is used up.",
      todo: `Somebody else has come by it. ${again}`,
    },
    "invite-revoked": { what: "This invite was taken back.", todo: again },
    banned: {
      what: "You are banned from this room.",
      todo: "Who moderates it can let you in again.",
    },
    "address-banned": {
      what: "Somebody from your network was banned from this room.",
      todo: "So nobody new comes in from there for a while. Try again later.",
    },
    "room-locked": {
      what: "This room is locked.",
      todo: "Ask somebody inside to unlock it, then open the link again.",
    },
    "room-full": {
      what: "This room is full.",
      todo: "Open the link again when somebody has left.",
    },
    "no-crypto": {
      what: "This browser is too old for this page.",
      todo: "Open the link in a current Firefox, Chrome, Edge or Safari.",
    },
    failed: { what: "The server said no.", todo: "Load the page anew, then try again." },
  } satisfies Record<InviteFault, ProblemText>,
};
