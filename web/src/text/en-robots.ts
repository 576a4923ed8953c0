/** English words about robots in a room. Fetched with the dialog: `text` itself is part of the page's first load. */
const names = new Intl.DisplayNames("en", { type: "language" });

/** What there is to read of a robot before it is added. */
export interface RobotWords {
  readonly name: string;
  readonly what: string;
}

export const enRobots = {
  title: "Robots",
  close: "Back to the room",
  intro:
    "A robot reads what is written in this room while it is here, and hears at most those who agree to that. All of it stays on this server, unless the robot's seat says otherwise. What it says is written, and spoken where this server has a voice.",
  sealedIntro:
    "This room is sealed. A robot of this server is handed the keys while it is here, so whoever runs the server could hear and read all of you for that long; the lock says so to everybody. Only the owner of the room can let robots in, and whoever moderates can shut them out again.",
  letIn: "Let robots of this server in",
  shutOut: "Shut robots out",
  lock: {
    state: "sealed, but a robot on this server can hear and read",
    short: "Robot can hear",
    warning:
      "A robot of this server is in the room, as its owner allowed, and has the keys: until it is gone, who runs this server could hear and read what is said and written here.",
  },
  language: "It speaks",
  languageName: (tag: string) => names.of(tag) ?? tag,
  add: (name: string) => `Add ${name}`,
  here: "Here now",
  none: "No robot is here.",
  sendAway: (name: string) => `Send ${name} away`,
  kinds: {
    companion: {
      name: "the companion",
      what: "Robin welcomes who comes, answers when named, and brings something up when nobody has written for a while.",
    },
    host: {
      name: "the host",
      what: "Quill hosts draw and guess: calls who draws, who has guessed it, how much time is left, and the end. It is told what is played, and not the word before it is shown.",
    },
    guesser: {
      name: "the guesser",
      what: "Pip fills in at draw and guess: sits down when it is laid on the table, guesses at a person's pace, and passes when it would draw. It does not see the drawing: it knows how long the word is, what it is about, and what was guessed in vain.",
    },
    dice: {
      name: "the dice",
      what: "Write “roll”, “roll d20” or “roll 3d6”, and all see what falls.",
    },
  },
};

/** The shape every language has. */
export type RobotsText = typeof enRobots;
