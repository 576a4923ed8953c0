import type { ProblemCode } from "../state/room-view.ts";
import type { ProblemText } from "./problem-text.ts";

/** English words of instant replay; a part of `en`. */

export const replay = {
  play: "Hear that again",
  stop: "Back to live",
  short: "Replay on",
  setting: "Instant replay",
  settingHint:
    "Who is here can hear the last 15 seconds again, faster. Their browsers keep the last 30 seconds of each voice for it, in memory alone. Everybody is told.",
  own: "Others may hear me again",
  ownHint:
    "Where a room has instant replay. Off: the others' pages keep nothing of your voice. This asks, and cannot stop who records in another way.",
};

export const replayProblems = {
  "replay-on": () => ({
    what: "Instant replay is on: browsers here keep the last 30 seconds of each voice.",
    todo: "The settings can leave yours out.",
  }),
  "replay-empty": () => ({
    what: "There is nothing to hear again.",
    todo: "Somebody has to have spoken within the last 15 seconds who may be heard again.",
  }),
} satisfies Partial<Record<ProblemCode, () => ProblemText>>;
