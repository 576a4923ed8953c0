/** The real server process, started by `./run` on free ports, ended by its process id. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
const START_LIMIT_MILLIS = 120_000;
const STOP_LIMIT_MILLIS = 15_000;
const LOCAL = "127.0.0.1";

export interface ServerPorts {
  readonly http: number;
  readonly https: number;
  readonly media: number;
  readonly admin: number;
}

/** Below those that systems give to sockets that want any port: one of those may be taken while a killed server starts again. */
const PORTS = { least: 16_384, most: 32_767 };
const PORT_TRIES = 100;
const given = new Set<number>();

/** A port that nobody has, by TCP and by UDP, at any local address. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < PORT_TRIES; attempt++) {
    const port = randomInt(PORTS.least, PORTS.most + 1);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new Error(`no port from ${PORTS.least} to ${PORTS.most} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const tcp = createServer();
  const udp = createSocket("udp4");
  try {
    const bound = Promise.all([once(tcp, "listening"), once(udp, "listening")]);
    tcp.listen(port, "0.0.0.0");
    udp.bind(port, "0.0.0.0");
    await bound;
    return true;
  } catch {
    return false;
  } finally {
    await Promise.allSettled([close(tcp), close(udp)]);
  }
}

function close(socket: { close(done: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => socket.close(resolve));
}

export async function freePorts(): Promise<ServerPorts> {
  return {
    http: await freePort(),
    https: await freePort(),
    media: await freePort(),
    admin: await freePort(),
  };
}

/** One server with its own ports and state; can be killed and started again at the same place. */
export class ServerProcess {
  readonly stateDir = mkdtempSync(path.join(tmpdir(), "free4chat-test-"));
  private child: ChildProcess | undefined;
  private output = "";

  readonly ports: ServerPorts;
  private readonly flags: readonly string[];
  private readonly prefix: readonly string[];
  private readonly address: string;
  private stopped = false;

  private constructor(
    ports: ServerPorts,
    flags: readonly string[],
    prefix: readonly string[],
    address: string,
  ) {
    this.ports = ports;
    this.flags = flags;
    this.prefix = prefix;
    this.address = address;
  }

  /**
   * Starts a server with `flags` added; `prefix` is put before the command (a namespace, say), and `address` is where the server's
   * HTTP and admin ports are then reached from here.
   */
  static async start(
    flags: readonly string[] = [],
    prefix: readonly string[] = [],
    address = LOCAL,
    ports?: ServerPorts,
  ): Promise<ServerProcess> {
    const server = new ServerProcess(ports ?? (await freePorts()), flags, prefix, address);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://${this.address === LOCAL ? "localhost" : this.address}:${this.ports.http}`;
  }

  /** Where its HTTP port is reached from here. */
  get host(): string {
    return this.address;
  }

  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error("the server does not run");
    return pid;
  }

  /** What it printed so far, for messages of failed tests. */
  get log(): string {
    return this.output;
  }

  /** Starts the process and waits until it answers. */
  async launch(): Promise<void> {
    const command = [
      ...this.prefix,
      path.join(REPOSITORY, "run"),
      `--http-port=${this.ports.http}`,
      `--https-port=${this.ports.https}`,
      `--media-port=${this.ports.media}`,
      `--admin-port=${this.ports.admin}`,
      `--state-dir=${this.stateDir}`,
      ...this.flags,
    ];
    const [file, ...args] = command;
    if (file === undefined) throw new Error("no command");
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    child.stdout?.on("data", (chunk) => {
      this.output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      this.output += chunk;
    });
    const deadline = Date.now() + START_LIMIT_MILLIS;
    while (!(await this.answers())) {
      if (child.exitCode !== null) throw new Error(`the server ended:\n${this.output}`);
      if (Date.now() > deadline) {
        await this.kill("SIGKILL");
        throw new Error(`the server did not start:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** False while there is no process, and while it stands still. */
  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && !this.stopped;
  }

  /** Has the process stand still, until `goOn`: it is there, takes connections and says nothing. */
  standStill(): void {
    process.kill(this.pid, "SIGSTOP");
    this.stopped = true;
  }

  goOn(): void {
    process.kill(this.pid, "SIGCONT");
    this.stopped = false;
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://${this.address}:${this.ports.admin}/metrics`)).text();
  }

  /** A number of the metrics page, of all its series together; 0 when it is not there. */
  async metric(name: string): Promise<number> {
    return (await this.metrics())
      .split("\n")
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`http://${this.address}:${this.ports.admin}/healthz`)).ok;
    } catch {
      return false;
    }
  }

  /** Ends the process with a signal and waits for its end. Returns the exit code, null after a signal. */
  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
    if (this.stopped) this.goOn();
    const ended = once(child, "exit");
    child.kill(signal);
    const giveUp = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MILLIS);
    const [code] = await ended;
    clearTimeout(giveUp);
    this.child = undefined;
    return code;
  }

  async stop(): Promise<void> {
    await this.kill("SIGTERM");
    rmSync(this.stateDir, { recursive: true, force: true });
  }
}
