import type { enCommands } from "./en-commands.ts";

/** Chinese words of what can be done by typing "/" in the chat; a part of `zh`. */
export const zhCommands: typeof enCommands = {
  title: "命令",
  lines: {
    me: { words: "你在做什么", what: "把你的名字放在前面说" },
    shrug: { words: "", what: "发送 ¯\\_(ツ)_/¯" },
    nick: { words: "昵称", what: "换个昵称" },
    topic: { words: "聊什么", what: "说说这个房间聊什么" },
    mute: { words: "", what: "静音自己" },
    unmute: { words: "", what: "取消静音" },
    hand: { words: "", what: "举手，或者放下" },
    link: { words: "", what: "复制房间链接" },
    save: { words: "", what: "把聊天存为文本" },
    clear: { words: "", what: "清除这个浏览器里的聊天副本" },
  },
  unknown: (name) => `没有 /${name} 这个命令。想原样发送，请用两条斜杠开头。`,
  needsWords: (name, words) => `还要再写一点：/${name} ${words}`,
  done: {
    nick: "你的昵称换好了。",
    topic: "房间的话题换好了。",
    link: "链接已复制。",
    clear: "你的副本已清除。",
  },
  faults: {
    nick: "这个昵称不行：要 1 到 32 个字符，不能有隐藏字符。",
    topic: "没有保存。最多 120 个字符，不能有隐藏字符。",
    link: "没能复制。你的浏览器不允许这个页面这样做。",
  },
};
