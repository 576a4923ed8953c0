import type { IdentityFault } from "../state/identity.ts";

/** Words about being the same person in another browser. */
export const enIdentity = {
  title: "Your identity",
  close: "Close",
  you: (fingerprint: string) => `You are ${fingerprint}.`,
  what: "Names may repeat, this does not: rooms know you by it. It lives in this browser alone, and is made by the browser itself.",
  notKept: "This window keeps nothing: your identity ends with it.",
  take: "Take it to another device",
  bring: "Bring one here",
  back: "Back",

  takeWhat:
    "You get a file and a QR code. Who has one of them and the passphrase is you, so keep them apart.",
  passphrase: "Passphrase",
  passphraseHint: "At least 8 characters. Nobody can look it up or change it later.",
  again: "The same passphrase again",
  differ: "These two differ.",
  make: "Make file and code",
  making: "One moment. Passphrases are made slow to try, on purpose.",
  qr: "Your identity as a QR code",
  made: "On the other device, open this page, choose Bring one here, and give it the file or a picture of the code.",
  download: "Save the file",
  fileName: "free4chat-identity.txt",
  copy: "Copy as text",
  copied: "Copied.",
  copyFailed: "It was not copied. Save the file instead.",

  bringWhat: "Choose the file, or a picture of the QR code where this browser can read one.",
  choose: "Choose a file or picture",
  paste: "Or paste the text",
  noCode: "There is no code in this picture that this browser can read. Take the file or the text.",
  open: "Open it",
  isOurs: "This is who you are here already. Nothing has changed.",
  replace: (brought: string, former: string) =>
    `From now on you would be ${brought} here. ${former}, who you are now, would be gone from this browser: rooms you own or moderate as ${former} would not know you.`,
  saveFirst: (former: string) => `Save ${former} first`,
  doReplace: "Replace it",
  done: (fingerprint: string) => `You are ${fingerprint} now. The page has to load anew for that.`,
  reload: "Load it anew",

  faults: {
    "no-identity":
      "This is no identity of free4chat. Choose the file that was saved, or paste all of its text.",
    "other-version": "A newer version of this page made it. Load this page anew, then try again.",
    damaged: "A part of it is missing or changed. Copy or scan it again, all of it.",
    passphrase: "8 to 128 characters.",
    "wrong-passphrase": "This passphrase does not open it. Type it again.",
    "not-kept":
      "This browser stores nothing here, so it cannot keep an identity. Try it outside a private window.",
  } satisfies Record<IdentityFault, string>,
};
