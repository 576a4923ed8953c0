/** What can be done by typing "/" in the chat: which commands there are, and what a typed line means. Pure. */

const NAMES = [
  ...(["me", "shrug", "nick", "topic", "mute", "unmute", "hand", "link", "save", "clear"] as const),
];

export type CommandName = (typeof NAMES)[number];

/** Those that mean nothing without words behind them. */
const NEED_WORDS: ReadonlySet<CommandName> = new Set(["me", "nick", "topic"]);

export function needsWords(name: CommandName): boolean {
  return NEED_WORDS.has(name);
}

/** What of a room decides which commands there are. */
export interface CommandScene {
  readonly mayDescribe: boolean;
  /** A sealed room's topic is its owner's, in a dialog: it is a link of the chain. */
  readonly sealed: boolean;
  readonly webrtc: boolean;
}

/** Those that one can do here. */
export function commandsOf({ mayDescribe, sealed, webrtc }: CommandScene): readonly CommandName[] {
  return NAMES.filter((name) => {
    if (name === "topic") return mayDescribe && !sealed;
    return webrtc || (name !== "mute" && name !== "unmute");
  });
}

/** Those that a line which is being typed may become. */
export function offered(line: string, commands: readonly CommandName[]): readonly CommandName[] {
  const begun = /^\/([a-z]*)$/i.exec(line)?.[1]?.toLowerCase();
  return begun === undefined ? [] : commands.filter((name) => name.startsWith(begun));
}

export type TypedLine =
  | { readonly kind: "say"; readonly words: string }
  | { readonly kind: "command"; readonly name: CommandName; readonly words: string }
  | { readonly kind: "incomplete"; readonly name: CommandName }
  | { readonly kind: "unknown"; readonly name: string };

/** What a line says or does. Two slashes say one; a path such as /usr/bin is no command. */
export function readLine(line: string, commands: readonly CommandName[]): TypedLine {
  if (line.startsWith("//")) return { kind: "say", words: line.slice(1) };
  const [, typed, rest = ""] = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(line.trimEnd()) ?? [];
  if (typed === undefined) return { kind: "say", words: line };
  const name = commands.find((one) => one === typed.toLowerCase());
  if (!name) return { kind: "unknown", name: typed };
  const words = rest.trim();
  if (words === "" && needsWords(name)) return { kind: "incomplete", name };
  return { kind: "command", name, words };
}
