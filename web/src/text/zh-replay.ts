import type { replay, replayProblems } from "./en-replay.ts";

/** Chinese words of instant replay; a part of `zh`. */

export const zhReplay: typeof replay = {
  play: "再听一遍",
  stop: "回到现场",
  short: "可回听",
  setting: "即时回听",
  settingHint:
    "这里的人可以加速重听最近 15 秒。为此，大家的浏览器会保留每个人最近 30 秒的声音，只在内存里。所有人都会收到提示。",
  own: "别人可以重听我",
  ownHint:
    "用于开启了即时回听的房间。关闭后，别人的页面不会保留你的声音。这只是请求，拦不住用其他方式录音的人。",
};

export const zhReplayProblems: typeof replayProblems = {
  "replay-on": () => ({
    what: "即时回听已开启：这里的浏览器会保留每个人最近 30 秒的声音。",
    todo: "在设置里可以不保留你的。",
  }),
  "replay-empty": () => ({
    what: "没有可以重听的内容。",
    todo: "要有允许被重听的人在最近 15 秒内说过话。",
  }),
};
