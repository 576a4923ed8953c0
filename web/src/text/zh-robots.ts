import type { RobotsText } from "./en-robots.ts";

/** Chinese words about robots in a room. */
const names = new Intl.DisplayNames("zh-Hans", { type: "language" });

export const zhRobots: RobotsText = {
  title: "机器人",
  close: "回到房间",
  intro:
    "机器人在的时候会读这个房间里写的内容，最多只能听到同意的人。这些都留在这台服务器上，除非它的座位上另有说明。它说的话会写出来，服务器有语音时也会读出来。",
  sealedIntro:
    "这个房间是加密的。这台服务器的机器人在场期间会得到密钥，所以运营服务器的人在这段时间里可以听到、读到你们；锁上会向所有人写明。只有房主能让机器人进来，主持的人可以随时再把它们请出去。",
  letIn: "允许这台服务器的机器人进入",
  shutOut: "不再允许机器人",
  lock: {
    state: "已加密，但这台服务器的机器人听得到也读得到",
    short: "机器人能听",
    warning:
      "房主允许这台服务器的机器人进入房间，它持有密钥：在它离开之前，运营这台服务器的人可以听到、读到这里说的和写的内容。",
  },
  language: "它说",
  languageName: (tag) => names.of(tag) ?? tag,
  add: (name) => `添加${name}`,
  here: "现在在这里",
  none: "这里没有机器人。",
  sendAway: (name) => `请走 ${name}`,
  kinds: {
    companion: {
      name: "陪伴机器人",
      what: "Robin 会欢迎来的人，被叫到名字时会回答，大家好一会儿没写东西时会找个话题。",
    },
    host: {
      name: "游戏主持",
      what: "Quill 主持你画我猜：报谁在画、谁猜中了、还剩多少时间、什么时候结束。它会得知游戏的进行，但在公布之前不知道词。",
    },
    guesser: {
      name: "猜词的",
      what: "Pip 在你画我猜里凑数：游戏摆上桌它就坐下，像人一样不紧不慢地猜，轮到它画就跳过。它看不到画，只知道词有几个字、是哪一类、哪些已经猜错了。",
    },
    dice: {
      name: "骰子",
      what: "写“roll”“roll d20”或“roll 3d6”，大家都能看到掷出了什么。",
    },
  },
};
