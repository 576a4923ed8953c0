import { beforeEach, expect, test } from "vitest";
import { type BodySeal, ChatLog } from "../../src/client/chat-log.ts";
import { ClientError } from "../../src/client/errors.ts";
import type { LogTransport } from "../../src/client/log.ts";
import type { DocumentPlace, LogDocument } from "../../src/client/log-document.ts";
import { type Bytes, toBase64Url } from "../../src/crypto/bytes.ts";
import type { Credentials } from "../../src/crypto/credentials.ts";
import { signEntry } from "../../src/crypto/entry.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { somebody } from "./support/people.ts";
import { settle } from "./support/settle.ts";
import { installStorage } from "./support/storage.ts";

/** A page of a sealed room: it can open what was sealed by itself alone, for its keys go with it. */
class Page {
  readonly sent: { doc: string; sequence: number; bytes: Bytes }[] = [];
  readonly log: ChatLog;

  constructor(credentials: Credentials, roomId: Bytes, key: number) {
    const turned = (body: Bytes) => body.map((byte) => byte ^ key);
    const seal: BodySeal = {
      sealBody: async (_, body) => Uint8Array.of(key, ...turned(body)),
      openBody: async (_, __, [sealedBy, ...body]) =>
        sealedBy === key ? turned(Uint8Array.from(body)) : undefined,
    };
    this.log = new ChatLog(seal, { changed: () => {}, lineRefused: () => {} });
    const transport: LogTransport = {
      append: async (doc, sequence, bytes) => void this.sent.push({ doc, sequence, bytes }),
      after: async () => ({ entries: [], cursor: 0, more: false }),
    };
    this.log.open(credentials, roomId, transport);
  }

  get lines() {
    return this.log.lines.map(({ text, pending }) => ({ text, pending }));
  }
}

let credentials: Credentials;
let roomId: Bytes;

beforeEach(async () => {
  installStorage();
  credentials = await somebody();
  roomId = await publicRoomId("tea");
});

async function write(page: Page, text: string): Promise<void> {
  await page.log.write({ kind: "text", text }, "Ana", 10_000);
}

test("what was sealed before a reload is read from our own copy, and nothing counts as unreadable", async () => {
  const before = new Page(credentials, roomId, 1);
  before.log.setRetention("session");
  before.log.entered({ cursor: 0, ownSequence: 0 }, false, 20);
  await write(before, "kept");
  await settle();
  before.log.lineLost();
  await write(before, "waiting");
  await settle();
  before.log.lineLost();

  const after = new Page(credentials, roomId, 2);
  await settle();
  expect(after.lines).toEqual([
    { text: "kept", pending: true },
    { text: "waiting", pending: true },
  ]);
  after.log.entered({ cursor: 0, ownSequence: 1 }, false, 20);
  await settle();
  expect(after.lines).toEqual([
    { text: "kept", pending: false },
    { text: "waiting", pending: false },
  ]);
  expect(after.sent.map(({ sequence }) => sequence)).toEqual([2]);
  for (const { doc, sequence, bytes } of before.sent)
    after.log.receive({ cursor: 1, doc, author: credentials.memberId, sequence, bytes });
  await settle();
  expect([after.lines.length, after.log.unreadable]).toEqual([2, 0]);
});

test("an answer that comes before our own copy is read leaves nothing pending", async () => {
  const before = new Page(credentials, roomId, 1);
  before.log.setRetention("session");
  before.log.entered({ cursor: 0, ownSequence: 0 }, false, 20);
  await write(before, "kept");
  await settle();
  before.log.lineLost();

  const after = new Page(credentials, roomId, 2);
  after.log.entered({ cursor: 0, ownSequence: 1 }, false, 20);
  for (const { doc, sequence, bytes } of before.sent)
    after.log.receive({ cursor: 1, doc, author: credentials.memberId, sequence, bytes });
  await settle();
  expect(after.lines).toEqual([{ text: "kept", pending: false }]);
  expect(after.log.unreadable).toBe(0);
});

test("what stands beside the chat gets what others wrote, opened, and what became of its own", async () => {
  const told: unknown[] = [];
  const others = await somebody();
  let place: DocumentPlace | undefined;
  const beside: LogDocument = {
    opened: (given) => {
      place = given;
    },
    received: ({ doc, author, cursor, body }) => told.push([doc, author, cursor, body]),
    entered: (resumed) => told.push(resumed),
    placed: (sequence, cursor) => told.push({ sequence, cursor }),
    settled: (settled) => told.push(settled),
    told: (author, body) => told.push([author, body]),
    acknowledged: (sequence) => told.push(sequence),
    refused: (sequence, code) => told.push([sequence, code]),
    setRetention: (retention) => told.push(retention),
    clear: () => told.push("clear"),
    flush: () => {},
  };
  const sent: string[] = [];
  const log = new ChatLog(undefined, { changed: () => {}, lineRefused: () => {} }, beside);
  log.open(credentials, roomId, {
    append: async (doc, sequence) => {
      sent.push(`${doc} ${sequence}`);
      if (doc === "board.bad") throw new ClientError("too-large", "refusal", "no");
    },
    after: async () => ({ entries: [], cursor: 0, more: false }),
  });
  log.entered({ cursor: 0, ownSequence: 0 }, false, 20);
  expect(await place?.append("board", Uint8Array.of(1))).toBe(1);
  expect(await place?.append("board.bad", Uint8Array.of(2))).toBe(2);
  await settle();
  const bytes = await signEntry(others, { roomId, doc: "board" }, 4, Uint8Array.of(7));
  log.receive({ cursor: 3, doc: "board", author: others.memberId, sequence: 4, bytes });
  log.receive({ cursor: 4, doc: "board", author: credentials.memberId, sequence: 1, bytes });
  await settle();
  const settled = { doc: "board", before: 3, from: 4, hash: new Uint8Array(32) };
  log.told("log.settled", { ...settled, hash: toBase64Url(settled.hash) }, new Map());
  log.told("log.settled", { ...settled, before: "3" }, new Map());
  const people = new Map([[2, { id: others.memberId }]]);
  log.told("presence.told", { number: 2, bytes: "Bw" }, people);
  log.told("presence.told", { number: 3, bytes: "Bw" }, people);
  log.setRetention("keep");
  log.clear();
  expect(sent).toEqual(["board 1", "board.bad 2"]);
  expect(await place?.caughtUp()).toBe(4);
  expect(told).toEqual([
    false,
    1,
    [2, "too-large"],
    ["board", others.memberId, 3, Uint8Array.of(7)],
    { sequence: 1, cursor: 4 },
    settled,
    [others.memberId, Uint8Array.of(7)],
    "keep",
    "clear",
  ]);
  expect(log.lines).toEqual([]);
});
