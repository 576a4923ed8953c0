import { beforeEach, expect, test } from "vitest";
import { type BodySeal, ChatLog } from "../../src/client/chat-log.ts";
import type { LogTransport } from "../../src/client/log.ts";
import type { Bytes } from "../../src/crypto/bytes.ts";
import type { Credentials } from "../../src/crypto/credentials.ts";
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
