import { describe, expect, test } from "vitest";
import { en } from "../../../src/text/en.ts";
import { canBeTalkKey, type KeyPress, keyAction, keyName } from "../../../src/view/keys.ts";

function press(code: string, change: Partial<KeyPress> = {}): KeyPress {
  return { code, repeat: false, ctrlKey: false, altKey: false, metaKey: false, ...change };
}

describe("M", () => {
  test("toggles mute wherever one does not type", () => {
    expect(keyAction(press("KeyM"), "free", "Space")).toBe("toggle-mute");
    expect(keyAction(press("KeyM"), "control", "Space")).toBe("toggle-mute");
    expect(keyAction(press("KeyM"), "typing", "Space")).toBe("none");
  });

  test("held down toggles once, and with a modifier belongs to the browser", () => {
    expect(keyAction(press("KeyM", { repeat: true }), "free", "Space")).toBe("none");
    for (const modifier of ["ctrlKey", "altKey", "metaKey"] as const) {
      expect(keyAction(press("KeyM", { [modifier]: true }), "free", "Space")).toBe("none");
    }
  });
});

describe("the key to talk", () => {
  test("Space talks only when no control has the focus", () => {
    expect(keyAction(press("Space"), "free", "Space")).toBe("talk");
    expect(keyAction(press("Space", { repeat: true }), "free", "Space")).toBe("talk");
    expect(keyAction(press("Space"), "control", "Space")).toBe("none");
    expect(keyAction(press("Space"), "typing", "Space")).toBe("none");
  });

  test("another key talks on a control too, as it presses nothing there", () => {
    expect(keyAction(press("KeyV"), "control", "KeyV")).toBe("talk");
    expect(keyAction(press("KeyV"), "typing", "KeyV")).toBe("none");
  });

  test("a modifier can be the key itself, but not stand before it", () => {
    expect(keyAction(press("ControlLeft", { ctrlKey: true }), "free", "ControlLeft")).toBe("talk");
    expect(keyAction(press("KeyV", { ctrlKey: true }), "free", "KeyV")).toBe("none");
  });

  test("keys that move the focus, close dialogs or mute cannot be it", () => {
    for (const code of ["Tab", "Escape", "Enter", "KeyM", ""])
      expect(canBeTalkKey(code)).toBe(false);
    for (const code of ["Space", "KeyV", "ControlRight", "F8"])
      expect(canBeTalkKey(code)).toBe(true);
  });

  test("has a name people know", () => {
    expect(keyName("Space", en.keys)).toBe("Space");
    expect(keyName("KeyV", en.keys)).toBe("V");
    expect(keyName("Digit1", en.keys)).toBe("1");
    expect(keyName("ControlLeft", en.keys)).toBe("left Ctrl");
    expect(keyName("Numpad0", en.keys)).toBe("Numpad 0");
  });
});
