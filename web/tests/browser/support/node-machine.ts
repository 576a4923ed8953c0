/** A machine of its own for a node: a namespace with one cable to the other nodes, which can be cut, and one to people. */
import { type ChildProcess, spawn } from "node:child_process";
import { NetworkNamespace } from "./namespace.ts";
import { freePorts, ServerProcess } from "./server.ts";

/** Runs inside: hands connections to one address on to the same port of 127.0.0.1, where admin ports are. */
const DOOR = `
const { connect, createServer } = require("node:net");
const [address, port] = process.argv.slice(1);
createServer((outside) => {
  const inside = connect(Number(port), "127.0.0.1");
  outside.on("error", () => inside.destroy()).pipe(inside);
  inside.on("error", () => outside.destroy()).pipe(outside);
}).listen(Number(port), address);
`;

export class NodeMachine {
  readonly #namespace: NetworkNamespace;
  readonly #peopleAddress: string;
  #door: ChildProcess | undefined;

  private constructor(namespace: NetworkNamespace, peopleAddress: string) {
    this.#namespace = namespace;
    this.#peopleAddress = peopleAddress;
  }

  static async create(): Promise<NodeMachine> {
    const namespace = await NetworkNamespace.create();
    return new NodeMachine(namespace, await namespace.layPeoplesCable());
  }

  /** Its address for other nodes. */
  get address(): string {
    return this.#namespace.address;
  }

  /** Other nodes' address for it. */
  get hostAddress(): string {
    return this.#namespace.hostAddress;
  }

  /** Starts its server, and what lets this machine look at it. */
  async start(flags: readonly string[]): Promise<ServerProcess> {
    const { prefix } = this.#namespace;
    const [command = "", ...rest] = prefix;
    const ports = await freePorts();
    const door = ["-e", DOOR, this.#peopleAddress, String(ports.admin)];
    this.#door = spawn(command, [...rest, process.execPath, ...door], { stdio: "inherit" });
    return ServerProcess.start(flags, prefix, this.#peopleAddress, ports);
  }

  /** Nothing passes between this node and the others any more; people still reach it. */
  async cut(): Promise<void> {
    await this.#namespace.cut();
  }

  async heal(): Promise<void> {
    await this.#namespace.heal();
  }

  async remove(): Promise<void> {
    this.#door?.kill("SIGKILL");
    await this.#namespace.remove();
  }
}
