/** Real server processes, three as a rule, that form a cluster on 127.0.0.1, 2 and 3, behind one name, as people who run one put them. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { NodeMachine } from "./node-machine.ts";
import { until } from "./page.ts";
import { freePort, ServerProcess } from "./server.ts";

const NODES = 3;
const JOIN_LIMIT_MILLIS = 90_000;

/**
 * What stands before the nodes: hands each connection to the next node that runs and takes one. It looks at no byte, so that to the
 * pages there is one server.
 */
class Balancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(nodes: readonly ServerProcess[]) {
    this.#server = createServer((client) => this.#hand(client, nodes, nodes.length));
  }

  static async start(nodes: readonly ServerProcess[]): Promise<Balancer> {
    const balancer = new Balancer(nodes);
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return address.port;
  }

  #hand(client: Socket, nodes: readonly ServerProcess[], tries: number): void {
    const next = nodes[this.#next++ % nodes.length];
    if (tries === 0 || next === undefined) {
      client.destroy();
      return;
    }
    if (!next.isRunning) {
      this.#hand(client, nodes, tries - 1);
      return;
    }
    const node = dial(next.ports.http, next.host);
    this.#sockets.add(client).add(node);
    client.on("error", () => node.destroy());
    client.once("close", () => {
      this.#sockets.delete(client);
      node.destroy();
    });
    node.once("close", () => this.#sockets.delete(node));
    node.once("error", () => this.#hand(client, nodes, tries - 1));
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
  readonly nodes: ServerProcess[];
  readonly #balancer: Balancer;
  readonly #directory: string;
  readonly #machine: NodeMachine | undefined;
  /** What all of them are told. */
  readonly #flags: readonly string[];

  private constructor(
    nodes: ServerProcess[],
    balancer: Balancer,
    directory: string,
    machine: NodeMachine | undefined,
    flags: readonly string[],
  ) {
    this.nodes = nodes;
    this.#balancer = balancer;
    this.#directory = directory;
    this.#machine = machine;
    this.#flags = flags;
  }

  /** Starts one whose last node is on a machine of its own, whose cable to the others can be cut. Needs root. */
  static async startApart(): Promise<Cluster> {
    const machine = await NodeMachine.create();
    try {
      return await Cluster.start(["--behind-proxy"], machine);
    } catch (error) {
      await machine.remove();
      throw error;
    }
  }

  /** Starts the nodes, the first of which founds the cluster; they are one when this resolves. */
  static async start(
    flags: readonly string[] = [],
    machine?: NodeMachine,
    count = NODES,
  ): Promise<Cluster> {
    const directory = mkdtempSync(path.join(tmpdir(), "free4chat-cluster-"));
    const secret = path.join(directory, "secret");
    writeFileSync(secret, "the secret of the nodes of this test");
    const ports: number[] = [];
    for (let node = 0; node < count; node++) ports.push(await freePort());
    const hosts = ports.map((_, node) => {
      if (!machine) return `127.0.0.${node + 1}`;
      return node === count - 1 ? machine.address : machine.hostAddress;
    });
    const join = ports.map((port, node) => `${hosts[node]}:${port}`).join(",");
    const common = [`--cluster-secret-file=${secret}`, `--join=${join}`, "--workers=1", ...flags];
    const started = await Promise.allSettled(
      ports.map((port, node) => {
        const all = [
          `--cluster-port=${port}`,
          `--cluster-host=${hosts[node]}`,
          ...(node === 0 ? ["--bootstrap"] : []),
          ...common,
        ];
        return machine && node === count - 1 ? machine.start(all) : ServerProcess.start(all);
      }),
    );
    const nodes = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const failed = started.find((each) => each.status === "rejected");
    if (failed) {
      await Promise.all(nodes.map((node) => node.stop()));
      throw failed.reason;
    }
    const balancer = await Balancer.start(nodes);
    const cluster = new Cluster(nodes, balancer, directory, machine, common);
    await cluster.whole();
    return cluster;
  }

  /** Cuts the last node off from the others. */
  async cut(): Promise<void> {
    await this.#machine?.cut();
  }

  async heal(): Promise<void> {
    await this.#machine?.heal();
  }

  /** What people open. */
  get url(): string {
    return `http://localhost:${this.#balancer.port}`;
  }

  /** One node more. */
  async add(): Promise<ServerProcess> {
    const own = [
      `--cluster-port=${await freePort()}`,
      `--cluster-host=127.0.0.${this.nodes.length + 1}`,
    ];
    const node = await ServerProcess.start([...own, ...this.#flags]);
    this.nodes.push(node);
    await this.whole();
    return node;
  }

  /** Waits until every node that runs sees all of them. */
  async whole(): Promise<void> {
    for (const node of this.nodes) {
      await until("the nodes are one cluster", JOIN_LIMIT_MILLIS, async () => {
        return (await node.metric("free4chat_nodes")) === this.nodes.length;
      });
    }
  }

  /** Prints what the nodes have said, for who looks for what went wrong. */
  tell(): void {
    for (const [index, node] of this.nodes.entries()) {
      console.log(
        `node ${index + 1}, which ${node.isRunning ? "runs" : "does not run"}:\n${node.log}`,
      );
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
    const owners: ServerProcess[] = [];
    for (const node of this.nodes) {
      if (node.isRunning && (await node.metric("free4chat_rooms")) > 0) owners.push(node);
    }
    const [owner] = owners;
    if (!owner || owners.length > 1) throw new Error(`${owners.length} nodes have a room`);
    return owner;
  }

  async stop(): Promise<void> {
    this.#balancer.stop();
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.#machine?.remove();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
