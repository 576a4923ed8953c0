/** What is told of messages that come while the tab is hidden. */
import { beforeEach, describe, expect, test } from "vitest";
import {
  defaultChoice,
  MAX_CHOICES,
  noticeChoice,
  setNoticeChoice,
} from "../../src/state/notice-choice.ts";
import { enNotices } from "../../src/text/en-notices.ts";
import { fresh, MAX_NOTICE_CHARACTERS, mentions, noticeOf } from "../../src/view/chat/notices.ts";
import { installStorage } from "./support/storage.ts";

const line = (key: string, text: string, nickname = "Ben") => ({
  ...{ key, text, nickname },
  isSelf: nickname === "Ann",
});

describe("a nickname in a text", () => {
  test.each([
    ["ann, are you there?", true],
    ["@Ann!", true],
    ["hello ANN", true],
    ["Anne and annabel", false],
    ["joann", false],
    ["joann or Ann", true],
    ["", false],
  ])("%s", (text, named) => {
    expect(mentions(text, "Ann")).toBe(named);
  });

  test("nobody's is in none", () => {
    expect(mentions("anything", "")).toBe(false);
  });
});

describe("a notice", () => {
  const lines = [line("1", "hi Ann"), line("2", "and the rest"), line("3", "mine", "Ann")];

  test("is of others' messages that were not seen", () => {
    expect(fresh(lines, new Set(["1"])).map(({ key }) => key)).toEqual(["2"]);
  });

  test("is of what was chosen: nothing, what names one, or all", () => {
    const news = fresh(lines, new Set());
    expect(noticeOf(news, { when: "never", words: true }, "Ann")).toBeUndefined();
    expect(noticeOf(news, { when: "mentions", words: true }, "Ann")).toEqual({
      ...{ nickname: "Ben", words: "hi Ann", mentioned: true, others: 0 },
    });
    expect(noticeOf(news.slice(1), { when: "mentions", words: true }, "Ann")).toBeUndefined();
    expect(noticeOf(news, { when: "all", words: true }, "Kay")).toMatchObject({
      ...{ words: "and the rest", mentioned: false, others: 1 },
    });
  });

  test("has no word of a sealed room unless that was chosen", () => {
    const choice = { ...defaultChoice(true), when: "all" as const };
    const notice = noticeOf([line("1", "the secret")], choice, "Ann");
    if (!notice) throw new Error("there is one");
    expect(enNotices.body(notice)).toBe("Ben wrote");
    expect(defaultChoice(false).words).toBe(true);
  });

  test("is short, and cuts no character in two", () => {
    const long = "\u{1f600}".repeat(MAX_NOTICE_CHARACTERS + 5);
    const notice = noticeOf([line("1", long)], { when: "all", words: true }, "Ann");
    expect(notice?.words).toBe("\u{1f600}".repeat(MAX_NOTICE_CHARACTERS));
  });
});

describe("the choice", () => {
  beforeEach(() => {
    installStorage();
  });

  test("is each room's own, and nothing at first", () => {
    setNoticeChoice("public tea", { when: "all", words: true });
    expect(noticeChoice("public tea", false).when).toBe("all");
    expect(noticeChoice("public coffee", false)).toEqual({ when: "never", words: true });
    expect(noticeChoice("sealed x", true)).toEqual({ when: "never", words: false });
  });

  test("of so many rooms is kept, and what a broken page stored counts for nothing", () => {
    for (let i = 0; i <= MAX_CHOICES; i++)
      setNoticeChoice(`room ${i}`, { when: "all", words: true });
    expect(noticeChoice("room 0", false).when).toBe("never");
    expect(noticeChoice(`room ${MAX_CHOICES}`, false).when).toBe("all");
    for (const broken of ["{", "5", '[["room 1",{"when":"often","words":true}]]', "[null]"]) {
      localStorage.setItem("free4chat.notices", broken);
      expect(noticeChoice("room 1", false).when).toBe("never");
    }
  });
});
