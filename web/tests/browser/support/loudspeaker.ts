/**
 * A loudspeaker that nobody hears, for machines without sound: Firefox's AudioContext stays suspended where there is no device at
 * all. A PulseAudio of our own, on a socket of our own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PATIENCE_MILLIS, until } from "./page.ts";

export class Loudspeaker {
  private readonly folder: string;
  private readonly process: ChildProcess;

  private constructor(folder: string, process: ChildProcess) {
    this.folder = folder;
    this.process = process;
  }

  static async start(): Promise<Loudspeaker> {
    const folder = mkdtempSync(path.join(tmpdir(), "free4chat-sound-"));
    const socket = path.join(folder, "socket");
    const child = spawn(
      "pulseaudio",
      [
        "-n",
        "--daemonize=no",
        "--exit-idle-time=-1",
        "--use-pid-file=no",
        "-L",
        "module-null-sink",
        "-L",
        `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
      ],
      {
        stdio: "ignore",
        env: {
          ...process.env,
          HOME: folder,
          XDG_RUNTIME_DIR: folder,
          DBUS_SESSION_BUS_ADDRESS: "",
        },
      },
    );
    const ended = once(child, "error").then(([error]) => {
      throw error;
    });
    await Promise.race([
      until("PulseAudio listens", PATIENCE_MILLIS, () => existsSync(socket)),
      ended,
    ]);
    return new Loudspeaker(folder, child);
  }

  /** Variables for a browser's environment. */
  get environment(): Record<string, string> {
    return { PULSE_SERVER: `unix:${path.join(this.folder, "socket")}` };
  }

  async stop(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
