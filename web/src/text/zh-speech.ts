import type { speech, speechProblems } from "./en-speech.ts";

/** Chinese words about texts that are said, and about reading aloud; a part of `zh`. */

export const zhSpeech: typeof speech = {
  say: "念出我写的内容",
  voice: "声音",
  voices: ["低沉", "低", "中等", "清亮", "高", "最高"],
  asking: "请稍等。",
  byServer:
    "在你静音时，这台服务器把你写的内容变成声音，别人听到的就是你在说话。服务器什么都不保存。",
  byListeners:
    "服务器不读取这个房间的内容，或者没有声音。其他人如果在设置里开启了朗读，由他们的浏览器念出来。",
  readAloud: "朗读机器人和要念出的文字",
  readAloudHint: "用这个浏览器自己的声音代替服务器的声音。有些浏览器会为此把文字发送给它们的厂商。",
};

export const zhSpeechProblems: typeof speechProblems = {
  "speech-unmuted": () => ({
    what: "文字已写出，但没有念出来：你的麦克风开着。",
    todo: "先静音，别人才会听到你写的内容。",
  }),
  "speech-too-fast": () => ({
    what: "文字已写出，但没有念出来：一次太多了。",
    todo: "等前面写的念完再写。",
  }),
  "speech-too-long": () => ({
    what: "文字已写出，但没有念出来：太长了。",
    todo: "每次最多写 500 个字符。",
  }),
  "speech-silenced": () => ({
    what: "文字已写出，但没有念出来：现在没有人听得到你。",
    todo: "请举手，或者询问房间的管理者。",
  }),
  "speech-failed": () => ({
    what: "这段文字没有念出来。",
    todo: "其他人可以看到你写的内容。请稍后再试。",
  }),
};
