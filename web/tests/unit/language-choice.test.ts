import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  languageChoice,
  setLanguageChoice,
  startLanguage,
} from "../../src/state/language-choice.ts";
import {
  addWords,
  changeLanguage,
  languageNow,
  subscribeLanguage,
  wordsThere,
} from "../../src/text/languages.ts";
import { text } from "../../src/text/text.ts";

const page = { documentElement: { lang: "en" } };
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", { languages: ["es-AR", "en"] });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});

afterEach(async () => {
  await changeLanguage("en");
  vi.unstubAllGlobals();
});

test("a page begins in the browser's language, or in the one that was chosen, which is kept", async () => {
  await startLanguage();
  expect([text.room.leave, page.documentElement.lang]).toEqual(["Salir", "es"]);
  await setLanguageChoice("zh");
  expect([text.room.leave, page.documentElement.lang]).toEqual(["离开", "zh-Hans"]);
  await changeLanguage("en");
  await startLanguage();
  expect([languageNow(), languageChoice()]).toEqual(["zh", "zh"]);
  await setLanguageChoice("");
  expect([languageNow(), languageChoice(), stored.size]).toEqual(["es", "", 0]);
  stored.set("free4chat.language", "tlh");
  expect(languageChoice()).toBe("");
});

test("all words change at once, when the last is here, and who reads them is told", async () => {
  let arrive = (_words: string) => {};
  let slow = "hello";
  const words = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  addWords("hello", { es: () => words, zh: async () => "你好" }, (came) => {
    slow = came;
  });
  const told = vi.fn();
  const stop = subscribeLanguage(told);
  const changed = changeLanguage("es");
  await new Promise((resolve) => setTimeout(resolve));
  expect([slow, text.room.leave, told.mock.calls.length]).toEqual(["hello", "Leave", 0]);
  arrive("hola");
  await changed;
  expect([slow, text.room.leave, told.mock.calls.length]).toEqual(["hola", "Salir", 1]);
  stop();
});

test("of two choices the later holds, and without a line all stays as it was", async () => {
  await Promise.all([changeLanguage("zh"), changeLanguage("es")]);
  expect([languageNow(), text.room.leave]).toEqual(["es", "Salir"]);
  let isAway = true;
  const fetchWords = async () => {
    if (isAway) throw new TypeError("Failed to fetch");
    return "迟";
  };
  let late = "late";
  addWords("late", { es: async () => "tarde", zh: fetchWords }, (came) => {
    late = came;
  });
  await wordsThere(); // a part that came later
  expect(late).toBe("tarde");
  await expect(setLanguageChoice("zh")).rejects.toThrow("Failed to fetch");
  expect([languageNow(), late, text.room.leave, stored.size]).toEqual(["es", "tarde", "Salir", 0]);
  stored.set("free4chat.language", "zh");
  await startLanguage();
  expect([languageNow(), late]).toEqual(["es", "tarde"]);
  isAway = false;
  await startLanguage();
  expect([languageNow(), late]).toEqual(["zh", "迟"]);
});
