/** The real server process, started by `./run` on free ports, ended by its process id. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
const START_LIMIT_MILLIS = 120_000;
const STOP_LIMIT_MILLIS = 15_000;

export interface ServerPorts {
  readonly http: number;
  readonly https: number;
  readonly media: number;
  readonly admin: number;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** One server with its own ports and state; can be killed and started again at the same place. */
export class ServerProcess {
  readonly stateDir = mkdtempSync(path.join(tmpdir(), "free4chat-test-"));
  private child: ChildProcess | undefined;
  private output = "";

  readonly ports: ServerPorts;
  private readonly flags: readonly string[];
  private readonly prefix: readonly string[];

  private constructor(ports: ServerPorts, flags: readonly string[], prefix: readonly string[]) {
    this.ports = ports;
    this.flags = flags;
    this.prefix = prefix;
  }

  /** Starts a server with `flags` added; `prefix` is put before the command (a namespace, say). */
  static async start(
    flags: readonly string[] = [],
    prefix: readonly string[] = [],
  ): Promise<ServerProcess> {
    const ports = {
      http: await freePort(),
      https: await freePort(),
      media: await freePort(),
      admin: await freePort(),
    };
    const server = new ServerProcess(ports, flags, prefix);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.ports.http}`;
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

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null;
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.ports.admin}/metrics`)).text();
  }

  /** A single number of the metrics page; 0 when the series is not there. */
  async metric(name: string): Promise<number> {
    const line = (await this.metrics()).split("\n").find((each) => each.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.ports.admin}/healthz`)).ok;
    } catch {
      return false;
    }
  }

  /** Ends the process with a signal and waits for its end. Returns the exit code, null after a signal. */
  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
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
