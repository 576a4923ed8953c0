// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DirectoryClient } from "../../src/client/directory.ts";
import { applyChange, type Listing } from "../../src/client/directory-wire.ts";
import { LiveDirectoryStore, TYPING_MILLIS } from "../../src/state/directory-store.ts";
import { NO_FILTER } from "../../src/state/directory-view.ts";
import { calmOrder, commonTags } from "../../src/view/directory/calm-order.ts";
import { FakeNetwork, type FakeSocket } from "./support/fake-socket.ts";
import { settle } from "./support/settle.ts";

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
});

afterEach(() => {
  vi.useRealTimers();
});

function room(name: string, people = 1, tags: readonly string[] = []): Listing {
  return { name, people, tags, topic: "", language: "any", talking: false, opened: 10 };
}

/** A server that answers each question with these rooms. */
function directoryServer(rooms: readonly Listing[]) {
  const network = new FakeNetwork();
  const state = { rooms, refusal: undefined as object | undefined };
  network.opened = (socket) => {
    socket.answer = ({ id }) => {
      if (id === undefined) return;
      const page = { rooms: state.rooms, total: state.rooms.length };
      const error = { code: 1015, message: "busy", data: state.refusal };
      const outcome = state.refusal ? { error } : { result: page };
      queueMicrotask(() => socket.say({ jsonrpc: "2.0", id, ...outcome }));
    };
    queueMicrotask(() => socket.open());
  };
  return { network, state };
}

function questions(socket: FakeSocket): unknown[] {
  return socket.requests("directory.watch").map(({ params }) => params);
}

async function openClient(rooms: readonly Listing[] = [room("coffee", 2), room("tea")]) {
  const server = directoryServer(rooms);
  const changed = vi.fn();
  const options = { url: "wss://x/ws", connect: server.network.connect, random: () => 0 };
  const client = new DirectoryClient(options, changed);
  client.start();
  await settle();
  return { ...server, client, changed, names: () => client.page?.rooms.map(({ name }) => name) };
}

describe("the client", () => {
  test("sees rooms without a word about who looks", async () => {
    const { client, network, names } = await openClient();
    expect(client.phase).toBe("live");
    expect(names()).toEqual(["coffee", "tea"]);
    expect(network.last.sent.map(({ method }) => method)).toEqual(["directory.watch"]);
  });

  test("follows what changes", async () => {
    const { client, network, names } = await openClient();
    network.last.notify("directory.change", {
      order: ["chess", "coffee"],
      rooms: [room("chess", 9)],
      changed: [{ name: "coffee", people: 3 }],
      total: 7,
      next: "1.0.1",
    });
    expect(names()).toEqual(["chess", "coffee"]);
    expect(client.page?.rooms[1]?.people).toBe(3);
    expect(client.page).toMatchObject({ total: 7, next: "1.0.1" });
  });

  test("passes over what it cannot read, and what it knows nothing of", async () => {
    const { client, network, names } = await openClient();
    const before = client.page;
    network.last.notify("directory.change", { rooms: [], changed: [{}], total: 1 });
    network.last.notify("member.joined", {});
    expect(client.page).toBe(before);
    const change = { rooms: [], changed: [{ name: "nowhere", people: 1 }], total: 2 };
    network.last.notify("directory.change", change);
    expect(names()).toEqual(["coffee", "tea"]);
  });

  test("keeps the last rooms while the line is lost, and watches again", async () => {
    const { client, network, state, names } = await openClient();
    state.rooms = [room("new")];
    network.last.drop(1006);
    expect(client.phase).toBe("loading");
    expect(names()).toEqual(["coffee", "tea"]);
    vi.advanceTimersByTime(500);
    await settle();
    expect(client.phase).toBe("live");
    expect(names()).toEqual(["new"]);
  });

  test("says that the server is away when it does not come back at once", async () => {
    const { client, network } = await openClient();
    network.opened = undefined;
    network.last.drop(1006);
    vi.advanceTimersByTime(500);
    network.last.drop(1006);
    expect(client.phase).toBe("away");
  });

  test("notices a line that has gone silent", async () => {
    const { client, network } = await openClient();
    for (let i = 0; i < 20; i++) vi.advanceTimersByTime(500);
    expect(client.phase).not.toBe("live");
    expect(network.sockets[0]?.closedWith).toBe(1000);
  });

  test("comes again when a busy server asked for it", async () => {
    const { client, network, state } = await openClient();
    state.refusal = { reason: "busy", retryMillis: 5000 };
    client.watch({ tag: "jazz" });
    await settle();
    expect(network.sockets.length).toBe(1);
    state.refusal = undefined;
    vi.advanceTimersByTime(5000);
    await settle();
    expect(client.phase).toBe("live");
    expect(questions(network.last)).toEqual([{ tag: "jazz" }]);
  });

  test("takes the answer to its last question alone", async () => {
    const { client, network } = await openClient();
    network.last.answer = undefined;
    client.watch({ search: "a" });
    client.watch({ search: "ab" });
    const ids = network.last.requests("directory.watch").map(({ id }) => id);
    const page = (name: string) => ({ rooms: [room(name)], total: 1 });
    network.last.say({ jsonrpc: "2.0", id: ids[2], result: page("ab") });
    network.last.say({ jsonrpc: "2.0", id: ids[1], result: page("a") });
    await settle();
    expect(client.page?.rooms[0]?.name).toBe("ab");
  });
});

describe("the store", () => {
  async function openStore() {
    const server = directoryServer([room("coffee")]);
    const options = { url: "wss://x/ws", connect: server.network.connect, random: () => 0 };
    const store = new LiveDirectoryStore(options);
    store.open();
    await settle();
    return { ...server, store, asked: () => questions(server.network.last) };
  }

  test("asks when typing pauses, and at once for a choice", async () => {
    const { store, asked } = await openStore();
    store.setFilter({ ...NO_FILTER, search: "j" });
    vi.advanceTimersByTime(TYPING_MILLIS - 1);
    store.setFilter({ ...NO_FILTER, search: "jazz " });
    vi.advanceTimersByTime(TYPING_MILLIS);
    expect(asked()).toEqual([{}, { search: "jazz" }]);
    store.setFilter({ tag: "music", language: "de", search: "jazz " });
    vi.advanceTimersByTime(0);
    expect(asked().at(-1)).toEqual({ search: "jazz", tag: "music", language: "de" });
    store.close();
  });

  test("turns pages", async () => {
    const { store, network, asked } = await openStore();
    const more = { rooms: [], changed: [], total: 51, next: "1.0.7" };
    network.last.notify("directory.change", more);
    expect(store.getState().hasNext).toBe(true);
    store.nextPage();
    expect(asked().at(-1)).toEqual({ after: "1.0.7" });
    expect(store.getState().isFirstPage).toBe(false);
    store.firstPage();
    expect(asked().at(-1)).toEqual({});
    expect(store.getState().isFirstPage).toBe(true);
    store.close();
  });

  test("lets go of the line when it is closed", async () => {
    const { store, network } = await openStore();
    store.close();
    expect(network.last.closedWith).toBe(1000);
    vi.advanceTimersByTime(60_000);
    expect(network.sockets.length).toBe(1);
  });
});

describe("the list", () => {
  test("a change keeps the rooms that it does not speak of as they are", () => {
    const page = { rooms: [room("coffee"), room("tea")], total: 2, next: undefined };
    const change = { rooms: [], changed: [{ name: "tea", talking: true }], total: 2 };
    const after = applyChange(page, { ...change, order: undefined, next: undefined });
    expect(after.rooms[0]).toBe(page.rooms[0]);
    expect(after.rooms[1]?.talking).toBe(true);
  });

  test("nothing moves under a finger: who is gone goes, who comes stands at the end", () => {
    const rooms = [room("new", 9), room("b", 5), room("a", 2)];
    const names = calmOrder(["a", "gone", "b"], rooms).map(({ name }) => name);
    expect(names).toEqual(["a", "b", "new"]);
  });

  test("the tags that most rooms have are offered", () => {
    const rooms = [room("1", 1, ["x", "y"]), room("2", 1, ["z", "y"]), room("3", 1, ["z"])];
    expect(commonTags(rooms, 2)).toEqual(["y", "z"]);
  });
});
