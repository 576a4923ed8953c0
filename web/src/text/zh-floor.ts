import type { floor } from "./en-floor.ts";

/** Chinese words of the fair floor; a part of `zh`. */

/** About how long: below a minute and a half in seconds, but for a minute itself; else in minutes. */
function about(seconds: number): string {
  return seconds < 90 && seconds !== 60
    ? `${Math.max(5, Math.round(seconds / 5) * 5)} 秒`
    : `${Math.round(seconds / 60)} 分钟`;
}

export const zhFloor: typeof floor = {
  budget: "发言时间",
  budgetChoice: (seconds) => (seconds === 0 ? "想说多久都行" : `每人每十分钟 ${about(seconds)}`),
  rule: (seconds) =>
    `每人每十分钟可以说 ${about(seconds)}，主持人也一样。由服务器计时，超出的不会传出去。`,
  talked: (seconds) => `大约说了 ${about(seconds)}`,
  resting: "发言时间用完了",
  hand: ({ nickname, talkedSeconds }) =>
    talkedSeconds < 30 ? nickname : `${nickname}（说了 ${about(talkedSeconds)}）`,
  left: ({ seconds, waitSeconds }) =>
    waitSeconds > 0
      ? `你的发言时间用完了。大约 ${about(waitSeconds)} 后大家又能听到你。`
      : `你大约还有 ${about(seconds)} 发言时间。`,
};
