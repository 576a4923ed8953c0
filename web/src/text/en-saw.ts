/** English words of "What the server saw"; a part of `en`. */

const seconds = new Intl.NumberFormat("en", {
  ...{ style: "unit", unit: "second", unitDisplay: "long", maximumFractionDigits: 1 },
});
const bytes = new Intl.NumberFormat("en", { style: "unit", unit: "byte", unitDisplay: "long" });

export const saw = {
  title: "What the server saw",
  close: "Close",
  intro:
    "This is what the server holds of you at this moment, in its own answer, asked for every two seconds.",
  asking: "Asking the server.",
  sealed: "sealed: it cannot read this",
  groups: {
    who: "Who you are",
    line: "Your line",
    said: "What you say",
    room: "The room",
    other: "Newer than this page",
  },
  kinds: {
    profile: "Nickname",
    identity: "Your public key",
    device: "This device's public key",
    certificate: "Your signature for this device",
    "member-id": "Your id in rooms",
    number: "Your number in this room",
    address: "Your address, as it counts for limits",
    "address-mark": "Your address, as a mark for bans",
    "address-ban": "Nobody new comes in from your address for",
    origin: "The page you came from",
    session: "This connection's random number",
    line: "Whether you are connected",
    "last-heard": "Last word from your browser",
    "message-allowance": "Until you may ask as much as ever",
    allowance: "Until you may write as much as ever",
    voice: "Voice connection",
    muted: "Muted",
    talked: "You have talked, and were heard, for",
    "talk-left": "You may talk for another",
    "log-entries": "Messages of yours",
    "log-bytes": "Their size",
    "log-sequence": "Number of your newest message",
    "last-message": "Since your last message in the chat",
    "sealing-key": "The key that others seal to",
    "voice-key": "Name of the key of your voice",
    room: "The room's id",
    "room-words": "Its name, topic, tags, language",
    chain: "Its sealed description, with keys and links",
    "acts-by": "Things you did to the room",
    "acts-about": "Things that were done about you",
    hand: "Your hand is up",
  },
  kept: {
    connection: "while this connection stands",
    member: "while you are here, and half a minute longer",
    room: "until the last one has left",
    ban: "until the ban ends, or the room",
    beyond: "after the room too, until 10,000 others have ended",
  },
  answers: { true: "yes", false: "no" },
  time: (millis: number) => seconds.format(millis / 1000),
  bytes: (amount: number) => bytes.format(amount),
  besides: "Besides",
  media:
    "Your voice passes through: about a second of it is kept, to send again what was lost. With the connection it holds addresses, counts and loudness of packets, and whom you have muted for yourself, until you leave.",
  logs: "No nickname, no text, no room's name and no whole address is written to its log, and nothing of you to its disk.",
};
