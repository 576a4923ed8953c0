import { describe, expect, test } from "vitest";
import { fromBase64Url, readU64, toBase64Url, u64 } from "../../src/crypto/bytes.ts";
import {
  checkMessage,
  checkNickname,
  countCharacters,
  faultOfNickname,
  MESSAGE_CHARACTERS,
  NICKNAME_JSON_BYTES,
} from "../../src/crypto/names.ts";
import { HUES, seatOf } from "../../src/crypto/person.ts";
import { adjectives, nouns } from "../../src/crypto/plain-words.ts";
import { encodeProfile, nicknameOf } from "../../src/crypto/profile.ts";
import { rollNickname, rollRoomName } from "../../src/state/dice.ts";

const FAMILY = "👨‍👩‍👧‍👦";

describe("characters a person sees", () => {
  test.each([
    ["abc", 3],
    [FAMILY, 1],
    ["é", 1],
    ["🇩🇪🇫🇷", 2],
    ["", 0],
  ])("%s has %i", (text, count) => {
    expect(countCharacters(text)).toBe(count);
  });
});

describe("a nickname that is typed", () => {
  test("is folded", () => {
    expect(checkNickname("  Ada \t Lovelace ")).toEqual({ ok: true, text: "Ada Lovelace" });
  });

  test("is composed (NFC)", () => {
    expect(checkNickname("Zoé")).toEqual({ ok: true, text: "Zoé" });
  });

  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["x".repeat(25), "too-long"],
    [FAMILY.repeat(24), "too-long"], // 24 characters, but no profile holds their bytes
    ["a\u202eb", "forbidden-character"],
    ["a\u0007b", "forbidden-character"],
  ])("%j is none: %s", (typed, fault) => {
    expect(checkNickname(typed)).toEqual({ ok: false, fault });
  });

  test("always fits into a profile, whatever JSON makes of it", () => {
    for (const typed of ["x".repeat(24), '"'.repeat(24), "\\".repeat(24), "👩‍🚀".repeat(24)]) {
      const checked = checkNickname(typed);
      expect(checked.ok).toBe(true);
    }
    const longest = (bytes: number) => `a${"\u0301".repeat((bytes - 3) / 2)}`;
    const fits = longest(NICKNAME_JSON_BYTES - 1); // the two quotes and the letter are three
    expect(faultOfNickname(fits)).toBeUndefined();
    expect(faultOfNickname(`${fits}\u0301`)).toBe("too-long");
    const profile = encodeProfile({ nickname: fits, mayReplay: false });
    expect(profile.length).toBeLessThanOrEqual(512);
  });
});

describe("a message", () => {
  test("keeps its line breaks, and loses white space around it", () => {
    expect(checkMessage("\n one\r\ntwo\tthree \n")).toEqual({ ok: true, text: "one\ntwo\tthree" });
  });

  test("is at most 2,000 characters long", () => {
    expect(checkMessage("👋🏽".repeat(MESSAGE_CHARACTERS / 2)).ok).toBe(true);
    expect(checkMessage("x".repeat(MESSAGE_CHARACTERS)).ok).toBe(true);
    expect(checkMessage("x".repeat(MESSAGE_CHARACTERS + 1)).ok).toBe(false);
  });

  test.each(["\u202e", "\u0000", "\u2066 x", "\ud800"])("with %j is refused", (text) => {
    expect(checkMessage(`a${text}b`)).toEqual({ ok: false, fault: "forbidden-character" });
  });
});

describe("a profile from the wire", () => {
  const encode = (text: string) => new TextEncoder().encode(text);

  test("gives its nickname", () => {
    expect(nicknameOf(encodeProfile({ nickname: "Ada" }))).toBe("Ada");
  });

  test.each(["", "{", "null", "7", "{}", '{"nickname":7}', '{"nickname":"a\\u202eb"}'])(
    "%j gives a question mark",
    (text) => {
      expect(nicknameOf(encode(text))).toBe("?");
    },
  );

  test("that is not UTF-8 gives a question mark", () => {
    expect(nicknameOf(Uint8Array.of(0xff, 0xfe))).toBe("?");
  });
});

describe("a seat", () => {
  test("is fixed by the member id", () => {
    const id = toBase64Url(Uint8Array.of(0x80, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    expect(seatOf(id)).toEqual({ place: 0.5, hue: 5 });
  });

  test("is inside the table for everybody", () => {
    for (let turn = 0; turn < 500; turn++) {
      const { place, hue } = seatOf(toBase64Url(crypto.getRandomValues(new Uint8Array(16))));
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThan(1);
      expect(hue).toBeLessThan(HUES);
    }
    expect(seatOf("not an id")).toEqual({ place: 0, hue: 0 });
  });
});

describe("base64url and u64", () => {
  test("there and back", () => {
    for (let length = 0; length < 40; length++) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    }
  });

  test.each(["=", "A", "AA==", "A+", "A/", "AB", "é"])("%s is none", (text) => {
    expect(fromBase64Url(text)).toBeUndefined();
  });

  test("what is over 2^53 - 1 is no number", () => {
    expect(readU64(u64(Number.MAX_SAFE_INTEGER), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(readU64(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0), 0)).toBeUndefined();
  });
});

describe("the dice", () => {
  test("roll valid names from words that all differ", () => {
    expect(new Set([...adjectives, ...nouns]).size).toBe(adjectives.length + nouns.length);
    for (let turn = 0; turn < 200; turn++) {
      expect(checkNickname(rollNickname()).ok).toBe(true);
      expect(rollRoomName()).toMatch(/^[a-z]+-[a-z]+-[a-z]+-\d\d$/);
    }
  });
});
