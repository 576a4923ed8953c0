/** Three real server processes that form a cluster on 127.0.0.1, 2 and 3, behind one name, as people who run one put them. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "./page.ts";
import { freePort, ServerProcess } from "./server.ts";

const NODES = 3;
const JOIN_LIMIT_MILLIS = 90_000;

/**
 * What stands before the nodes: hands each connection to the next node that takes one. It looks at no byte, so that to the pages
 * there is one server.
 */
class Balancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(ports: readonly number[]) {
    this.#server = createServer((client) => this.#hand(client, ports, ports.length));
  }

  static async start(ports: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return address.port;
  }

  #hand(client: Socket, ports: readonly number[], tries: number): void {
    const port = ports[this.#next++ % ports.length];
    if (tries === 0 || port === undefined) {
      client.destroy();
      return;
    }
    const node = dial(port, "127.0.0.1");
    this.#sockets.add(client).add(node);
    client.on("error", () => node.destroy());
    client.once("close", () => {
      this.#sockets.delete(client);
      node.destroy();
    });
    node.once("close", () => this.#sockets.delete(node));
    node.once("error", () => this.#hand(client, ports, tries - 1));
    node.once("connect", () => {
      node.removeAllListeners("error");
      node.on("error", () => client.destroy());
      node.once("close", () => client.end());
      client.pipe(node);
      node.pipe(client);
    });
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

export class Cluster {
  readonly nodes: readonly ServerProcess[];
  readonly #balancer: Balancer;
  readonly #directory: string;

  private constructor(nodes: readonly ServerProcess[], balancer: Balancer, directory: string) {
    this.nodes = nodes;
    this.#balancer = balancer;
    this.#directory = directory;
  }

  /** Starts the nodes, the first of which founds the cluster; they are one when this resolves. */
  static async start(flags: readonly string[] = []): Promise<Cluster> {
    const directory = mkdtempSync(path.join(tmpdir(), "free4chat-cluster-"));
    const secret = path.join(directory, "secret");
    writeFileSync(secret, "the secret of the nodes of this test");
    const ports: number[] = [];
    for (let node = 0; node < NODES; node++) ports.push(await freePort());
    const join = ports.map((port, node) => `127.0.0.${node + 1}:${port}`).join(",");
    const started = await Promise.allSettled(
      ports.map((port, node) =>
        ServerProcess.start([
          `--cluster-port=${port}`,
          `--cluster-host=127.0.0.${node + 1}`,
          `--cluster-secret-file=${secret}`,
          `--join=${join}`,
          "--workers=1",
          ...(node === 0 ? ["--bootstrap"] : []),
          ...flags,
        ]),
      ),
    );
    const nodes = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const failed = started.find((each) => each.status === "rejected");
    if (failed) {
      await Promise.all(nodes.map((node) => node.stop()));
      throw failed.reason;
    }
    const balancer = await Balancer.start(nodes.map((node) => node.ports.http));
    const cluster = new Cluster(nodes, balancer, directory);
    await cluster.whole();
    return cluster;
  }

  /** What people open. */
  get url(): string {
    return `http://localhost:${this.#balancer.port}`;
  }

  /** Waits until every node that runs sees all of them. */
  async whole(): Promise<void> {
    for (const node of this.nodes) {
      await until("the nodes are one cluster", JOIN_LIMIT_MILLIS, async () => {
        return (await node.metric("free4chat_nodes")) === NODES;
      });
    }
  }

  /** A metric of all nodes that run, together. */
  async sum(metric: string): Promise<number> {
    const running = this.nodes.filter((node) => node.isRunning);
    const values = await Promise.all(running.map((node) => node.metric(metric)));
    return values.reduce((sum, value) => sum + value, 0);
  }

  /** The node that has the one room there is. */
  async owner(): Promise<ServerProcess> {
    for (const node of this.nodes) {
      if (node.isRunning && (await node.metric("free4chat_rooms")) > 0) return node;
    }
    throw new Error("no node has a room");
  }

  async stop(): Promise<void> {
    this.#balancer.stop();
    await Promise.all(this.nodes.map((node) => node.stop()));
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
