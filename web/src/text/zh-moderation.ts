import type { ActLine } from "../state/moderation-view.ts";
import type { moderation, moderationProblems } from "./en-moderation.ts";

/** Chinese words of how a room is run; a part of `zh`. */

export const zhModeration: typeof moderation = {
  title: "管理",
  close: "关闭",
  owner: "房主",
  moderator: "主持人",
  silenced: "已被全员静音",
  forAll: "对所有人",
  acts: {
    mute: "对所有人静音",
    unmute: "恢复发言",
    kick: "请出房间",
    ban: "封禁",
    name: "设为主持人",
    unname: "取消主持人",
    "hand-over": "转让房间",
    speak: "邀请发言",
    audience: "请回观众席",
    lower: "放下对方的手",
  },
  putOut: "请出或封禁",
  putOutSealed: "之后新来的人都要敲门：对方还有链接。",
  putOutWhat: (nickname) =>
    `请出后，${nickname} 还可以回来。封禁后，房间开着期间不能回来，而且一小时内那个网络不能有新人进来。`,
  handOverWhat: (nickname) => `房间将归 ${nickname}。你仍是主持人，但只有对方能把房间还给你。`,
  cancel: "取消",
  who: (moderator) => `现在由 ${moderator} 主持这个房间。`,
  whoYou: "你在主持这个房间。",
  rule: "谁打开房间，在的时候房间就归谁。房主可以指定主持人，也可以转让房间。房主不在时，由一位主持人，或者在这里最久的人主持。",
  locked: "锁上房间",
  lockedHint: "新人进不来。已经在这里的人可以再回来。",
  lockedShort: "已锁",
  isLocked: "房间已锁。",
  lobby: "等候室",
  lobbyHint: "新来的人先敲门，等主持人放行。",
  stage: "讲台",
  stageHint: "只有主持人和受邀的人会被听到，其他人可以举手。",
  slow: "慢速聊天",
  slowChoice: (seconds) => {
    if (seconds === 0) return "关闭";
    return seconds < 60 ? `每 ${seconds} 秒一条消息` : `每 ${seconds / 60} 分钟一条消息`;
  },
  slowNow: (seconds) => `聊天已放慢：你每 ${seconds} 秒可以发一条。`,
  removeMessage: "对所有人移除",
  removeMessageOf: (nickname) => `对所有人移除：${nickname}的消息`,
  knocking: "门口",
  knocks: (nickname) => `${nickname} 在敲门。`,
  knocksMore: (amount) => `门口还有 ${amount} 人。`,
  admit: "放行",
  admitWhom: (nickname) => `放行：${nickname}`,
  turnAway: "谢绝",
  turnAwayWhom: (nickname) => `谢绝：${nickname}`,
  waiting: "你在门口。",
  waitingTodo: "主持人能看到你的昵称，可以让你进来。之后会自动继续。",
  hand: "举手",
  handDown: "放下手",
  handUp: (place) => `举着手，第 ${place} 位`,
  hands: (names) => `举手：${names.join("、")}`,
  handsMore: (names, more) => `举手：${names.join("、")}，还有 ${more} 人`,
  audience: "你在观众席。想发言请举手。",
  audienceHandUp: "你已举手：主持人可以邀请你发言。",
  stepDown: "回到观众席",
  banned: "已封禁",
  unban: "允许再进来",
  unbanWhom: (nickname) => `允许再进来：${nickname}`,
  log: "操作记录",
  nothing: "还没有。",
  somebody: "有人",
  you: "你",
  line: (line) => lineOf(line),
};

function lineOf({ kind, on, by, whom, bySelf, ofSelf, alone }: ActLine): string {
  const who = bySelf ? "你" : `${by ?? "有人"} `;
  const them = ofSelf ? "你" : ` ${whom ?? "某人"} `;
  switch (kind) {
    case "mute":
      return `${who}把${them}对所有人静音`;
    case "unmute":
      return alone ? `${who}取消了静音` : `${who}让${them}恢复发言`;
    case "kick":
      return `${who}把${them}请出了房间`;
    case "ban":
      return `${who}封禁了${them}`.trim();
    case "unban":
      return `${who}允许${them}再进来`;
    case "lock":
      return on ? `${who}锁上了房间` : `${who}打开了房间的锁`;
    case "lobby":
      return on ? `${who}设了等候室` : `${who}撤了等候室`;
    case "admit":
      return `${who}让${them}进来`;
    case "turn-away":
      return `${who}谢绝了${them}`.trim();
    case "slow":
      return on ? `${who}放慢了聊天` : `${who}恢复了聊天速度`;
    case "delete":
      return `${who}移除了一条消息`;
    case "stage":
      return on ? `${who}搭起了讲台` : `${who}撤掉了讲台`;
    case "floor":
      return on ? `${who}分配了发言时间` : `${who}让大家想说多久都行`;
    case "replay":
      return on ? `${who}开启了即时回听` : `${who}关闭了即时回听`;
    case "robots":
      return on ? `${who}允许服务器的机器人进来` : `${who}不再允许机器人`;
    case "speaker":
      if (on) return `${who}邀请${them}发言`;
      return alone ? `${who}回到了观众席` : `${who}请${them}回到观众席`;
    case "invite":
      return `${who}生成了一个邀请`;
    case "revoke":
      return `${who}收回了一个邀请`;
    case "redeem":
      return `${who}让一个受邀的人进来`;
    case "hand":
      return `${who}举了手`;
    case "moderator":
      if (on) return `${who}把${them}设为主持人`;
      return alone ? `${who}不再是主持人` : `${who}取消了${them}的主持人身份`;
    case "summary":
      return `${who}汇总了之前的操作`;
    case "owner":
      return `${who}把房间转让给了${them}`.trim();
  }
}

/** Problems that come of how a room is run. */
export const zhModerationProblems: typeof moderationProblems = {
  removed: () => ({
    what: "你被请出了这个房间。",
    todo: "你可以再来。主持人可能再次请你出去，或者封禁你。",
  }),
  "removed-for-good": () => ({
    what: "你被这个房间封禁了。",
    todo: "房间开着期间你不能回来。请换个房间。",
  }),
  banned: () => ({
    what: "你被禁止进入这个房间。",
    todo: "主持人可以让你再进来。也可以换个房间。",
  }),
  "address-banned": () => ({
    what: "和你同一网络的人被这个房间封禁了。",
    todo: "所以那里暂时不能有新人进来。请过一阵再试，或者换个房间。",
  }),
  "room-locked": () => ({
    what: "这个房间锁上了。",
    todo: "请里面的人开锁，再试一次。",
  }),
  "muted-for-all": () => ({
    what: "你已被对所有人静音。",
    todo: "主持人可以让你恢复发言。这期间你可以打字。",
  }),
  "turned-away": () => ({
    what: "没有让你进来。",
    todo: "你可以再敲门，或者换个房间。",
  }),
  "lobby-full": () => ({
    what: "这个房间门口的人太多了。",
    todo: "请过几分钟再试。",
  }),
  audience: () => ({
    what: "你在观众席。",
    todo: "请举手：主持人可以邀请你发言。",
  }),
  "may-speak": () => ({
    what: "现在你可以发言了。",
    todo: "准备好了就取消静音。",
  }),
  "act-not-allowed": () => ({
    what: "这件事已经不归你做了。",
    todo: "请找主持人。",
  }),
  "act-too-fast": () => ({
    what: "一下子太多了。",
    todo: "等一下再试。",
  }),
  "acts-full": () => ({
    what: "这里做过的操作太多，不能再做了。",
    todo: "请开一个新房间。",
  }),
  "act-failed": () => ({
    what: "没有成功。",
    todo: "等连接好了再试。",
  }),
  "robot-unknown": () => ({
    what: "这台服务器没有这个机器人，或者它坏了。",
    todo: "请换一个。",
  }),
  "too-many-robots": () => ({
    what: "这里的机器人已经够多了。",
    todo: "请先请走一个。",
  }),
  "robot-failed": () => ({
    what: "有个机器人出了问题，已经请走了。",
    todo: "主持人可以再把它加回来。",
  }),
};
