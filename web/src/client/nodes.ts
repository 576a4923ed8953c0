/** Which node of a cluster to go to: by load, past those that failed (protocol/README.md, "Nodes"). */

export interface ClusterNode {
  /** `wss://n1.example`, without a path. */
  readonly url: string;
  readonly state: "up" | "full" | "draining";
  /** 0 to 100. */
  readonly load: number;
}

/** A node that failed is left alone for so long, while there are others. */
export const FAILED_MILLIS = 30_000;
/** What was told of loads longer ago says nothing. */
export const FRESH_MILLIS = 60_000;
/** A socket that lives no longer was of no use: its node was cut off from the others, say. */
export const SHORT_LIFE_MILLIS = 20_000;
/** Asked at most so often. */
export const REFRESH_MILLIS = 10_000;
/** Loads that differ by less are the same: else everybody went to one. */
export const LOAD_SLACK = 10;
export const MAX_NODES = 64;

const URL_FORM = /^wss?:\/\/([a-z0-9._-]{1,253}|\[[0-9a-f:]{2,45}\])(:\d{1,5})?$/;
const STATES: ReadonlySet<unknown> = new Set<ClusterNode["state"]>(["up", "full", "draining"]);
const KEY = "free4chat.nodes";
const GOING_AWAY = 1001;
const ABNORMAL = 1006;

/** The nodes of an answer of `/api/nodes`; none of what is malformed, nor what a page at `home` may not go to. */
export function readNodes(value: unknown, home: string): ClusterNode[] {
  const nodes: unknown = (value as { nodes?: unknown } | null)?.nodes;
  if (!Array.isArray(nodes)) return [];
  return nodes
    .slice(0, MAX_NODES)
    .filter(isNode)
    .filter(({ url }) => url.startsWith("wss:") || home.startsWith("ws:"))
    .map(({ url, state, load }) => ({ url, state, load }));
}

function isNode(value: unknown): value is ClusterNode {
  const { url, state, load } = (value ?? {}) as Partial<Record<keyof ClusterNode, unknown>>;
  const isLoad = typeof load === "number" && load >= 0 && load <= 100;
  return typeof url === "string" && URL_FORM.test(url) && STATES.has(state) && isLoad;
}

export interface Choice {
  readonly nodes: readonly ClusterNode[];
  /** The page's own address, where a balancer may be: the last resort before those that failed. */
  readonly home: string;
  /** Whether loads were told lately. */
  readonly isFresh: boolean;
  /** When each of those that failed did, in ms. */
  readonly failed: ReadonlyMap<string, number>;
  readonly nowMillis: number;
  readonly random: () => number;
}

/** One of those that are up and have not failed, one of the least loaded; else home; else the one whose failure is longest ago. */
export function pickNode({ nodes, home, isFresh, failed, nowMillis, random }: Choice): string {
  const failedMillis = (url: string) => failed.get(url) ?? Number.NEGATIVE_INFINITY;
  const isWell = (url: string) => nowMillis - failedMillis(url) >= FAILED_MILLIS;
  const well = nodes.filter(({ url, state }) => state === "up" && isWell(url));
  const least = Math.min(...well.map(({ load }) => load));
  const best = isFresh ? well.filter(({ load }) => load < least + LOAD_SLACK) : well;
  const picked = best[Math.floor(random() * best.length)];
  if (picked) return picked.url;
  if (isWell(home)) return home;
  const all = [home, ...nodes.filter(({ state }) => state === "up").map(({ url }) => url)];
  return all.reduce((oldest, url) => (failedMillis(url) < failedMillis(oldest) ? url : oldest));
}

export interface NodesOptions {
  /** `wss://chat.example`, without a path. */
  readonly home: string;
  /** The body of `/api/nodes`, as JSON reads it; rejects where nobody answers. */
  readonly ask: () => Promise<unknown>;
  readonly open: (url: string) => WebSocket;
  readonly storage?: Pick<Storage, "getItem" | "setItem"> | undefined;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** The nodes that this browser knows of; what it knew is kept for the next visit. */
export class Nodes {
  readonly #options: NodesOptions;
  readonly #failed = new Map<string, number>();
  /** Sockets that nobody has answered yet, and at which node. */
  readonly #opening = new Map<WebSocket, string>();
  #nodes: readonly ClusterNode[];
  #askedMillis = Number.NEGATIVE_INFINITY;
  #toldMillis = Number.NEGATIVE_INFINITY;

  constructor(options: NodesOptions) {
    this.#options = options;
    this.#nodes = this.#remembered();
  }

  get nodes(): readonly ClusterNode[] {
    return this.#nodes;
  }

  /** Makes what opens the sockets of one line, each to the node that is best then; what the former one has `told` is the news. */
  connector(): (url: string, told?: unknown) => WebSocket {
    let former: { node: string; sinceMillis: number } | undefined;
    return (url, told) => {
      if (told) this.#take(told);
      const isShort = former && this.#now() - former.sinceMillis < SHORT_LIFE_MILLIS;
      if (former && (told || isShort)) this.#fails(former.node);
      void this.refresh();
      const node = this.#pick();
      const socket = this.#options.open(node + url.slice(this.#options.home.length));
      former = { node, sinceMillis: this.#now() };
      this.#opening.set(socket, node);
      socket.addEventListener("open", () => this.#opening.delete(socket));
      socket.addEventListener("close", ({ code }) => {
        this.#opening.delete(socket);
        if (code === GOING_AWAY || code === ABNORMAL) this.#fails(node);
      });
      return socket;
    };
  }

  #pick(): string {
    const { home, random = Math.random } = this.#options;
    const nowMillis = this.#now();
    const isFresh = nowMillis - this.#toldMillis < FRESH_MILLIS;
    const [nodes, failed] = [this.#nodes, this.#failed];
    return pickNode({ nodes, home, isFresh, failed, nowMillis, random });
  }

  #fails(node: string): void {
    this.#failed.set(node, this.#now());
    this.#keep();
    void this.refresh();
  }

  /** What was remembered of a node is no longer so: who waits for it there would wait in vain. */
  #giveUpOld(): void {
    const isUp = (url: string) => this.#nodes.some((one) => one.url === url && one.state === "up");
    for (const [socket, node] of this.#opening) {
      if (node === this.#options.home || isUp(node)) continue;
      this.#opening.delete(socket);
      socket.close();
    }
  }

  /** Asks who is there; what it knew stays where nobody answers. */
  async refresh(): Promise<void> {
    if (this.#now() - this.#askedMillis < REFRESH_MILLIS) return;
    this.#askedMillis = this.#now();
    try {
      this.#take(await this.#options.ask());
    } catch {
      // asked again with the next socket
    }
  }

  #take(told: unknown): void {
    this.#nodes = readNodes(told, this.#options.home);
    this.#toldMillis = this.#now();
    this.#keep();
    this.#giveUpOld();
  }

  #keep(): void {
    const kept = { nodes: this.#nodes, failed: [...this.#failed].slice(-MAX_NODES) };
    try {
      this.#options.storage?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // known until the page is closed
    }
  }

  #remembered(): ClusterNode[] {
    try {
      const kept: unknown = JSON.parse(this.#options.storage?.getItem(KEY) ?? "null");
      this.#rememberFailures((kept as { failed?: unknown } | null)?.failed);
      return readNodes(kept, this.#options.home);
    } catch {
      return [];
    }
  }

  /** A page that is opened anew does not go where it has just failed. */
  #rememberFailures(failed: unknown): void {
    if (!Array.isArray(failed)) return;
    for (const one of failed.slice(0, MAX_NODES)) {
      const [url, millis] = Array.isArray(one) ? (one as unknown[]) : [];
      const isTime = typeof millis === "number" && millis <= this.#now(); // a clock may be set back
      if (typeof url === "string" && URL_FORM.test(url) && isTime) this.#failed.set(url, millis);
    }
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}
