import { describe, expect, test } from "vitest";
import { readBody } from "../../src/client/chat-body.ts";
import type { Bytes } from "../../src/crypto/bytes.ts";
import { toBase64Url, utf8 } from "../../src/crypto/bytes.ts";
import { HEAD_BYTES, kindOf } from "../../src/files/file-kind.ts";
import { MAX_FILE_BYTES, readOffer, safeFileName, safeType } from "../../src/files/file-offer.ts";
import {
  type FileMessage,
  fileMessageBytes,
  MAX_CHUNK_BYTES,
  MAX_RANGE_BYTES,
  readFileMessage,
} from "../../src/files/file-wire.ts";

const HASH = toBase64Url(new Uint8Array(32).fill(7));

describe("a file's name", () => {
  test.each([
    ["holiday.jpg", "holiday.jpg"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ann\\cv.doc", "cv.doc"],
    ["..", "file"],
    [".bashrc", "bashrc"],
    ["a/", "file"],
    ["photo\u202egnp.exe", "photognp.exe"],
    ["na\u200bme\u0000.txt", "name.txt"],
    ["sneaky.txt      .exe", "sneaky.txt.exe"],
    ["stream.txt:evil", "stream.txt_evil"],
    ["dots. . .", "dots"],
    ["CON", "_CON"],
    ["con.txt", "_con.txt"],
    ["COM¹.log", "_COM¹.log"],
    ["Lpt9 .txt", "_Lpt9.txt"],
    ["console.txt", "console.txt"],
    ["\ud800half.txt", "half.txt"],
    ["re\u0301sume\u0301.pdf", "résumé.pdf"],
    ["名前.pdf", "名前.pdf"],
    ["\u3164\u115f", "file"],
    ["", "file"],
  ])("%j becomes %j", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  test("that is long loses its middle and keeps its end", () => {
    expect(safeFileName(`${"x".repeat(500)}.tar.gz`)).toMatch(/^x{117}\.gz$/);
    const wide = safeFileName(`${"語".repeat(500)}.pdf`);
    expect(wide).toMatch(/^語+\.pdf$/);
    expect(utf8(wide).length).toBeLessThanOrEqual(200);
    expect(safeFileName(`a.${"x".repeat(500)}`).length).toBe(120);
  });

  test("is as it is once it is safe", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const name = Array.from({ length: 40 }, (_, index) =>
        String.fromCharCode(((seed * 7919 + index * 104_729) ** 2 % 0xffff) % 0x2100),
      ).join("");
      const safe = safeFileName(name);
      expect(safeFileName(safe), `seed ${seed}`).toBe(safe);
      expect(safe, `seed ${seed}`).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.|[. ]$|^$/u);
    }
  });
});

describe("an offer", () => {
  const offer = { name: "a.txt", size: 5, type: "text/plain", hash: HASH };

  test("is read, and made harmless", () => {
    expect(readOffer(offer)).toEqual(offer);
    const hostile = { ...offer, name: "../x\u202e.html", type: "text/html; charset=x" };
    expect(readOffer(hostile)).toEqual({ ...offer, name: "x.html", type: "text/html" });
    expect(safeType("<script>")).toBe("");
  });

  test.each([
    { ...offer, size: 0 },
    { ...offer, size: -1 },
    { ...offer, size: 1.5 },
    { ...offer, size: MAX_FILE_BYTES + 1 },
    { ...offer, size: "5" },
    { ...offer, hash: "short" },
    { ...offer, hash: `${HASH}=` },
    { ...offer, name: 5 },
    { ...offer, name: "x".repeat(2_001) },
    { ...offer, type: undefined },
    undefined,
    "text",
  ])("that breaks a rule is none: %j", (wrong) => {
    expect(readOffer(wrong)).toBeUndefined();
  });

  test("stands in the chat, and nowhere else", () => {
    const fields = { kind: "file", file: offer, nickname: "Ann", time: 1, logical: 2 };
    const entry = {
      author: "a",
      identity: new Uint8Array(32),
      device: new Uint8Array(32),
      sequence: 3,
      body: utf8(JSON.stringify(fields)),
    };
    expect(readBody("chat", entry as never)).toEqual(fields);
    expect(readBody("chat.marks", entry as never)).toBeUndefined();
  });
});

describe("what is shown", () => {
  const head = (text: string): Bytes =>
    Uint8Array.from(text.padEnd(HEAD_BYTES, "\0"), (letter) => letter.charCodeAt(0));

  test.each([
    ["\x89PNG\r\n\x1a\n", "image/png"],
    ["\xff\xd8\xff\xe0", "image/jpeg"],
    ["GIF89a", "image/gif"],
    ["RIFF1234WEBP", "image/webp"],
    ["RIFF1234WAVE", "audio/wav"],
    ["OggS", "audio/ogg"],
    ["ID3\x04", "audio/mpeg"],
    ["\xff\xfb\x90", "audio/mpeg"],
    ["\0\0\0\x1cftypavif", "image/avif"],
  ])("%j is %s", (text, type) => {
    expect(kindOf(head(text))).toBe(type);
  });

  test.each(["<svg xmlns=", "<?xml version", "<!doctype html", "%PDF-1.7", "GIF", "RIFF1234AVI "])(
    "%j is not, whatever it is called",
    (text) => expect(kindOf(head(text))).toBeUndefined(),
  );
});

describe("what members say of files", () => {
  const messages: readonly FileMessage[] = [
    { kind: "who", hash: HASH },
    { kind: "have", hash: HASH },
    { kind: "gone", hash: HASH },
    { kind: "done", hash: HASH },
    { kind: "get", hash: HASH, offset: MAX_FILE_BYTES - 1, length: MAX_RANGE_BYTES },
    { kind: "chunk", hash: HASH, offset: MAX_FILE_BYTES - 3, bytes: Uint8Array.of(1, 2, 3) },
  ];

  test("is read as it was written, and cut short it is not read", () => {
    for (const message of messages) {
      const bytes = fileMessageBytes(message);
      expect(readFileMessage(bytes)).toEqual(message);
      const least = message.kind === "chunk" ? bytes.length - 3 : bytes.length;
      for (let length = 0; length < least; length++)
        expect(readFileMessage(bytes.slice(0, length)), `${message.kind} ${length}`).toBe(
          undefined,
        );
    }
  });

  test("over its limits is dropped", () => {
    const over: readonly FileMessage[] = [
      { kind: "get", hash: HASH, offset: MAX_FILE_BYTES, length: 1 },
      { kind: "get", hash: HASH, offset: 0, length: MAX_RANGE_BYTES + 1 },
      { kind: "get", hash: HASH, offset: 0, length: 0 },
      { kind: "chunk", hash: HASH, offset: 0, bytes: new Uint8Array(MAX_CHUNK_BYTES + 1) },
      { kind: "chunk", hash: HASH, offset: 0, bytes: new Uint8Array(0) },
    ];
    for (const message of over) expect(readFileMessage(fileMessageBytes(message))).toBeUndefined();
    const unknown = fileMessageBytes({ kind: "who", hash: HASH });
    unknown[0] = 9;
    expect(readFileMessage(unknown)).toBeUndefined();
  });
});
