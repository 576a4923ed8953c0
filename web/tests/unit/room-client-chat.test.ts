import { describe, expect, test } from "vitest";
import type { ChatWriting } from "../../src/client/chat-body.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { chatEntryOnWire, somebody } from "./support/people.ts";
import { enteredClient, later, server } from "./support/room-client.ts";
import { settle } from "./support/settle.ts";

function said(text: string): ChatWriting {
  return { kind: "text", text };
}

describe("the chat", () => {
  test("shows a line at once, pending until the server has it", async () => {
    const { client } = await enteredClient();
    server.deaf.add("log.append");
    await client.write(said("hello"));
    expect(client.chat.lines.map(({ text, pending }) => [text, pending])).toEqual([
      ["hello", true],
    ]);
    server.deaf.clear();
    server.socket.drop(1006);
    await later(500);
    expect(client.chat.lines.map(({ text, pending }) => [text, pending])).toEqual([
      ["hello", false],
    ]);
    expect(server.entries.length).toBe(1);
  });

  test("a line whose answer got lost is there once, not twice", async () => {
    const { client } = await enteredClient();
    server.deaf.add("log.append");
    await client.write(said("once"));
    await settle();
    // The server took it; its answer and its echo went down with the line.
    server.append(server.socket, server.lastParams("log.append") as never);
    server.deaf.clear();
    server.socket.drop(1006);
    await later(1_000);
    expect(server.entries.length).toBe(1);
    expect(client.chat.lines.map(({ text, pending }) => [text, pending])).toEqual([
      ["once", false],
    ]);
  });

  test("lines written without a line go out in order when it is back", async () => {
    const { client } = await enteredClient();
    server.away = true;
    server.socket.drop(1006);
    for (const text of ["one", "two", "three"]) await client.write(said(text));
    server.away = false;
    await later(20_000);
    expect(server.entries.map((entry) => entry.sequence)).toEqual([1, 2, 3]);
    expect(client.chat.lines.map((line) => line.text)).toEqual(["one", "two", "three"]);
    expect(client.chat.lines.some((line) => line.pending)).toBe(false);
  });

  test("a browser keeps what was written, once, and nothing that was taken out or back", async () => {
    const first = await enteredClient();
    for (const text of ["kept", "taken out", "taken back"]) await first.client.write(said(text));
    await settle();
    await first.client.write({ kind: "delete", of: 3 });
    await settle();
    const [, second] = first.client.chat.lines;
    first.client.chat.withhold(new Set([second?.key ?? ""]));
    first.client.chat.setRetention("session");
    server.entries.length = 0; // the room ended, and began anew
    await first.client.leave();
    const again = await enteredClient();
    expect(again.client.chat.lines.map(({ text }) => text)).toEqual(["kept"]);
    again.client.chat.clear();
    await again.client.leave();
    expect((await enteredClient()).client.chat.lines).toEqual([]);
  });

  test("a restarted server gets our lines back from us", async () => {
    const { client } = await enteredClient();
    for (const text of ["one", "two"]) await client.write(said(text));
    await settle();
    expect(server.entries.length).toBe(2);
    server.restart();
    await later(1_000);
    expect(server.entries.map((entry) => entry.sequence)).toEqual([1, 2]);
    expect(client.chat.lines.length).toBe(2);
  });

  test("a reload keeps what we wrote for the server, and counts on", async () => {
    const first = await enteredClient();
    await first.client.write(said("before"));
    await settle();
    first.client.pageHidden();
    server.entries = [];
    const second = await enteredClient();
    expect(second.client.chat.lines.map((line) => line.text)).toEqual(["before"]);
    await settle();
    expect(server.entries.map((entry) => entry.sequence)).toEqual([1]);
    await second.client.write(said("after"));
    await settle();
    expect(server.entries.map((entry) => entry.sequence)).toEqual([1, 2]);
  });

  test("leaving forgets what we wrote, but never counts a sequence twice", async () => {
    const first = await enteredClient();
    await first.client.write(said("secret"));
    await settle();
    void first.client.leave();
    await settle();
    server.entries = [];
    server.resumed = false;
    const second = await enteredClient();
    expect(second.client.chat.lines).toEqual([]);
    await second.client.write(said("new"));
    await settle();
    expect(server.entries.map((entry) => entry.sequence)).toEqual([2]);
  });

  test("a late joiner reads all pages; forged and foreign entries are dropped", async () => {
    const roomId = await publicRoomId("coffee");
    const elsewhere = await publicRoomId("tea");
    const [ben, eve] = [await somebody(), await somebody()];
    server.entries = [
      await chatEntryOnWire(ben, roomId, 1, { text: "one", nickname: "Ben" }, 1),
      await chatEntryOnWire(ben, elsewhere, 2, { text: "from another room" }, 2),
      { ...(await chatEntryOnWire(eve, roomId, 1, { text: "as Ben" }, 3)), author: ben.memberId },
      { ...(await chatEntryOnWire(ben, roomId, 3, { text: "renumbered" }, 4)), sequence: 9 },
      await chatEntryOnWire(ben, roomId, 4, { text: "two", nickname: "Ben" }, 5),
    ];
    const { client } = await enteredClient();
    await settle();
    expect(client.chat.lines.map(({ text, nickname }) => [text, nickname])).toEqual([
      ["one", "Ben"],
      ["two", "Ben"],
    ]);
  });

  test("an entry that the server refuses disappears and is told", async () => {
    const { client, events } = await enteredClient();
    server.refuse = { "log.append": { reason: "too-large" } };
    await client.write(said("too long for it"));
    await settle();
    expect(client.chat.lines).toEqual([]);
    expect(events.lineRefused).toHaveBeenCalledExactlyOnceWith("too-large");
  });

  test("too fast is sent again, later", async () => {
    const { client } = await enteredClient();
    server.refuse = { "log.append": { reason: "too-many-messages" } };
    await client.write(said("slowly"));
    await later(2_000);
    expect(server.count("log.append")).toBeGreaterThan(1);
    server.refuse = {};
    await later(2_000);
    expect(client.chat.lines.map(({ pending }) => pending)).toEqual([false]);
    expect(server.entries.length).toBe(1);
  });

  test("an entry over the server's limit is not even sent", async () => {
    const { client } = await enteredClient();
    await expect(client.write(said("x".repeat(20_000)))).rejects.toMatchObject({
      code: "too-large",
    });
    expect(client.chat.lines).toEqual([]);
    expect(server.count("log.append")).toBe(0);
  });
});
