/** What the keyboard does in a room: M toggles mute, R plays again what was just said, a held key talks while muted. Pure, so that the rules are tested. */

export interface KeyPress {
  readonly code: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Where the focus is: in a field one types into, on another control, or nowhere in particular. */
export type Focus = "typing" | "control" | "free";

export type KeyAction = "toggle-mute" | "toggle-hand" | "toggle-replay" | "talk" | "none";

const MUTE_KEY = "KeyM";
const HAND_KEY = "KeyH";
const REPLAY_KEY = "KeyR";

export function keyAction(press: KeyPress, focus: Focus, talkKey: string): KeyAction {
  if (press.code === talkKey && !withModifier(press)) {
    // Space presses buttons and types; no control may have the focus. Any other key may only not be text.
    const allowed =
      talkKey === "Space" || talkKey === "Enter" ? focus === "free" : focus !== "typing";
    if (allowed) return "talk";
  }
  if (focus !== "typing" && !press.repeat && !withModifier(press)) {
    if (press.code === MUTE_KEY) return "toggle-mute";
    if (press.code === HAND_KEY) return "toggle-hand";
    if (press.code === REPLAY_KEY) return "toggle-replay";
  }
  return "none";
}

/** A modifier that is itself the key (holding Ctrl to talk) is not one. */
function withModifier(press: KeyPress): boolean {
  return (
    (press.ctrlKey && !press.code.startsWith("Control")) ||
    (press.altKey && !press.code.startsWith("Alt")) ||
    (press.metaKey && !press.code.startsWith("Meta"))
  );
}

const TYPING_INPUTS = new Set(["text", "search", "email", "url", "password", "number", "tel"]);
const CONTROLS = "a[href], button, input, select, textarea, summary, [contenteditable='true']";

export function focusOf(element: Element | null): Focus {
  if (!element) return "free";
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return "typing";
  if (element instanceof HTMLInputElement && TYPING_INPUTS.has(element.type)) return "typing";
  if (element instanceof HTMLElement && element.isContentEditable) return "typing";
  return element.matches(CONTROLS) ? "control" : "free";
}

/** Keys that cannot be the key to talk: they move the focus or close things. */
const RESERVED_KEYS = new Set(["Escape", "Tab", MUTE_KEY, HAND_KEY, REPLAY_KEY, "Enter"]);

export function canBeTalkKey(code: string): boolean {
  return code !== "" && !RESERVED_KEYS.has(code);
}

/** A key's name for people: "KeyV" is V, "Digit1" is 1, others as `names` says. */
export function keyName(code: string, names: Readonly<Record<string, string>>): string {
  return names[code] ?? code.replace(/^(Key|Digit|Arrow)/, "").replace(/^Numpad/, "Numpad ");
}
