/** Virtual members who talk in many rooms of a cluster, and follow them: `./load` beside a test that does things to the nodes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Cluster } from "./cluster.ts";
import { until } from "./page.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
const JOIN_LIMIT_MILLIS = 120_000;

/** What `./load --json` says, as far as it is looked at here. */
export interface Talk {
  readonly right: boolean;
  readonly hearing: { readonly members: number; readonly right: number };
  readonly moves: {
    readonly moved: number;
    readonly offered: number;
    readonly reconnected: number;
    readonly lost: number;
    readonly silenceP50Millis: number;
    readonly silenceMaxMillis: number;
  };
  readonly generator: { readonly cores: number };
}

export class Talkers {
  readonly #process: ChildProcess;
  readonly #folder: string;
  #said = "";

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
    for (const output of [process.stdout, process.stderr]) {
      output?.on("data", (chunk) => {
        this.#said += chunk;
      });
    }
  }

  /**
   * Starts `rooms` rooms of `members`, of whom `publishers` speak; resolves once all of them are in. They follow their rooms, unless
   * `flags` are others.
   */
  static async start(
    cluster: Pick<Cluster, "nodes" | "sum">,
    rooms: number,
    members: number,
    publishers: number,
    flags: readonly string[] = ["--follow"],
  ): Promise<Talkers> {
    const folder = mkdtempSync(path.join(tmpdir(), "free4chat-talk-"));
    const child = spawn(
      path.join(REPOSITORY, "load"),
      [
        ...cluster.nodes.map((node) => node.url),
        `--rooms=${rooms}`,
        `--members=${members}`,
        `--publishers=${publishers}`,
        "--decrypt=5",
        "--warm-up=0",
        "--seconds=1",
        "--until-eof",
        `--json=${path.join(folder, "talk.json")}`,
        ...flags,
      ],
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    const talkers = new Talkers(child, folder);
    let joined = 0;
    try {
      await until("everybody has joined", JOIN_LIMIT_MILLIS, async () => {
        if (child.exitCode !== null) throw new Error("./load ended");
        joined = await cluster.sum("free4chat_members");
        return joined === rooms * members;
      });
    } catch (error) {
      talkers.stop();
      throw new Error(`${joined} have joined; ./load said:\n${talkers.#said}`, { cause: error });
    }
    return talkers;
  }

  /** Lets them end, once all are back wherever they had to go, and says what they met. */
  async end(): Promise<Talk> {
    if (this.#process.exitCode !== null) throw new Error(`./load ended:\n${this.#said}`);
    const ended = once(this.#process, "exit");
    this.#process.stdin?.end();
    await ended;
    try {
      const talk = JSON.parse(readFileSync(path.join(this.#folder, "talk.json"), "utf8"));
      if (!talk.right) console.log(this.#said);
      return talk;
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  /** Ends them at once, where a test has failed: who is still joining would go on doing so. */
  stop(): void {
    if (this.#process.exitCode === null) this.#process.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
