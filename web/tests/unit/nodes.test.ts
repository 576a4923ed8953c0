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
    sockets: [] as {
      url: string;
      close: (code: number) => void;
      opened: () => void;
      isClosed: boolean; // by the page
    }[],
  };
  const nodes = new Nodes({
    home: HOME,
    ask: () => {
      world.asked++;
      return world.answer();
    },
    open: (url) => {
      const target = new EventTarget();
      const close = (code: number) =>
        target.dispatchEvent(Object.assign(new Event("close"), { code }));
      const opened = () => target.dispatchEvent(new Event("open"));
      const held = { url, close, opened, isClosed: false };
      world.sockets.push(held);
      const closeByPage = () => {
        held.isClosed = true;
        close(1006);
      };
      return Object.assign(target, { close: closeByPage }) as unknown as WebSocket;
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
  const open = (told?: unknown) => {
    connect(`${HOME}/ws`, told);
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

  test("told to go, it goes to another node, by what that one has told of them", async () => {
    const { world, nodes, open } = browser();
    await nodes.refresh();
    expect(open().url).toBe("wss://a.example/ws");
    world.now += SHORT_LIFE_MILLIS + FRESH_MILLIS; // what it knows is old
    world.answer = () => new Promise(() => {});
    const told = [node("a", 0, "full"), node("b", 90), node("c", 5)];
    expect(open({ why: "full", nodes: told }).url).toBe("wss://c.example/ws");
    expect(nodes.nodes).toEqual(told);
    // Where there is none, the page's own address; and not at once to the one that it was sent from.
    expect(open({ why: "draining", nodes: [node("c", 0)] }).url).toBe(`${HOME}/ws`);
  });

  test.each(["draining", "full", "gone"] as const)(
    "waits no longer for a node that it remembers, and that is %s now",
    async (state) => {
      const before = browser();
      await before.nodes.refresh();
      const { world, nodes, open } = browser(before.world.kept);
      world.answer = async () => ({
        nodes: [...(state === "gone" ? [] : [node("a", 0, state)]), node("b", 50)],
      });
      const first = open();
      expect(first.url, "as it was").toBe("wss://a.example/ws");
      await nodes.refresh();
      await Promise.resolve();
      expect(first.isClosed).toBe(true);
      expect(open().url).toBe("wss://b.example/ws");
    },
  );

  test("stays at a node that has answered, and waits for one that is up", async () => {
    const before = browser();
    await before.nodes.refresh();
    for (const answers of [true, false]) {
      const { world, nodes, open } = browser(before.world.kept);
      const state = answers ? "full" : "up";
      world.answer = async () => ({ nodes: [node("a", 90, state)] });
      const first = open();
      if (answers) first.opened();
      await nodes.refresh();
      await Promise.resolve();
      expect(first.isClosed).toBe(false);
    }
  });

  test("opened anew does not go where it has just failed", async () => {
    const before = browser();
    await before.nodes.refresh();
    before.world.now = SHORT_LIFE_MILLIS;
    before.open().close(1006);
    const anew = (now: number, kept = before.world.kept) => {
      return new Nodes({
        home: HOME,
        ask: () => new Promise(() => {}),
        open: (url) => Object.assign(new EventTarget(), { url }) as unknown as WebSocket,
        storage: { getItem: () => kept ?? null, setItem: () => {} },
        random: () => 0,
        now: () => now,
      });
    };
    const goes = (now: number, kept?: string) => anew(now, kept).connector()(`${HOME}/ws`).url;
    expect(goes(SHORT_LIFE_MILLIS + 1)).toBe("wss://b.example/ws");
    expect(goes(SHORT_LIFE_MILLIS + FAILED_MILLIS)).toBe("wss://a.example/ws");
    expect(goes(0), "a clock that was set back").toBe("wss://a.example/ws");
    const wrong = JSON.stringify({ nodes: [node("a")], failed: [null, ["wss://a.example"], 7] });
    expect(goes(1, wrong)).toBe("wss://a.example/ws");
  });
});
