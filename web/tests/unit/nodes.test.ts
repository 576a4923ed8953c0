import { describe, expect, test } from "vitest";
import {
  type Choice,
  type ClusterNode,
  FAILED_MILLIS,
  FRESH_MILLIS,
  MAX_NODES,
  Nodes,
  pickNode,
  REFRESH_MILLIS,
  readNodes,
  SHORT_LIFE_MILLIS,
} from "../../src/client/nodes.ts";

const HOME = "wss://chat.example";
const node = (name: string, load = 0, state: ClusterNode["state"] = "up"): ClusterNode => ({
  url: `wss://${name}.example`,
  state,
  load,
});

function pick(nodes: readonly ClusterNode[], more: Partial<Choice> = {}): string {
  const choice = { nodes, home: HOME, isFresh: true, failed: new Map(), nowMillis: 0 };
  return pickNode({ ...choice, random: () => 0, ...more });
}

describe("which node", () => {
  test("one of the least loaded, not always the same", () => {
    const nodes = [node("a", 50), node("b", 20), node("c", 25), node("d", 31)];
    const picked = [0, 0.49, 0.51, 0.99].map((random) => pick(nodes, { random: () => random }));
    expect(picked).toEqual(["b", "b", "c", "c"].map((name) => node(name).url));
  });

  test("what was told of loads long ago says nothing", () => {
    const nodes = [node("a", 90), node("b", 0)];
    expect(pick(nodes, { isFresh: false })).toBe(node("a").url);
  });

  test("never one that drains, is full, or has failed lately", () => {
    const nodes = [node("a", 0, "draining"), node("b", 0, "full"), node("c"), node("d", 99)];
    const failed = new Map([[node("c").url, 1_000]]);
    expect(pick(nodes, { failed, nowMillis: 1_000 })).toBe(node("d").url);
    expect(pick(nodes, { failed, nowMillis: 1_000 + FAILED_MILLIS })).toBe(node("c").url);
  });

  test("none of them: home; home as well: the one whose failure is longest ago", () => {
    expect(pick([])).toBe(HOME);
    expect(pick([node("a", 0, "full")])).toBe(HOME);
    const failed = new Map([
      [node("a").url, 5],
      [HOME, 7],
      [node("b").url, 6],
    ]);
    const nowMillis = 10;
    expect(pick([node("b"), node("a")], { failed, nowMillis })).toBe(node("a").url);
    expect(pick([], { failed, nowMillis })).toBe(HOME);
  });
});

describe("what is told of nodes", () => {
  test("malformed ones are left out", () => {
    const good = node("a", 3);
    const bad = [
      null,
      "wss://a.example",
      { ...good, url: "https://a.example" },
      { ...good, url: "wss://a.example/ws" },
      { ...good, url: "wss://a.example@evil.example" },
      { ...good, state: "gone" },
      { ...good, load: 101 },
      { ...good, load: "3" },
    ];
    expect(readNodes({ nodes: [...bad, { ...good, more: 1 }] }, HOME)).toEqual([good]);
    for (const none of [null, 1, {}, { nodes: {} }]) expect(readNodes(none, HOME)).toEqual([]);
  });

  test("a page over TLS goes nowhere without it", () => {
    const plain = { url: "ws://a.example", state: "up", load: 0 };
    expect(readNodes({ nodes: [plain] }, HOME)).toEqual([]);
    expect(readNodes({ nodes: [plain] }, "ws://localhost:8080")).toHaveLength(1);
  });

  test("there are at most so many", () => {
    const nodes = Array.from({ length: MAX_NODES + 1 }, (_, index) => node(`n${index}`));
    expect(readNodes({ nodes }, HOME)).toHaveLength(MAX_NODES);
  });
});

/** A browser whose clock and network are the test's. */
function browser(kept?: string) {
  const world = {
    now: 0,
    answer: (): Promise<unknown> => Promise.resolve({ nodes: [node("a"), node("b", 50)] }),
    asked: 0,
    kept,
    sockets: [] as { url: string; close: (code: number) => void }[],
  };
  const nodes = new Nodes({
    home: HOME,
    ask: () => {
      world.asked++;
      return world.answer();
    },
    open: (url) => {
      const socket = new EventTarget();
      const close = (code: number) =>
        socket.dispatchEvent(Object.assign(new Event("close"), { code }));
      world.sockets.push({ url, close });
      return socket as WebSocket;
    },
    storage: {
      getItem: () => world.kept ?? null,
      setItem: (_, value) => {
        world.kept = value;
      },
    },
    random: () => 0,
    now: () => world.now,
  });
  const connect = nodes.connector();
  const open = () => {
    connect(`${HOME}/ws`);
    return world.sockets.at(-1) as (typeof world.sockets)[number];
  };
  return { world, nodes, open };
}

describe("a browser", () => {
  test("goes home at first, and then to the least loaded, past what failed", async () => {
    const { world, nodes, open } = browser();
    expect(open().url).toBe(`${HOME}/ws`);
    await nodes.refresh();
    world.now += SHORT_LIFE_MILLIS;
    const first = open();
    expect(first.url).toBe("wss://a.example/ws");
    world.now += SHORT_LIFE_MILLIS;
    first.close(1006);
    const second = open();
    expect(second.url).toBe("wss://b.example/ws");
    world.now += FAILED_MILLIS;
    second.close(1001); // it drains
    expect(open().url).toBe("wss://a.example/ws");
  });

  test("leaves a node that is of no use, though its sockets open", async () => {
    const { world, nodes, open } = browser();
    await nodes.refresh();
    expect(open().url).toBe("wss://a.example/ws");
    world.now += SHORT_LIFE_MILLIS - 1;
    expect(open().url).toBe("wss://b.example/ws");
  });

  test("stays with a node that has closed a socket for another reason", async () => {
    const { world, nodes, open } = browser();
    await nodes.refresh();
    open().close(4009);
    world.now += SHORT_LIFE_MILLIS;
    expect(open().url).toBe("wss://a.example/ws");
  });

  test("knows at the next visit, when nobody answers, and is not asked all the time", async () => {
    const { world, nodes, open } = browser();
    await nodes.refresh();
    await nodes.refresh();
    expect(world.asked).toBe(1);
    world.now += REFRESH_MILLIS;
    world.answer = () => Promise.reject(new Error("away"));
    await nodes.refresh();
    expect(nodes.nodes).toHaveLength(2);

    const next = browser(world.kept);
    next.world.answer = world.answer;
    expect(next.nodes.nodes).toEqual(nodes.nodes);
    expect(next.open().url).toBe("wss://a.example/ws");
    expect(browser("{").nodes.nodes).toEqual([]);
    world.now += FRESH_MILLIS + SHORT_LIFE_MILLIS;
    expect(open().url).toBe("wss://a.example/ws");
  });
});
