import type { enInvite } from "./en-invite.ts";

const moment = new Intl.DateTimeFormat("zh-Hans", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});

const again = "请向发给你的人再要一个。";

/** Chinese words about inviting to a room that is not public, and about coming by an invite. */
export const zhInvite: typeof enInvite = {
  title: "邀请",
  close: "关闭",
  link: "房间自己的链接",
  linkWhat: {
    unlisted: "有链接的人随时都能来，直到有人换一个新链接。",
    private: "有链接和密码的人随时都能来。",
  },

  make: "邀请链接",
  makeWhat:
    "这种链接只让几个人、在一段时间内进来。它本身打不开房间：钥匙由里面的人交出，所以里面要有人。",
  forWhom: "人数",
  uses: (amount) => `${amount} 人`,
  until: "有效期",
  hours: (amount) => (amount === 1 ? "一小时" : amount === 24 ? "一天" : "一周"),
  doMake: "生成邀请",
  made: (uses, endMillis) =>
    `可供 ${uses} 人使用，到 ${moment.format(endMillis)} 为止。链接只在现在显示。`,
  qr: "邀请二维码",

  open: "有效的邀请",
  line: (uses, used, endMillis, by) => {
    const came = used === 0 ? "" : `，已来 ${used} 人`;
    const from = by === undefined ? "" : `，来自 ${by}`;
    return `${uses} 人${came}，到 ${moment.format(endMillis)} 为止${from}`;
  },
  revoke: "收回",
  revokeWhich: (line) => `收回：${line}`,

  asking: "有人邀请你。",
  askingTodo: "里面的人正在把钥匙交给你，稍等。",
  waiting: "现在没有能让你进来的人。",
  waitingTodo: "这个页面会等着，之后自动继续。如果等了很久，请邀请你的人打开房间。",
  asBefore: "像以前一样进去",
  home: "换个房间",
  faults: {
    "invite-forged": {
      what: "这个邀请不完整。",
      todo: "请复制完整的链接，或者再要一个。",
    },
    "invite-expired": { what: "这个邀请过期了。", todo: again },
    "invite-spent": {
      what: "这个邀请用完了。",
      todo: `已经有别人用它进来了。${again}`,
    },
    "invite-revoked": { what: "这个邀请被收回了。", todo: again },
    banned: {
      what: "你被禁止进入这个房间。",
      todo: "主持人可以让你再进来。",
    },
    "address-banned": {
      what: "和你同一网络的人被这个房间封禁了。",
      todo: "所以那里暂时不能有新人进来。请过一阵再试。",
    },
    "room-locked": {
      what: "这个房间锁上了。",
      todo: "请里面的人开锁，再打开链接。",
    },
    "room-full": {
      what: "这个房间满了。",
      todo: "等有人离开后再打开链接。",
    },
    "no-crypto": {
      what: "这个浏览器对本页面来说太旧了。",
      todo: "请用新版的 Firefox、Chrome、Edge 或 Safari 打开链接。",
    },
    failed: { what: "服务器拒绝了。", todo: "请重新加载页面再试。" },
  },
};
