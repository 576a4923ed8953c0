import type { enChat, enChatCopy } from "./en-chat.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("zh-Hans", { weekday: "long", day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat("zh-Hans", { dateStyle: "long" });
const relativeDay = new Intl.RelativeTimeFormat("zh-Hans", { numeric: "auto" });
const list = new Intl.ListFormat("zh-Hans", { style: "long", type: "conjunction" });

/** Chinese words about the copy of a chat that this browser keeps; a part of `zh`. */
export const zhChatCopy: typeof enChatCopy = {
  title: "在这个浏览器里保存本房间的聊天",
  retention: {
    session: "直到关闭这个标签页",
    day: "保存一天",
    keep: "一直保存",
  },
  hint: "其他人的副本由他们自己决定。",
  asText: "存为文本",
  asJson: "存为 JSON",
  clear: "清除我的副本",
  clearNow: "彻底清除",
};

/** Chinese words of the chat; a part of `zh`. */
export const zhChat: typeof enChat = {
  title: "聊天",
  message: "消息",
  send: "发送",
  close: "关闭聊天",
  empty: "还没有消息。后来的人也能看到之前写的内容。",
  emoji: "表情",
  emojiGroup: "表情类别",
  searchEmoji: "搜索（用英文）",
  noEmoji: "没有叫这个名字的表情。",
  loadingEmoji: "稍等。",
  pending: "正在发送",
  you: "你",
  newBelow: "下面有新消息",
  tooLong: (over) => `超出 ${over} 个字`,
  time: (time) => clock.format(time),
  day: (time, days, sameYear) => {
    if (days === 0 || days === 1) return relativeDay.format(-days, "day");
    return (sameYear ? day : dayWithYear).format(time);
  },
  kept: "这个浏览器保存下来的聊天",
  keptHint: "现在连不上服务器，只能看。加入后，你写的内容会在连接恢复时发出去。",
  edited: "已编辑",
  more: (nickname) => `${nickname}的消息：更多操作`,
  react: (emoji) => `用 ${emoji} 回应`,
  otherEmoji: "换个表情",
  reply: "回复",
  edit: "编辑",
  delete: "删除",
  deleteWhat: "所有人都会看不到它，而且找不回来。",
  deleteNow: "确认删除",
  keep: "先留着",
  copy: "复制文字",
  answers: (nickname, words) => `回复 ${nickname}：${words}`,
  answersGone: "回复的消息不在这里",
  replyTo: (nickname) => `回复 ${nickname}`,
  editing: "编辑你的消息",
  stop: "算了",
  save: "保存",
  reactions: (names, others) => {
    const all =
      others > 0 ? [...names, names.length > 0 ? `另外 ${others} 人` : `${others} 人`] : names;
    return list.format(all);
  },
};
