import type { heard } from "./en-heard.ts";

/** Chinese words of by whom one is heard; a part of `zh`. */

const list = new Intl.ListFormat("zh-Hans", { type: "conjunction" });
/** More who do not hear are a number. */
const NAMED = 3;

export const zhHeard: typeof heard = {
  by: ({ heard: amount, of, missed }) => {
    if (missed.length === 0) return of === 1 ? "对方听得到你。" : `${of} 个人都听得到你。`;
    const more = missed.length - NAMED;
    const names = missed.slice(0, NAMED);
    const not = list.format(more > 0 ? [...names, `另外 ${more} 人`] : names);
    return `${of} 人中有 ${amount} 人听得到你，${not}听不到`;
  },
  delay: {
    title: "从嘴到耳朵",
    waiting: "你们之中有人说话时会测量。",
    toThem: (millis, error) =>
      `你的声音 ${Math.round(millis)} 毫秒后到达对方（± ${Math.ceil(error)}）。`,
    toUs: (millis, error) =>
      `对方的声音 ${Math.round(millis)} 毫秒后到达你（± ${Math.ceil(error)}）。`,
    plot: (millis) =>
      `最近一分钟，最高 ${Math.round(millis)} 毫秒；实线是你的，虚线是对方的。不含麦克风和扬声器的延迟。`,
  },
};
