/** Virtual browsers (module `sim`) that join a room of the running server over the public protocol. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
const CLASS_PATH = ["sim/target/sim.jar", "server/target/server.jar", "server/target/lib/*"]
  .map((part) => path.join(REPOSITORY, part))
  .join(":");

export class Crowd {
  /** Member numbers in the room, by index. */
  readonly members: number[] = [];
  private readonly process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.process = process;
  }

  /** Joins `count` virtual browsers, one after the other; all are silent. */
  static async join(url: string, room: string, count: number): Promise<Crowd> {
    const java = path.join(process.env.JAVA_HOME ?? "", "bin/java");
    const child = spawn(
      java,
      [
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        CLASS_PATH,
        "chat.free4.sim.live.LiveRoom",
        url,
        room,
        String(count),
      ],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const crowd = new Crowd(child);
    if (child.stdout === null) throw new Error("no output");
    for await (const line of createInterface(child.stdout)) {
      if (line === "ready") return crowd;
      const [word, , number] = line.split(" ");
      if (word === "member") crowd.members.push(Number(number));
    }
    throw new Error("the virtual browsers ended before they were in");
  }

  /** Speaks at a level in -dBov: 0 is loudest, 126 hardly there. */
  speak(index: number, level: number): void {
    this.process.stdin?.write(`speak ${index} ${level}\n`);
  }

  silent(index: number): void {
    this.process.stdin?.write(`silent ${index}\n`);
  }

  async leave(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.stdin?.end();
    await ended;
  }
}
