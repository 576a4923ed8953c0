import type { ProblemCode } from "../state/room-view.ts";
import type { Text } from "./en.ts";
import type { ProblemText } from "./problem-text.ts";
import { zhBoard } from "./zh-board.ts";
import { zhChat, zhChatCopy } from "./zh-chat.ts";
import { zhCommands } from "./zh-commands.ts";
import { zhFileProblems, zhFiles } from "./zh-files.ts";
import { zhFloor } from "./zh-floor.ts";
import { zhHeard } from "./zh-heard.ts";
import { zhIdentity } from "./zh-identity.ts";
import { zhInvite } from "./zh-invite.ts";
import { zhModeration, zhModerationProblems } from "./zh-moderation.ts";
import { zhNotices } from "./zh-notices.ts";
import { zhReplay, zhReplayProblems } from "./zh-replay.ts";
import { zhSeal } from "./zh-seal.ts";
import { zhSealed } from "./zh-sealed.ts";
import { zhCaptions, zhSpeech, zhSpeechProblems } from "./zh-speech.ts";

/** Every word people see, in simplified Chinese. */

const list = new Intl.ListFormat("zh-Hans", { style: "long", type: "conjunction" });
const number = new Intl.NumberFormat("zh-Hans");
const percent = new Intl.NumberFormat("zh-Hans", { style: "percent", maximumFractionDigits: 0 });
const relativeDay = new Intl.RelativeTimeFormat("zh-Hans", { numeric: "auto" });
const languageNames = new Intl.DisplayNames("zh-Hans", { type: "language" });

const problems: Record<ProblemCode, () => ProblemText> = {
  "room-full": () => ({
    what: "这个房间满了。",
    todo: "等有人离开后再试，或者换个房间。",
  }),
  "server-full": () => ({
    what: "这台服务器满了。",
    todo: "请过几分钟再试。",
  }),
  "too-many-rooms": () => ({
    what: "你所在的网络开的房间已经到上限了。",
    todo: "请进一个已经开着的房间，或者过一分钟再试。",
  }),
  "room-name-invalid": () => ({
    what: "这个房间名不行。",
    todo: "请用 1 到 40 个字符，不能有隐藏字符。",
  }),
  "cannot-seal": () => ({
    what: "这个浏览器不能加密你的声音，所以进不了这个房间。",
    todo: "请用新版的 Chrome、Edge 或 Firefox 打开链接。",
  }),
  "nickname-invalid": () => ({
    what: "这个昵称不行。",
    todo: "请用 1 到 24 个字符，不能有隐藏字符。",
  }),
  "message-too-long": () => ({
    what: "这条消息太长了。",
    todo: "请分成几条发，每条最多 2,000 个字符。",
  }),
  "message-forbidden": () => ({
    what: "这条消息里有隐藏字符。",
    todo: "请重新输入，或者粘贴为纯文本。",
  }),
  "too-many-messages": () => ({
    what: "一下子太多了。",
    todo: "等一下再继续。",
  }),
  "too-many-connections": () => ({
    what: "你所在的网络连接太多了。",
    todo: "请关掉不需要的本页面标签页。",
  }),
  "microphone-denied": () => ({
    what: "你的浏览器不让这个页面用麦克风。",
    todo: "请在上方地址旁边允许，再试一次。这期间你可以听，也可以打字。",
  }),
  "microphone-missing": () => ({
    what: "没有找到麦克风。",
    todo: "请插上一个再试。这期间你可以听，也可以打字。",
  }),
  "microphone-busy": () => ({
    what: "麦克风正被别的程序占用。",
    todo: "请在那边关掉，再试一次。",
  }),
  "microphone-lost": () => ({
    what: "麦克风断开了。",
    todo: "通话结束或重新插上后会自动恢复，也可以换一个。",
  }),
  "speaker-failed": () => ({
    what: "这个扬声器没有声音。",
    todo: "请在设置里换一个。",
  }),
  "autoplay-blocked": () => ({
    what: "浏览器要等你点一下才放出声音。",
    todo: "点一下就能听到大家。",
  }),
  "no-webrtc": () => ({
    what: "这个浏览器不支持语音。",
    todo: "你可以在这里读和写。想说话，请用新版的 Firefox、Chrome、Edge 或 Safari 打开链接。",
  }),
  "no-crypto": () => ({
    what: "这个浏览器对本页面来说太旧了。",
    todo: "请用新版的 Firefox、Chrome、Edge 或 Safari 打开链接。",
  }),
  "insecure-page": () => ({
    what: "浏览器只把麦克风给安全的页面。",
    todo: "请用 https 地址打开这个页面。这期间你可以读和写。",
  }),
  "voice-unreachable": () => ({
    what: "你的网络不让语音通过。",
    todo: "聊天照常，语音会继续尝试。换个网络或关掉 VPN 可能有用。",
  }),
  offline: () => ({
    what: "你没有联网。",
    todo: "网络恢复后会自动继续。",
  }),
  "server-away": () => ({
    what: "服务器没有回应。",
    todo: "正在自动重试。",
  }),
  ...zhModerationProblems,
  ...zhReplayProblems,
  ...zhSpeechProblems,
  ...zhFileProblems,
  denied: () => ({
    what: "这个房间打不开。",
    todo: "链接或密码不对，或者换过了；也可能大家都走了，服务器忘了这个房间。请问给你链接的人：只要进过房间的人来一下，它就回来了。",
  }),
  "chain-refused": () => ({
    what: "这台服务器显示的是房间以前的样子。",
    todo: "你见过更新的状态，所以没有让你进去。请问问其他人看到的是否一样。",
  }),
  refused: () => ({
    what: "服务器拒绝了。",
    todo: "请再试一次，或者换个房间。",
  }),
};

const DAY_MILLIS = 86_400_000;

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

export const zh: Text = {
  language: "zh-Hans",
  product: "free4chat",

  home: {
    tagline: "浏览器里的语音房间。打开链接就能聊。",
    room: "房间名",
    rollRoom: "换个房间名",
    nickname: "昵称",
    rollNickname: "换个昵称",
    enter: "进入",
    sealed: "创建不公开列出或私密的房间",
    recent: "你去过的房间",
    visited: (time, now = Date.now()) => {
      const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_MILLIS);
      if (days > -7) return relativeDay.format(Math.min(0, days), "day");
      if (days > -60) return relativeDay.format(Math.round(days / 7), "week");
      return relativeDay.format(Math.round(days / 30), "month");
    },
    forget: (room) => `从列表中移除 ${room}`,
    promise: "不用注册。最后一个人离开后，什么都不留下。",
    roomHint: "知道名字的人都能进来。",
  },

  directory: {
    title: "公开房间",
    total: (amount) => `有 ${number.format(amount)} 个房间开着。`,
    loading: "正在找房间。",
    away: "服务器没有回应，正在自动重试。",
    offline: "你没有联网。网络恢复后列表会继续更新。",
    empty: "现在没有公开房间。",
    emptyTodo: "开一个吧。",
    nothing: "没有这样的房间开着。",
    nothingTodo: "显示所有房间",
    search: "搜索名称和话题",
    language: "语言",
    everyLanguage: "所有语言",
    anyLanguage: "任何语言",
    languageName: (tag) => languageNames.of(tag) ?? tag,
    tags: "标签",
    withTag: (tag) => `只看带“${tag}”的房间`,
    withoutTag: (tag) => `不再只看“${tag}”`,
    surprise: "随便来一个",
    next: "更多房间",
    first: "回到最热闹的",
    people: (amount) => `${number.format(amount)} 人`,
    talking: "正在聊",
    justOpened: "刚刚打开",
    open: (minutes) => {
      if (minutes < 60) return `已开 ${minutes} 分钟`;
      const hours = Math.floor(minutes / 60);
      if (hours < 48) return `已开 ${hours} 小时`;
      return `已开 ${number.format(Math.floor(hours / 24))} 天`;
    },
  },

  describe: {
    title: "关于这个房间",
    close: "关闭",
    topic: "话题",
    topicHint: "你们聊什么。所有人都能看到。",
    noTopic: "还没有人说这个房间聊什么。",
    tags: "标签",
    tagsHint: "最多五个，用逗号隔开。",
    language: "语言",
    save: "保存",
    saving: "正在保存",
    listed: "首页会向所有人显示这个房间，包括这些内容和在场人数。",
    mayNot: (moderator) => `主持房间的 ${moderator} 可以修改。`,
    mayNotNobody: "主持房间的人可以修改。",
    faults: {
      topic: "最多 120 个字符，不能有隐藏字符。",
      tags: "最多五个不同的标签，每个 2 到 24 个字符，不能有隐藏字符。",
      language: "请从列表里选一种语言。",
      "not-moderator": "现在由别人来改。请找对方。",
      busy: "保存得太频繁了。等一下再保存。",
      failed: "没有保存。等连接好了再保存。",
    },
  },

  sealed: zhSealed,
  seal: zhSeal,

  faults: {
    room: {
      empty: "房间要有名字。",
      "too-long": "最多 40 个字符。",
      "forbidden-character": "这个名字里有隐藏字符，请重新输入。",
    },
    nickname: {
      empty: "你要有个昵称。",
      "too-long": "最多 24 个字符。",
      "forbidden-character": "这个昵称里有隐藏字符，请重新输入。",
    },
  },

  join: {
    nickname: "昵称",
    rollNickname: "换个昵称",
    join: "加入",
    joinWithout: "不用麦克风加入",
    test: "测试麦克风",
    testing: "说点什么，圆环会跟着你的声音动。",
    level: "麦克风音量",
    asking: "浏览器在询问麦克风权限。允许后别人才能听到你。",
    chatOnly: "这个浏览器不支持语音，所以你加入后可以读和写。",
    home: "换个房间",
  },

  room: {
    play: "玩游戏",
    gameOn: "去游戏",
    robots: "机器人",
    people: "成员",
    everyone: (amount) => `${number.format(amount)} 人`,
    more: (amount) => `还有 ${number.format(amount)} 人`,
    you: "你",
    mute: "静音",
    unmute: "取消静音",
    chat: "聊天",
    unread: (amount) => `${number.format(amount)} 条新消息`,
    leave: "离开",
    copyLink: "复制链接",
    copied: "链接已复制",
    copyFailed: "没能复制。你的浏览器不允许这个页面这样做。",
    share: "分享",
    settings: "设置",
    alone: "你是第一个。",
    invite: "把链接发给想邀请的人。",
    qr: "这个房间链接的二维码",
    muted: "你已静音。",
    mutedHint: (key) => `你已静音。按住${key}说话，或者取消静音。`,
    mutedForAll: "主持人已把你对所有人静音。",
    mutedForAllFree: "你之前被对所有人静音，现在可以取消静音。",
    mutedSpeaking: "你在说话，但处于静音。",
    talking: "按住按键时别人能听到你。",
    noMicrophone: "你没有用麦克风。",
    useMicrophone: "使用麦克风",
    asking: "浏览器在询问麦克风权限。允许后别人才能听到你。",
    hearThem: "播放声音",
    joined: (names) => `${list.format(names)} 加入了`,
    left: (names) => `${list.format(names)} 离开了`,
    titleMuted: (title) => `已静音 · ${title}`,
  },

  connection: {
    label: "连接",
    idle: "未连接",
    connecting: "正在连接",
    knocking: "在门口",
    connected: "已连接",
    reconnecting: "正在重连",
    superseded: "已在别的标签页打开",
    left: "已离开",
    refused: "未连接",
    offline: "没有网络",
  },

  person: {
    microphoneOff: "麦克风已关",
    reconnecting: "正在重连",
    writesOnly: "没有语音",
    robot: "机器人",
    robotHears: "它会读这里写的内容：就在这台服务器上，不会传给任何人。",
    robotThinks:
      "这里写的内容会连同昵称一起传给服务器以外、替它思考的服务，由运营这台服务器的人选定。",
    robotDeaf: "它听不到任何人。",
    robotListens:
      "它能听到在设置里同意的人；他们的声音会传给服务器以外、把它写成文字的服务，由运营这台服务器的人选定。",
    robotSpeaks: "它说的话会传给服务器以外、给它配音的服务，由运营这台服务器的人选定。",
    sendAway: "请走它",
    silenced: "你已将其静音",
    speaking: "正在说话",
    you: (nickname) => `${nickname}（你）`,
    volume: "音量",
    volumeValue: (volume) => percent.format(volume),
    muteForMe: "只为我静音",
    unmuteForMe: "恢复收听",
    muteForMeHint: "只有你听不到对方。",
    close: "关闭",
    self: "这是你。",
    fingerprint: "指纹",
    fingerprintHint: "由对方的密钥生成。名字可能重复，这个不会。",
    namesake: (nickname, fingerprint) => `${nickname} · ${fingerprint}`,
    stranger: "新来的同名者",
    strangers: {
      another: (nickname) =>
        `这不是你以前在这里遇到的 ${nickname}：密钥不一样。可能换了没有旧身份的新设备，也可能是别人。`,
      "another-compared": (nickname) =>
        `这不是和你核对过安全码的 ${nickname}：密钥不一样。请先用别的方式问清楚再相信。`,
    },
    acceptName: "我知道这是谁",
  },

  floor: zhFloor,
  heard: zhHeard,
  replay: zhReplay,
  speech: zhSpeech,
  captions: zhCaptions,
  moderation: zhModeration,

  board: zhBoard,
  commands: zhCommands,
  notices: zhNotices,
  chat: zhChat,
  files: zhFiles,
  chatCopy: zhChatCopy,

  emojiGroups: {
    smileys_emotion: "表情",
    people_body: "人物",
    animals_nature: "自然",
    food_drink: "食物",
    travel_places: "旅行",
    activities: "活动",
    objects: "物品",
    symbols: "符号",
    flags: "旗帜",
  },

  identity: zhIdentity,
  invite: zhInvite,

  settings: {
    title: "设置",
    close: "关闭设置",
    you: "你",
    nickname: "昵称",
    language: "页面语言",
    languageOfBrowser: "跟随浏览器",
    languageAway: "文字没有取到。等连接好了再选。",
    sound: "声音",
    microphone: "麦克风",
    loudspeaker: "扬声器",
    standard: "系统默认",
    unnamedDevice: (index) => `设备 ${number.format(index)}`,
    original: "原声",
    originalHint: "关闭降噪、回声消除和自动增益。适合戴耳机放音乐。",
    pushToTalk: "静音时按住说话的键",
    pushToTalkHint: "说话时一直按住。",
    pressKey: "请按一个键",
    sounds: "加入和离开的提示音",
    wakeLock: "保持屏幕常亮",
    keys: "M 键静音和取消静音，H 键举手。",
  },

  gone: {
    superseded: "你已在别的标签页里。",
    supersededTodo: "这个标签页没有声音。你可以把房间换到这里。",
    takeOver: "换到这里",
    left: (room) => `你离开了 ${room}。`,
    again: "再次加入",
    home: "换个房间",
    retry: "再试一次",
  },

  notFound: {
    title: "这里什么都没有。",
    todo: "房间链接以 /r/ 开头。",
    home: "回到首页",
  },

  keys: {
    Space: "空格键",
    ControlLeft: "左 Ctrl",
    ControlRight: "右 Ctrl",
    ShiftLeft: "左 Shift",
    ShiftRight: "右 Shift",
    AltLeft: "左 Alt",
    AltRight: "右 Alt",
    MetaLeft: "左 Meta",
    MetaRight: "右 Meta",
    Backquote: "反引号",
    CapsLock: "大写锁定",
  },

  actions: {
    retry: "再试一次",
    "take-over": "换到这里",
    "choose-microphone": "选择麦克风",
    "unlock-audio": "播放声音",
  },

  problem: (code) => problems[code](),
};
