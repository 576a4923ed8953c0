import type { FloorLeft } from "../client/floor.ts";
import type { RaisedHand } from "../state/moderation-view.ts";

/** English words of the fair floor; a part of `en`. */

const lengths = {
  short: new Intl.NumberFormat("en", { style: "unit", unit: "second", unitDisplay: "long" }),
  long: new Intl.NumberFormat("en", { style: "unit", unit: "minute", unitDisplay: "long" }),
};

/** About how long: below a minute and a half in seconds, but for a minute itself; else in minutes. */
function about(seconds: number): string {
  return seconds < 90 && seconds !== 60
    ? lengths.short.format(Math.max(5, Math.round(seconds / 5) * 5))
    : lengths.long.format(Math.round(seconds / 60));
}

export const floor = {
  budget: "Talking time",
  budgetChoice: (seconds: number) =>
    seconds === 0 ? "As long as they like" : `${about(seconds)} each in ten minutes`,
  rule: (seconds: number) =>
    `Each may talk for ${about(seconds)} in ten minutes, moderators too. The server measures it, and does not pass on more.`,
  talked: (seconds: number) => `Talked for about ${about(seconds)}`,
  resting: "talking time used up",
  hand: ({ nickname, talkedSeconds }: RaisedHand) =>
    talkedSeconds < 30 ? nickname : `${nickname} (talked ${about(talkedSeconds)})`,
  left: ({ seconds, waitSeconds }: FloorLeft) =>
    waitSeconds > 0
      ? `Your talking time is used up. Others hear you again in about ${about(waitSeconds)}.`
      : `About ${about(seconds)} of your talking time are left.`,
};
