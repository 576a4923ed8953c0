import type { enBoard } from "./en-board.ts";

/** Chinese words of the board; a part of `zh`. */
export const zhBoard: typeof enBoard = {
  title: "白板",
  open: "白板",
  openLong: "打开白板",
  close: "关闭白板",
  loading: "白板马上就来。",
  savePng: "存为 PNG",
  saveSvg: "存为 SVG",
  saveFailed: "图片没有生成，请再试一次。",
  follow: (name) => `跟随 ${name}`,
  viewOnly: "你现在是观众，可以看。主持人可以让你也来画。",
  showKept: "显示白板",
  kept: "这是这个浏览器保存下来的白板。没有连接时只能看；期间画的内容会在你加入后发出去。",
  full: "白板已经满了。请去掉一些，或者存成图片，换个房间接着画。",
  behind: "你画的内容在等连接恢复。",
  unread: "你来之前画过一些东西，等有它的人传过来就会显示。",
  tookAway: (name, amount) => `${name} 拿走了 ${amount} 样东西。`,
  bringBack: "放回来",
  read: "关闭",
  somebody: "有人",
  faults: {
    "image-kind": "白板支持 PNG、JPEG、GIF 和 WebP，这个文件都不是。",
    "image-large": "这张图片对白板来说太大了，缩小后也放不下。",
    "board-full": "白板已经满了，放不下这张图片。",
  },
};
