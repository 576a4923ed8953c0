import type { captions, speech, speechProblems } from "./en-speech.ts";

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

export const zhCaptions: typeof captions = {
  show: "字幕",
  showHint: "机器人说的话，以及开启了字幕的人说的话，会以文字显示在座位旁边。",
  own: "为我说的话加字幕",
  ownHint: "在你没有静音时，浏览器会听你说话并为其他人转成文字。什么都不会保存。",
  place: {
    device: "你的浏览器在这台设备上完成。",
    maker: "你的浏览器会为此把你的声音发送给它的厂商。",
  },
  byServer: "让这台服务器听我说话",
  byServerHint:
    "在你没有静音时，你的声音还会传给服务器以外的一个服务，由它写成文字，该服务由运营这台服务器的人选定：给所有人作字幕，也给机器人，它们可以回答。这台服务器什么都不保存。关闭此项或离开后即停止。",
};

export const zhSpeechProblems: typeof speechProblems = {
  "captions-refused": () => ({
    what: "你的浏览器不能为字幕而收听。",
    todo: "请允许它使用麦克风和语音识别，然后再次开启字幕。",
  }),
  "captions-no-language": () => ({
    what: "你的浏览器不会写这个房间的语言。",
    todo: "别人照样听得到你。重要的话请打字。",
  }),
  "captions-failed": () => ({
    what: "你说话的字幕停止了。",
    todo: "别人照样听得到你。可以在设置里再次开启。",
  }),
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
    todo: "请举手，或者问问主持人。",
  }),
  "speech-failed": () => ({
    what: "这段文字没有念出来。",
    todo: "其他人可以看到你写的内容。请稍后再试。",
  }),
};
