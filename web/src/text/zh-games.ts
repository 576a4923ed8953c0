import type { GamesText } from "./en-games.ts";

/** Chinese words of the games. */
const names = new Intl.DisplayNames("zh-Hans", { type: "language" });
const list = new Intl.ListFormat("zh-Hans", { style: "long", type: "conjunction" });

export const zhGames: GamesText = {
  title: "游戏",
  close: "回到桌边",
  loading: "游戏马上就来。",
  somebody: "有人",
  you: "你",
  stop: "结束游戏",
  stopSure: "为所有人结束",
  stopNot: "接着玩",
  leave: "离座",
  join: "入座",
  watching: "你在旁观。",
  away: "暂离",
  gone: "已离开",

  lobby: {
    hosted: "把进展念出来",
    hostedHint:
      "由这个浏览器念给你一个人听：服务器读不了这个房间，除非房主允许，它的机器人没法主持。有些浏览器会把这些话发给它的厂商。",
    layOut: "摆到桌上",
    start: "开始",
    again: "再来一局",
    players: "玩家",
    opened: (name) => `${name} 把它摆到了桌上。`,
    starts: (name) => `由 ${name} 开始游戏。`,
    more: "至少要两个人。房间里的人都可以入座。",
  },

  draw: {
    name: "你画我猜",
    rules: [
      "一个人画一个词，别人看不到是什么词。",
      "其他人把看出来的写下来。第一个猜中得 10 分，之后是 9 分、8 分，依次递减。",
      "每有一个人猜中，画的人得 2 分。",
      "不写字，不写数字。大家轮流画。",
    ],
    language: "词语语言",
    languageName: (tag) => names.of(tag) ?? tag,
    theme: "主题",
    themes: { animals: "动物", food: "食物", things: "物品" },
    rounds: "轮数",
    roundsOf: (rounds) => `${rounds} 轮`,
    seconds: "画画时间",
    secondsOf: (seconds) => `${seconds} 秒`,
    settings: (language, theme, rounds, seconds) =>
      `${theme}，${names.of(language) ?? language}。共 ${rounds} 轮，每幅画 ${seconds} 秒。`,

    round: (round, rounds) => `第 ${round} 轮，共 ${rounds} 轮`,
    left: (seconds) => `还剩 ${seconds} 秒`,
    choose: "选一个来画",
    dealing: "词语马上就来。",
    chooses: (name) => `${name} 正在选词。`,
    yourWord: "请画",
    wordOf: (lengths) =>
      lengths.length === 1
        ? `一个词，${lengths[0] ?? 0} 个字`
        : `${lengths.length} 个词，分别是 ${list.format(lengths.map(String))} 个字`,
    pass: "跳过这个词",
    sheetOf: (name) => `${name} 画的画`,
    ownSheet: "你的画纸。用键盘时：方向键移动画笔，按住 Shift 走得更远；空格键落笔或抬笔。",
    penDown: "已落笔。",
    penUp: "已抬笔。",
    full: "画纸画满了。擦掉再继续。",
    tools: "画图工具",
    colours: "颜色",
    colour: ["墨色", "红", "橙", "黄", "绿", "蓝", "紫", "棕", "粉", "橡皮"],
    widths: "粗细",
    width: ["细", "中", "粗", "很粗"],
    undo: "撤销",
    wipe: "全部擦掉",

    guess: "你猜是什么",
    send: "猜",
    say: "说出来",
    sayAgain: "再按一次就可以说。",
    saying: "这时你已静音。请说出你的答案，听懂后立即发送。",
    sayFailed: "浏览器没有在听，请打字。",
    guessing: (guess) => `“${guess}”正在传给画画的人。`,
    close: (guess) => `“${guess}”很接近了！`,
    wrong: (guess) => `不是“${guess}”。`,
    right: "你猜中了！",
    notSent: "这样猜不行。请写 1 到 40 个字符。",
    feed: "大家的猜测",
    said: (name, guess) => `${name}：${guess}`,
    hasIt: (name) => `${name} 猜中了。`,
    isClose: (name) => `${name} 很接近了。`,
    scores: "得分",
    points: (points) => `${points} 分`,
    draws: "在画",
    has: "猜中了",

    ends: {
      "": "",
      time: "时间到。",
      all: "大家都猜中了。",
      idle: "什么都没画。",
      passed: "这个词跳过了。",
      gone: "画画的人离开了。",
      false: "公布的词和画的词不一样，这一回不算。",
    },
    itWas: (word) => `答案是“${word}”。`,
    noWord: "这个词就不公布了。",

    winner: (name) => `${name} 赢了。`,
    winners: (all) => `${list.format(all)} 赢了。`,
    stoppedBy: (name) => `${name} 结束了游戏。`,
    album: "大家的画",
    drawn: (name, word) => (word === "" ? `${name} 画的` : `${word}，${name} 画的`),
    save: "存为图片",
    saveFailed: "图片没有生成，请再试一次。",
    fileTitle: (room) => `${room}：你画我猜`,
  },
};
