import type { enNotices } from "./en-notices.ts";

/** Chinese words of notices about what is written while the tab is hidden; a part of `zh`. */
export const zhNotices: typeof enNotices = {
  title: "没在看这个标签页时提醒我",
  when: {
    never: "从不",
    mentions: "有人写到我的昵称时",
    all: "每条消息",
  },
  words: "显示内容",
  wordsSealed: "这样你的系统会看到内容，也可能显示在锁屏上。",
  refused: "你的浏览器不允许。请允许这个页面发通知，再选一次。",
  body: ({ nickname, words, mentioned, others }) => {
    const more = others > 0 ? `（还有 ${others} 条）` : "";
    if (words !== undefined) return `${nickname}：${words}${more}`;
    return `${nickname} ${mentioned ? "写到了你的昵称" : "发了消息"}${more}`;
  },
  tab: (unseen, title) => (unseen > 0 ? `(${unseen}) ${title}` : title),
};
