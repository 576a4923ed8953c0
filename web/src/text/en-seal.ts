/** Words of the seal of a room that is not public. */
export const enSeal = {
  states: {
    agreeing: "agreeing on keys",
    sealed: "sealed: the server cannot hear or read",
    strangers: "not sealed to the same people",
    stopped: "nothing is sent: the keys are old",
  },
  short: {
    agreeing: "Sealing",
    sealed: "Sealed",
    strangers: "Not sealed",
    stopped: "Nothing sent",
  },
  strangers:
    "Somebody in this room sees other people than you do. Compare who is here, by another way than this room, before you go on.",
  stopped:
    "Somebody has left, and the server has not passed on new keys since. Nobody hears you, and what you write waits, so that who is gone can open nothing. If it stays so, leave, and meet in a room on another server.",
  outside: (amount: number) =>
    amount === 1
      ? "One person here has shown no key, and hears and reads nothing."
      : `${amount} people here have shown no key, and hear and read nothing.`,
  notCompared: (amount: number) =>
    amount === 1 ? "one person not compared" : `${amount} people not compared`,
  before: "Messages from before you came are not shown: they were sealed to who was here.",

  compare: "Compare",
  compareTitle: "Safety number",
  compareWhat: (nickname: string) =>
    `Ask ${nickname} to open this at your seat, and read it to each other, best face to face. The same words: nobody stands between you.`,
  qr: "Safety number as a QR code",
  same: "They are the same",
  notSame: "Take it back",
  compared: "Compared",
  uncompared: "Not compared",
};
