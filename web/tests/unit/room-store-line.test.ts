// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { toBase64Url } from "../../src/crypto/bytes.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { takeRejoin } from "../../src/state/reload.ts";
import { define } from "./support/fake-audio.ts";
import { chatEntryOnWire, somebody } from "./support/people.ts";
import { ben, devices, joinedStore, later, peers, person, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

describe("the line", () => {
  test("that is lost shows as reconnecting, and why when it lasts", async () => {
    const store = await joinedStore();
    server.away = true;
    server.socket.drop(1006);
    await settle();
    expect(store.getState().phase).toBe("reconnecting");
    expect(person(store, 1)?.connection).toBe("reconnecting");
    await later(20_000);
    expect(store.getState().problem?.code).toBe("server-away");
    server.away = false;
    await later(10_000);
    peers.last.become("connected");
    await settle();
    expect(store.getState().phase).toBe("connected");
    expect(store.getState().problem).toBeUndefined();
  });

  test("without a network says so", async () => {
    const store = await joinedStore();
    define(navigator, "onLine", false);
    server.away = true;
    server.socket.drop(1006);
    await settle();
    expect(store.getState().problem?.code).toBe("offline");
    define(navigator, "onLine", true);
    server.away = false;
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(store.getState().phase).toBe("connected");
  });

  test("voice that is away shows as reconnecting too, while the chat goes on", async () => {
    const store = await joinedStore();
    peers.last.become("failed");
    await settle();
    expect(store.getState().phase).toBe("reconnecting");
    store.chat.say("still here");
    await settle();
    expect(server.entries.length).toBe(1);
    await later(60_000);
    expect(store.getState().problem?.code).toBe("voice-unreachable");
    peers.last.become("connected");
    await settle();
    expect(store.getState().phase).toBe("connected");
  });

  test("taken over by another tab lets go of the microphone, and can be taken back", async () => {
    const store = await joinedStore();
    server.socket.drop(4001);
    await settle();
    expect(store.getState().phase).toBe("superseded");
    expect(devices.live).toEqual([]);
    store.retry();
    await settle();
    expect(store.getState().phase).toBe("connected");
    expect(devices.live.length).toBe(1);
  });

  test("a page that goes says so", async () => {
    await joinedStore();
    window.dispatchEvent(new Event("pagehide"));
    expect(server.socket.closedWith).toBe(4002);
  });

  test("a new build reloads once, and the next page is in again", async () => {
    const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
    server.build = "1";
    await joinedStore(true, { build: "1" });
    expect(reload).not.toHaveBeenCalled();
    server.build = "2";
    server.restart();
    await later(1_000);
    expect(reload).toHaveBeenCalledOnce();
    server.restart();
    await later(1_000);
    expect(reload).toHaveBeenCalledOnce();
    expect(takeRejoin("tea")).toBeUndefined();
    expect(takeRejoin("coffee")).toEqual({ microphone: true });
    expect(takeRejoin("coffee")).toBeUndefined();
    reload.mockRestore();
  });

  test("leaving lets go of everything", async () => {
    const store = await joinedStore();
    const updates = server.count("member.update");
    await store.leave();
    expect(store.getState().phase).toBe("left");
    expect(store.getState().people).toEqual([]);
    expect(devices.live).toEqual([]);
    expect(peers.last.closed).toBe(true);
    expect(server.asked.at(-1)?.method).toBe("leave");
    expect(server.count("member.update")).toBe(updates);
  });
});

describe("the chat", () => {
  test("shows what is sent, pending at first; keeps lines that stay", async () => {
    const store = await joinedStore();
    server.deaf.add("log.append");
    expect(store.chat.say(" hello ")).toBe(true);
    await settle();
    const [pending] = store.getState().messages;
    expect(pending).toMatchObject({
      text: "hello",
      nickname: "Ada",
      isSelf: true,
      pending: true,
    });
    server.deaf.clear();
    server.socket.drop(1006);
    await later(1_000);
    const [sent] = store.getState().messages;
    expect(sent).toMatchObject({ key: pending?.key, pending: false });
    store.chat.say("again");
    await settle();
    expect(store.getState().messages[0]).toBe(sent);
  });

  test.each([
    ["", undefined],
    ["   ", undefined],
    ["x".repeat(2_001), "message-too-long"],
    ["a\u202eb", "message-forbidden"],
  ])("refuses %j", async (text, code) => {
    const store = await joinedStore();
    expect(store.chat.say(text)).toBe(false);
    expect(store.getState().problem?.code).toBe(code);
    expect(store.getState().messages).toEqual([]);
  });

  test("names authors who are gone as they named themselves, and others as they are named now", async () => {
    const roomId = await publicRoomId("coffee");
    const cleo = await somebody();
    const profile = toBase64Url(encodeProfile({ nickname: "Benjamin" }));
    server.others = [server.member(7, ben.memberId, profile)];
    server.entries = [
      await chatEntryOnWire(cleo, roomId, 1, { nickname: "Cleo" }, 1),
      await chatEntryOnWire(ben, roomId, 2, {}, 2),
    ];
    const store = await joinedStore();
    expect(store.getState().messages.map(({ nickname }) => nickname)).toEqual(["Cleo", "Benjamin"]);
  });
});
