import type { ActLine, PersonAct } from "../state/moderation-view.ts";
import type { ProblemCode } from "../state/room-view.ts";
import type { ProblemText } from "./problem-text.ts";

/** English words of how a room is run; a part of `en`. */

export const moderation = {
  title: "Moderation",
  close: "Close",
  owner: "owner",
  moderator: "moderator",
  silenced: "muted for all",
  forAll: "For everybody",
  acts: {
    mute: "Mute for all",
    unmute: "Let them speak",
    kick: "Remove",
    ban: "Ban",
    name: "Make moderator",
    unname: "No longer moderator",
    "hand-over": "Hand the room over",
    speak: "Invite to speak",
    audience: "Back to the audience",
    lower: "Lower their hand",
  } satisfies Record<PersonAct, string>,
  putOut: "Remove or ban",
  putOutSealed: "Who is new knocks from then on: they still have the link.",
  putOutWhat: (nickname: string) =>
    `Removed, ${nickname} can come back. Banned, they cannot while the room is open, and for an hour nobody new comes in from their network.`,
  handOverWhat: (nickname: string) =>
    `The room is ${nickname}'s then. You stay a moderator, but only they can give it back.`,
  cancel: "Cancel",
  who: (moderator: string) => `${moderator} moderates this room now.`,
  whoYou: "You moderate this room.",
  rule: "The room is whose opened it, while they are here. They can name moderators and hand it over. When they are away, a moderator or who has been here longest moderates.",
  locked: "Lock the room",
  lockedHint: "Nobody new comes in. Who is here can come back.",
  lockedShort: "Locked",
  isLocked: "The room is locked.",
  lobby: "Lobby",
  lobbyHint: "Who is new knocks and waits until a moderator lets them in.",
  stage: "Stage",
  stageHint: "Only moderators and whom they invite are heard. Others raise a hand.",
  slow: "Slow chat",
  slowChoice: (seconds: number) => {
    if (seconds === 0) return "Off";
    return seconds < 60
      ? `One message in ${seconds} seconds`
      : `One message in ${seconds / 60 === 1 ? "a minute" : `${seconds / 60} minutes`}`;
  },
  slowNow: (seconds: number) => `The chat is slow: one message of yours in ${seconds} seconds.`,
  removeMessage: "Remove for everybody",
  removeMessageOf: (nickname: string) => `Remove for everybody: message of ${nickname}`,
  knocking: "At the door",
  knocks: (nickname: string) => `${nickname} knocks.`,
  knocksMore: (amount: number) =>
    amount === 1 ? "One more is at the door." : `${amount} more are at the door.`,
  admit: "Let in",
  admitWhom: (nickname: string) => `Let in: ${nickname}`,
  turnAway: "Turn away",
  turnAwayWhom: (nickname: string) => `Turn away: ${nickname}`,
  waiting: "You are at the door.",
  waitingTodo:
    "Who moderates this room sees your nickname, and can let you in. It goes on by itself.",
  hand: "Raise hand",
  handDown: "Lower hand",
  handUp: (place: number) => `hand up, number ${place}`,
  hands: (names: readonly string[]) => `Hands up: ${names.join(", ")}`,
  handsMore: (names: readonly string[], more: number) =>
    `Hands up: ${names.join(", ")} and ${more} more`,
  audience: "You are in the audience. Raise your hand to speak.",
  audienceHandUp: "Your hand is up: who moderates can invite you to speak.",
  stepDown: "Back to the audience",
  banned: "Banned",
  unban: "Let in again",
  unbanWhom: (nickname: string) => `Let in again: ${nickname}`,
  log: "What was done",
  nothing: "Nothing so far.",
  somebody: "Somebody",
  you: "you",
  /** A line of what was done; "You" begins a sentence. */
  line: ({ kind, on, by, whom, bySelf, ofSelf, alone }: ActLine): string => {
    const who = bySelf ? "You" : (by ?? "Somebody");
    const them = ofSelf ? "you" : (whom ?? "somebody");
    const be = bySelf ? "are" : "is";
    switch (kind) {
      case "mute":
        return `${who} muted ${them} for all`;
      case "unmute":
        return alone ? `${who} unmuted again` : `${who} let ${them} speak again`;
      case "kick":
        return `${who} removed ${them}`;
      case "ban":
        return `${who} banned ${them}`;
      case "unban":
        return `${who} let ${them} in again`;
      case "lock":
        return on ? `${who} locked the room` : `${who} unlocked the room`;
      case "lobby":
        return on ? `${who} set up a lobby` : `${who} opened the lobby`;
      case "admit":
        return `${who} let ${them} in`;
      case "turn-away":
        return `${who} turned ${them} away`;
      case "slow":
        return on ? `${who} slowed the chat down` : `${who} let the chat run`;
      case "delete":
        return `${who} removed a message`;
      case "stage":
        return on ? `${who} set up a stage` : `${who} took the stage down`;
      case "floor":
        return on
          ? `${who} shared the talking time out`
          : `${who} let all talk as long as they like`;
      case "replay":
        return on ? `${who} turned instant replay on` : `${who} turned instant replay off`;
      case "robots":
        return on ? `${who} let robots of this server in` : `${who} shut robots out`;
      case "speaker":
        if (on) return `${who} invited ${them} to speak`;
        return alone ? `${who} went back to the audience` : `${who} seated ${them} in the audience`;
      case "invite":
        return `${who} made an invite`;
      case "revoke":
        return `${who} took an invite back`;
      case "redeem":
        return `${who} let somebody in by an invite`;
      case "hand":
        return `${who} raised a hand`;
      case "moderator":
        if (on) return `${who} made ${them} a moderator`;
        return alone
          ? `${who} ${be} no moderator any more`
          : `${who} made ${them} no moderator any more`;
      case "summary":
        return `${who} summed up what was done before`;
      case "owner":
        return `${who} handed the room over to ${them}`;
    }
  },
};

/** Problems that come of how a room is run. */
export const moderationProblems = {
  removed: () => ({
    what: "You were removed from this room.",
    todo: "You can come back. Who moderates the room may remove you again, or ban you.",
  }),
  "removed-for-good": () => ({
    what: "You were banned from this room.",
    todo: "You cannot come back while it is open. Take another room.",
  }),
  banned: () => ({
    what: "You are banned from this room.",
    todo: "Who moderates it can let you in again. Take another room.",
  }),
  "address-banned": () => ({
    what: "Somebody from your network was banned from this room.",
    todo: "So nobody new comes in from there for a while. Try again later, or take another room.",
  }),
  "room-locked": () => ({
    what: "This room is locked.",
    todo: "Ask somebody inside to unlock it, then try again.",
  }),
  "muted-for-all": () => ({
    what: "You are muted for everybody.",
    todo: "Who moderates the room can let you speak again. You can write meanwhile.",
  }),
  "turned-away": () => ({
    what: "You were not let in.",
    todo: "You can knock again, or take another room.",
  }),
  "lobby-full": () => ({
    what: "Too many are at the door of this room.",
    todo: "Try again in a few minutes.",
  }),
  audience: () => ({
    what: "You are in the audience.",
    todo: "Raise your hand: who moderates the room can invite you to speak.",
  }),
  "may-speak": () => ({
    what: "You may speak now.",
    todo: "Unmute when you are ready.",
  }),
  "act-not-allowed": () => ({
    what: "That is not yours to do any more.",
    todo: "Ask who moderates the room.",
  }),
  "act-too-fast": () => ({
    what: "That was a lot at once.",
    todo: "Wait a moment, then try again.",
  }),
  "acts-full": () => ({
    what: "So much was done here that no more can be.",
    todo: "Open a new room.",
  }),
  "act-failed": () => ({
    what: "That was not done.",
    todo: "Wait until you are connected, then try again.",
  }),
  "robot-unknown": () => ({
    what: "This server has no such robot, or it does not work.",
    todo: "Take another one.",
  }),
  "too-many-robots": () => ({
    what: "There are as many robots here as there can be.",
    todo: "Send one away first.",
  }),
  "robot-failed": () => ({
    what: "A robot did not work, and was taken out.",
    todo: "Who moderates the room can add it again.",
  }),
} satisfies Partial<Record<ProblemCode, () => ProblemText>>;
