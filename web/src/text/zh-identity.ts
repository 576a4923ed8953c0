import type { enIdentity } from "./en-identity.ts";

/** Chinese words about being the same person in another browser. */
export const zhIdentity: typeof enIdentity = {
  title: "你的身份",
  close: "关闭",
  you: (fingerprint) => `你是 ${fingerprint}。`,
  what: "名字可能重复，这个不会：房间靠它认出你。它只在这个浏览器里，由浏览器自己生成。",
  notKept: "这个窗口什么都不保存：关掉后你的身份也就没了。",
  take: "带到另一台设备",
  bring: "把身份带到这里",
  back: "返回",

  takeWhat: "你会得到一个文件和一个二维码。谁有其中之一，再加上密码，谁就是你，所以请分开保管。",
  passphrase: "密码",
  passphraseHint: "至少 8 个字符。之后没人能查到它，也不能修改。",
  again: "再输入一次密码",
  differ: "两次输入的不一样。",
  make: "生成文件和二维码",
  making: "稍等。为了防止别人反复试密码，这一步特意做得慢。",
  qr: "你的身份二维码",
  made: "在另一台设备上打开这个页面，选择“把身份带到这里”，再选这个文件，或者二维码的照片。",
  download: "保存文件",
  fileName: "free4chat-身份.txt",
  copy: "复制为文本",
  copied: "已复制。",
  copyFailed: "没有复制成功。请改为保存文件。",

  bringWhat: "选择文件；如果这个浏览器能识别，也可以选二维码的图片。",
  choose: "选择文件或图片",
  paste: "或者粘贴文本",
  noCode: "这张图片里没有这个浏览器能识别的码。请用文件或文本。",
  open: "打开",
  isOurs: "你在这里本来就是这个身份，什么都没变。",
  replace: (brought, former) =>
    `以后你在这里就是 ${brought}。你现在的身份 ${former} 会从这个浏览器消失：${former} 拥有或主持的房间会认不出你。`,
  saveFirst: (former) => `先保存 ${former}`,
  doReplace: "替换",
  done: (fingerprint) => `你现在是 ${fingerprint}。页面需要重新加载。`,
  reload: "重新加载",

  faults: {
    "no-identity": "这不是 free4chat 的身份。请选择当时保存的文件，或者粘贴完整的文本。",
    "other-version": "它由更新版本的页面生成。请重新加载这个页面再试。",
    damaged: "有一部分丢失或变了。请完整地再复制或扫描一次。",
    passphrase: "8 到 128 个字符。",
    "wrong-passphrase": "这个密码打不开它，请再输入一次。",
    "not-kept": "这个浏览器在这里不保存任何东西，所以留不住身份。请在非隐私窗口里试。",
  },
};
