import type { enSealed } from "./en-sealed.ts";

/** Chinese words of rooms that are not public. */
export const zhSealed: typeof enSealed = {
  kinds: { unlisted: "不公开列出的房间", private: "私密房间" },

  make: {
    title: "新房间",
    name: "标题",
    nameHint: "只有房间里的人能看到。",
    kind: "谁可以来",
    public: "公开",
    publicHint: "任何人。有人在时会列在首页。",
    unlisted: "不列出",
    unlistedHint: "有链接的人。不会列在任何地方。",
    private: "私密",
    privateHint: "有链接和密码的人。",
    password: "密码",
    passwordHint: "至少 8 个字符。请用和链接不同的方式告诉对方。",
    sealed: "里面说的、写的、展示的都会加密：这台服务器读不到也听不到。",
    language: "语言",
    limit: "最多同时在线人数",
    limitHint: "2 到 200。留空就按服务器的上限。",
    make: "创建房间",
    making: "正在创建房间",
    home: "返回",
    faults: {
      title: "1 到 60 个字符，不能有隐藏字符。",
      password: "8 到 128 个字符。",
      limit: "填 2 到 200 的数字，或者留空。",
      failed: "房间没有创建成功。请重新加载页面再试。",
    },
  },

  strength: {
    short: "太短。",
    weak: "容易猜到。用几个互不相干的词更好。",
    fair: "还可以。再加一个词就很强。",
    strong: "很强。",
  },

  open: {
    title: "这个房间有密码",
    wrong: "没能打开。请再输入一次密码。",
    password: "密码",
    open: "继续",
    opening: "稍等。为了防止别人反复试密码，这一步特意做得慢。",
    fault: "密码要 8 到 128 个字符。",
    home: "换个房间",
  },

  noSecret: {
    title: "这个链接不完整。",
    todo: "缺少 # 后面的部分，而这个浏览器没进过这个房间。请要来完整的链接。",
  },

  otherPassword: "重新输入密码",

  mayNot: (owner) =>
    owner === undefined
      ? "只有房主能改，而且要在创建房间的那个浏览器里。如果它丢了，就没人能改了；主持人仍然可以主持。"
      : `只有房主 ${owner} 能改。`,

  change: {
    name: "标题",
    topicHint: "只有房间里的人能看到。",
    password: "新密码",
    passwordHint: "留空就保持不变。已经在里面的人不用离开。",
    newLink: "换一个新链接",
    newLinkHint: "现在的链接将不能再打开房间。已经在里面的人可以留下。",
    newLinkPassword: "换新链接时也要输入密码：原来的或新的都行。",
    follower: "后续房间的链接",
    followerHint: "想换成另一种房间，请先创建那个房间，再把链接粘贴到这里。",
    heir: "房主",
    heirHint: "新房主可以修改这一切，而你不能了。",
    heirSelf: "你",
    listed: "这些都不会列在任何地方。",
    faults: {
      title: "1 到 60 个字符，不能有隐藏字符。",
      topic: "最多 120 个字符，不能有隐藏字符，总量也不要太多。",
      tags: "最多五个不同的标签，每个 2 到 24 个字符，不能有隐藏字符。",
      language: "请从列表里选一种语言。",
      password: "8 到 128 个字符。换新链接也要输入密码。",
      follower: "这不是本服务器上房间的链接。",
      "not-owner": "期间已经被改过，或者已经不归你改了。",
      busy: "保存得太频繁了。等一下再保存。",
      failed: "没有保存。等连接好了再保存。",
    },
  },

  moved: "这个房间搬到别处了。",
  follow: "去那里",
};
