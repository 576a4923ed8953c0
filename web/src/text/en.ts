import type { TextFault } from "../crypto/names.ts";
import type { DescribeFault, ProblemCode } from "../state/room-view.ts";
import { enBoard } from "./en-board.ts";
import { enChat, enChatCopy } from "./en-chat.ts";
import { enCommands } from "./en-commands.ts";
import { count } from "./en-counts.ts";
import { enFiles, fileProblems } from "./en-files.ts";
import { floor } from "./en-floor.ts";
import { heard } from "./en-heard.ts";
import { enIdentity } from "./en-identity.ts";
import { enInvite } from "./en-invite.ts";
import { moderation, moderationProblems } from "./en-moderation.ts";
import { enNotices } from "./en-notices.ts";
import { replay, replayProblems } from "./en-replay.ts";
import { enSeal } from "./en-seal.ts";
import { enSealed } from "./en-sealed.ts";
import { captions, speech, speechProblems } from "./en-speech.ts";
import type { ProblemText } from "./problem-text.ts";

/**
 * Every word people see, in English. Another language is a file beside this one with the same shape. Short and plain;
 * a problem says what happened and what to do. Plurals and dates come from Intl.
 */

const list = new Intl.ListFormat("en", { style: "long", type: "conjunction" });
const number = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

type ProblemValues = Readonly<Record<string, string | number>>;

const problems: Record<ProblemCode, (values: ProblemValues) => ProblemText> = {
  "room-full": () => ({
    what: "This room is full.",
    todo: "Try again when somebody has left, or take another room.",
  }),
  "server-full": () => ({
    what: "This server is full.",
    todo: "Try again in a few minutes.",
  }),
  "too-many-rooms": () => ({
    what: "Your network has opened as many rooms as it may.",
    todo: "Enter a room that is open, or try again in a minute.",
  }),
  "room-name-invalid": () => ({
    what: "This room name does not work.",
    todo: "Take 1 to 40 characters, without hidden ones.",
  }),
  "cannot-seal": () => ({
    what: "This browser cannot seal your voice, so it cannot enter this room.",
    todo: "Open the link in a current Chrome, Edge or Firefox.",
  }),
  "nickname-invalid": () => ({
    what: "This nickname does not work.",
    todo: "Take 1 to 24 characters, without hidden ones.",
  }),
  "message-too-long": () => ({
    what: "This message is too long.",
    todo: "Send it in parts of at most 2,000 characters.",
  }),
  "message-forbidden": () => ({
    what: "This message holds hidden characters.",
    todo: "Type it anew, or paste it as plain text.",
  }),
  "too-many-messages": () => ({
    what: "That was a lot at once.",
    todo: "Wait a moment, then go on.",
  }),
  "too-many-connections": () => ({
    what: "Too many connections come from your network.",
    todo: "Close tabs of this page that you do not need.",
  }),
  "microphone-denied": () => ({
    what: "Your browser does not let this page use the microphone.",
    todo: "Allow it beside the address above, then try again. You can listen and write meanwhile.",
  }),
  "microphone-missing": () => ({
    what: "No microphone was found.",
    todo: "Plug one in, then try again. You can listen and write meanwhile.",
  }),
  "microphone-busy": () => ({
    what: "Another program holds the microphone.",
    todo: "Close it there, then try again.",
  }),
  "microphone-lost": () => ({
    what: "The microphone went away.",
    todo: "It comes back by itself once the call has ended or it is plugged in. Or choose another.",
  }),
  "speaker-failed": () => ({
    what: "This loudspeaker does not play.",
    todo: "Choose another one in the settings.",
  }),
  "autoplay-blocked": () => ({
    what: "Your browser holds the sound back until you click.",
    todo: "One click and you hear everybody.",
  }),
  "no-webrtc": () => ({
    what: "This browser cannot do voice.",
    todo: "You can read and write here. For voice, open the link in a current Firefox, Chrome, Edge or Safari.",
  }),
  "no-crypto": () => ({
    what: "This browser is too old for this page.",
    todo: "Open the link in a current Firefox, Chrome, Edge or Safari.",
  }),
  "insecure-page": () => ({
    what: "Browsers give the microphone only to safe pages.",
    todo: "Open this page by its https address. You can read and write meanwhile.",
  }),
  "voice-unreachable": () => ({
    what: "Your network does not let voice through.",
    todo: "Chat goes on and voice keeps trying. Another network or switching off a VPN may help.",
  }),
  offline: () => ({
    what: "You have no network.",
    todo: "It goes on by itself when the network is back.",
  }),
  "server-away": () => ({
    what: "The server does not answer.",
    todo: "It keeps trying by itself.",
  }),
  ...moderationProblems,
  ...replayProblems,
  ...speechProblems,
  ...fileProblems,
  denied: () => ({
    what: "This room does not open.",
    todo: "The link or the password is wrong or was changed, or everybody left and the server has forgotten the room. Ask whoever gave you the link: one who was inside before brings it back by coming.",
  }),
  "chain-refused": () => ({
    what: "This server shows the room as it was before.",
    todo: "You have seen a newer state of it, so you were not let in. Ask the others whether they see the same.",
  }),
  refused: () => ({
    what: "The server said no.",
    todo: "Try again, or take another room.",
  }),
};

/** A clock time such as 14:05, as this device writes it. */
const relativeDay = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const languageNames = new Intl.DisplayNames("en", { type: "language" });

const DAY_MILLIS = 86_400_000;

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

export const en = {
  language: "en",
  product: "free4chat",

  home: {
    tagline: "Voice rooms in the browser. Open a link, talk.",
    room: "Room name",
    rollRoom: "Another room name",
    nickname: "Nickname",
    rollNickname: "Another nickname",
    enter: "Enter",
    sealed: "Make an unlisted or private room",
    recent: "Rooms you were in",
    /** How long ago, in the largest unit that fits. */
    visited: (time: number, now = Date.now()) => {
      const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_MILLIS);
      if (days > -7) return relativeDay.format(Math.min(0, days), "day");
      if (days > -60) return relativeDay.format(Math.round(days / 7), "week");
      return relativeDay.format(Math.round(days / 30), "month");
    },
    forget: (room: string) => `Remove ${room} from this list`,
    promise: "No account. Nothing is kept once the last person has left.",
    roomHint: "Anyone who knows the name can come in.",
  },

  directory: {
    title: "Public rooms",
    total: (amount: number) => `${count(amount, "room is", "rooms are")} open.`,
    loading: "Looking for rooms.",
    away: "The server does not answer. It keeps trying by itself.",
    offline: "You have no network. The list goes on when it is back.",
    empty: "No public room is open.",
    emptyTodo: "Open one.",
    nothing: "No open room is like that.",
    nothingTodo: "Show all rooms",
    search: "Search name and topic",
    language: "Language",
    everyLanguage: "Every language",
    anyLanguage: "Any language",
    languageName: (tag: string) => languageNames.of(tag) ?? tag,
    tags: "Tags",
    withTag: (tag: string) => `Only rooms with ${tag}`,
    withoutTag: (tag: string) => `No longer only ${tag}`,
    surprise: "Surprise me",
    next: "More rooms",
    first: "Back to the busiest",
    people: (amount: number) => count(amount, "person", "people"),
    talking: "talking",
    justOpened: "just opened",
    open: (minutes: number) => {
      if (minutes < 60) return `open for ${count(minutes, "minute", "minutes")}`;
      const hours = Math.floor(minutes / 60);
      if (hours < 48) return `open for ${count(hours, "hour", "hours")}`;
      return `open for ${count(Math.floor(hours / 24), "day", "days")}`;
    },
  },

  describe: {
    title: "About this room",
    close: "Close",
    topic: "Topic",
    topicHint: "What you talk about. Everybody can read it.",
    noTopic: "Nobody has said what this room is about.",
    tags: "Tags",
    tagsHint: "Up to five, with commas between them.",
    language: "Language",
    save: "Save",
    saving: "Saving",
    listed: "Home shows this room to everybody, with these words and how many people are here.",
    mayNot: (moderator: string) => `${moderator} can change this, as who moderates the room.`,
    mayNotNobody: "Who moderates the room can change this.",
    faults: {
      topic: "At most 120 characters, none of them hidden.",
      tags: "Up to five different tags of 2 to 24 characters, none of them hidden.",
      language: "Choose a language of the list.",
      "not-moderator": "Somebody else can change this now. Ask them.",
      busy: "That was often. Wait a moment, then save again.",
      failed: "It was not saved. Wait until you are connected, then save again.",
    } satisfies Record<DescribeFault, string>,
  },

  sealed: enSealed,
  seal: enSeal,

  faults: {
    room: {
      empty: "A room needs a name.",
      "too-long": "At most 40 characters.",
      "forbidden-character": "This name holds a hidden character. Type it anew.",
    } satisfies Record<TextFault, string>,
    nickname: {
      empty: "You need a nickname.",
      "too-long": "At most 24 characters.",
      "forbidden-character": "This nickname holds a hidden character. Type it anew.",
    } satisfies Record<TextFault, string>,
  },

  join: {
    nickname: "Nickname",
    rollNickname: "Another nickname",
    join: "Join",
    joinWithout: "Join without microphone",
    test: "Test microphone",
    testing: "Say something. The ring follows your voice.",
    level: "Microphone level",
    asking: "Your browser asks for the microphone. Allow it to be heard.",
    chatOnly: "This browser cannot do voice, so you join to read and write.",
    home: "Other room",
  },

  room: {
    play: "Play",
    gameOn: "To the game",
    robots: "Robots",
    people: "People",
    everyone: (amount: number) => count(amount, "person", "people"),
    more: (amount: number) => `and ${number.format(amount)} more`,
    you: "you",
    mute: "Mute",
    unmute: "Unmute",
    chat: "Chat",
    unread: (amount: number) => count(amount, "new message", "new messages"),
    leave: "Leave",
    copyLink: "Copy link",
    copied: "Link copied",
    copyFailed: "Could not copy. Your browser does not let the page.",
    share: "Share",
    settings: "Settings",
    alone: "You are the first.",
    invite: "Send the link to whoever should come.",
    qr: "QR code of the link to this room",
    muted: "You are muted.",
    mutedHint: (key: string) => `You are muted. Hold ${key} to talk, or unmute.`,
    mutedForAll: "You are muted for everybody by who moderates the room.",
    mutedForAllFree: "You were muted for everybody. You can unmute.",
    mutedSpeaking: "You are speaking, but muted.",
    talking: "You can be heard while you hold the key.",
    noMicrophone: "You joined without a microphone.",
    useMicrophone: "Use microphone",
    asking: "Your browser asks for the microphone. Allow it to be heard.",
    hearThem: "Play sound",
    joined: (names: readonly string[]) => `${list.format(names)} joined`,
    left: (names: readonly string[]) => `${list.format(names)} left`,
    titleMuted: (title: string) => `Muted · ${title}`,
  },

  connection: {
    label: "Connection",
    idle: "Not connected",
    connecting: "Connecting",
    knocking: "At the door",
    connected: "Connected",
    reconnecting: "Reconnecting",
    superseded: "Open in another tab",
    left: "Left",
    refused: "Not connected",
    offline: "No network",
  },

  person: {
    microphoneOff: "microphone off",
    reconnecting: "reconnecting",
    writesOnly: "without voice",
    robot: "a robot",
    robotHears: "It reads what is written here, on this server, which passes it on to nobody.",
    robotThinks:
      "What is written here goes, with nicknames, to a service elsewhere that thinks for it, chosen by who runs this server.",
    robotDeaf: "It hears nobody.",
    robotListens:
      "It hears who agrees to that in the settings; their voice goes to a service elsewhere that writes it down, chosen by who runs this server.",
    robotSpeaks:
      "What it says goes to a service elsewhere that makes its voice, chosen by who runs this server.",
    sendAway: "Send it away",
    silenced: "silent for you",
    speaking: "speaking",
    you: (nickname: string) => `${nickname} (you)`,
    volume: "Volume",
    volumeValue: (volume: number) => percent.format(volume),
    muteForMe: "Mute for me",
    unmuteForMe: "Unmute for me",
    muteForMeHint: "Only you stop hearing them.",
    close: "Close",
    self: "This is you.",
    fingerprint: "Fingerprint",
    fingerprintHint: "It is made of their key. Names may repeat, this does not.",
    namesake: (nickname: string, fingerprint: string) => `${nickname} · ${fingerprint}`,
    stranger: "new with this name",
    strangers: {
      another: (nickname: string) =>
        `This is not the ${nickname} you met here before: the key is another. It may be a new device without the old identity, or somebody else.`,
      "another-compared": (nickname: string) =>
        `This is not the ${nickname} whose safety number you compared: the key is another. Ask by another way before you trust it.`,
    },
    acceptName: "I know who this is",
  },

  floor,
  heard,
  replay,
  speech,
  captions,
  moderation,

  board: enBoard,
  commands: enCommands,
  notices: enNotices,
  chat: enChat,
  files: enFiles,
  chatCopy: enChatCopy,

  emojiGroups: {
    smileys_emotion: "Smileys",
    people_body: "People",
    animals_nature: "Nature",
    food_drink: "Food",
    travel_places: "Travel",
    activities: "Activities",
    objects: "Objects",
    symbols: "Symbols",
    flags: "Flags",
  },

  identity: enIdentity,
  invite: enInvite,

  settings: {
    title: "Settings",
    close: "Close settings",
    you: "You",
    nickname: "Nickname",
    language: "Language of the page",
    languageOfBrowser: "As the browser has it",
    languageAway: "The words did not come. Choose again when you are connected.",
    sound: "Sound",
    microphone: "Microphone",
    loudspeaker: "Loudspeaker",
    standard: "System standard",
    unnamedDevice: (index: number) => `Device ${number.format(index)}`,
    original: "Original sound",
    originalHint:
      "Switches off noise suppression, echo cancellation and gain control. For music, with headphones.",
    pushToTalk: "Key to talk while muted",
    pushToTalkHint: "Hold it while you talk.",
    pressKey: "Press a key",
    sounds: "Sounds of joining and leaving",
    wakeLock: "Keep the screen on",
    keys: "M mutes and unmutes, H raises your hand.",
  },

  gone: {
    superseded: "You are here in another tab.",
    supersededTodo: "This tab is silent. You can bring the room over to it.",
    takeOver: "Take over here",
    left: (room: string) => `You left ${room}.`,
    again: "Join again",
    home: "Other room",
    retry: "Try again",
  },

  notFound: {
    title: "There is nothing here.",
    todo: "Rooms have links that start with /r/.",
    home: "To the start",
  },

  keys: {
    Space: "Space",
    ControlLeft: "left Ctrl",
    ControlRight: "right Ctrl",
    ShiftLeft: "left Shift",
    ShiftRight: "right Shift",
    AltLeft: "left Alt",
    AltRight: "right Alt",
    MetaLeft: "left Meta",
    MetaRight: "right Meta",
    Backquote: "Backquote",
    CapsLock: "Caps Lock",
  } as Readonly<Record<string, string>>,

  actions: {
    retry: "Try again",
    "take-over": "Take over here",
    "choose-microphone": "Choose microphone",
    "unlock-audio": "Play sound",
  },

  problem: (code: ProblemCode, values: ProblemValues = {}): ProblemText => problems[code](values),
};

/** The shape every language has. */
export type Text = typeof en;
