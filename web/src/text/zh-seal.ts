import type { enSeal } from "./en-seal.ts";

/** Chinese words of the seal of a room that is not public. */
export const zhSeal: typeof enSeal = {
  states: {
    agreeing: "正在商定密钥",
    sealed: "已加密：服务器听不到也读不到",
    strangers: "加密的对象不是同一批人",
    stopped: "什么都没发出：密钥是旧的",
  },
  short: {
    agreeing: "加密中",
    sealed: "已加密",
    strangers: "未加密",
    stopped: "未发送",
  },
  strangers: "这个房间里有人看到的成员和你不一样。请先用别的方式核对谁在这里，再继续。",
  stopped:
    "有人离开了，而服务器还没有传来新密钥。现在没人听得到你，你写的内容也在等着，这样离开的人什么都打不开。如果一直这样，请离开，到别的服务器上的房间见面。",
  outside: (amount) => `这里有 ${amount} 人没有出示密钥，什么都听不到、读不到。`,
  notCompared: (amount) => `${amount} 人未核对`,
  before: "你来之前的消息不显示：它们只加密给当时在场的人。",

  compare: "核对",
  compareTitle: "安全码",
  compareWhat: (nickname) =>
    `请 ${nickname} 在你的座位上打开这个，互相念一遍，最好当面。词语一样，中间就没有别人。`,
  qr: "安全码二维码",
  same: "一样",
  notSame: "撤回",
  compared: "已核对",
  uncompared: "未核对",
};
