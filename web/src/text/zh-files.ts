import type { enFiles, fileProblems } from "./en-files.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const list = new Intl.ListFormat("zh-Hans", { style: "long", type: "conjunction" });
const percent = new Intl.NumberFormat("zh-Hans", { style: "percent", maximumFractionDigits: 0 });

/** Chinese words about files; a part of `zh`. */
export const zhFiles: typeof enFiles = {
  attach: "分享文件",
  drop: "松手就分享给这里的所有人",
  reading: (name, share) => `正在读取 ${name}，${percent.format(share)}`,
  stopReading: (name) => `停止分享 ${name}`,
  size: (bytes) => {
    const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
    const amount = bytes / 1_000 ** step;
    return new Intl.NumberFormat("zh-Hans", {
      style: "unit",
      unit: UNITS[step] ?? "byte",
      unitDisplay: step === 0 ? "long" : "short",
      maximumFractionDigits: amount < 10 ? 1 : 0,
    }).format(amount);
  },
  percent: (share) => percent.format(share),
  fetch: "接收",
  fetchNamed: (name) => `接收 ${name}`,
  again: "再试一次",
  pause: "暂停",
  goOn: "继续",
  cancel: "取消",
  save: "保存",
  saveNamed: (name) => `保存 ${name}`,
  picture: (name, nickname) => `${nickname}的图片 ${name}`,
  sound: (name, nickname) => `${nickname}的声音 ${name}`,
  asking: "正在问谁有这个文件",
  alone: "现在这里没人有它。等有的人来了就会传过来。",
  paused: "已暂停",
  impossible: "这个浏览器不能接收文件。请用新版的 Chrome、Edge、Firefox 或 Safari。",
  takenBy: (names) => `${list.format(names)} 已经拿到`,
  takes: (name, share) => `${name}：${percent.format(share)}`,
  faults: {
    "wrong-content": "收到的和分享的不一样，所以什么都没留下。请再试一次，或者请对方重新分享。",
    "no-space": "这台设备没有空间了。腾出一些再试。",
    "too-large-here": "这个窗口最多保存 256 MB 的文件。请在非隐私窗口里打开这个房间。",
    storage: "这个浏览器没能保存它，请再试一次。",
    unreadable: "没能读取它，请再试一次。",
  },
};

/** What a file does that is not shared. */
export const zhFileProblems: typeof fileProblems = {
  "file-empty": () => ({ what: "这个文件是空的。", todo: "请分享有内容的文件。" }),
  "file-too-large": () => ({ what: "这个文件超过 2 GB。", todo: "请分成几份再分享。" }),
  "file-unreadable": () => ({
    what: "没能读取这个文件。",
    todo: "请重新选择，它可能刚刚变了。文件夹要先打包。",
  }),
  "too-many-files": () => ({
    what: "一次的文件太多了。",
    todo: "等其中几个传完再继续。",
  }),
};
