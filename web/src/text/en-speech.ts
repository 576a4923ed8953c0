import type { ProblemCode } from "../state/room-view.ts";
import type { ProblemText } from "./problem-text.ts";

/** English words about texts that are said, and about reading aloud; a part of `en`. */

export const speech = {
  say: "Speak what I write",
  voice: "Voice",
  voices: ["Deep", "Low", "Middle", "Light", "High", "Highest"],
  asking: "One moment.",
  byServer:
    "While you are muted, this server makes a voice of what you write, and the others hear it as yours. It keeps nothing of it.",
  byListeners:
    "The server does not read this room, or has no voice. The others' browsers read it aloud, where they have turned that on in their settings.",
  readAloud: "Read robots and spoken texts aloud",
  readAloudHint:
    "By this browser's own voice, in the place of the server's. Some browsers send the words to their maker for it.",
};

export const captions = {
  show: "Captions",
  showHint: "What robots say, and people who have theirs on, stands as words beside their seat.",
  own: "Caption what I say",
  ownHint:
    "While you are unmuted your browser listens and turns what you say into words for the others. Nothing of it is kept.",
  place: {
    device: "Your browser does that on this device.",
    maker: "Your browser sends your voice to its maker for that.",
  },
  byServer: "Let this server hear what I say",
  byServerHint:
    "While you are unmuted, your voice also goes to a service elsewhere that writes it down, chosen by who runs this server: as captions for all, and for robots, which can answer. This server keeps nothing of it. It ends when you turn this off, or leave.",
};

export const speechProblems = {
  "captions-refused": () => ({
    what: "Your browser may not listen for captions.",
    todo: "Allow it the microphone and speech recognition, then turn captions on again.",
  }),
  "captions-no-language": () => ({
    what: "Your browser cannot write down this room's language.",
    todo: "You are heard all the same. Type what matters.",
  }),
  "captions-failed": () => ({
    what: "Captions of what you say have stopped.",
    todo: "You are heard all the same. Turn them on again in the settings.",
  }),
  "speech-unmuted": () => ({
    what: "That was written, and not spoken: your microphone is on.",
    todo: "Mute yourself to be heard by what you write.",
  }),
  "speech-too-fast": () => ({
    what: "That was written, and not spoken: it was too much at once.",
    todo: "Wait until what you wrote before has been said.",
  }),
  "speech-too-long": () => ({
    what: "That was written, and not spoken: it is too long.",
    todo: "Write 500 characters at most at a time.",
  }),
  "speech-silenced": () => ({
    what: "That was written, and not spoken: nobody hears you at the moment.",
    todo: "Raise your hand, or ask who moderates the room.",
  }),
  "speech-failed": () => ({
    what: "That was not spoken.",
    todo: "The others can read what you write. Try again in a moment.",
  }),
} satisfies Partial<Record<ProblemCode, () => ProblemText>>;
