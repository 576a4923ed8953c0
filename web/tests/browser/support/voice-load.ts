/** Voice by the load generator, through the server of a figure. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
/** Ten who all speak and hear each other: 4,500 packets a second. */
const VOICE = ["--rooms=1", "--members=10", "--publishers=10", "--warm-up=3", "--seconds=10"];

interface VoiceFigures {
  readonly lost: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** The load generator was itself too slow: its figures are not the server's. */
  readonly wasBottleneck: boolean;
}

/** Voice through the server for some seconds. */
export async function measureVoice(url: string): Promise<VoiceFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "free4chat-figures-"));
  try {
    const file = path.join(folder, "voice.json");
    await new Promise<void>((resolve) => {
      execFile(path.join(REPOSITORY, "load"), [url, ...VOICE, "--json", file], () => resolve());
    });
    const result = JSON.parse(readFileSync(file, "utf8"));
    return {
      lost: result.voice.lost,
      p50Millis: result.latency.p50Micros / 1_000,
      p99Millis: result.latency.p99Micros / 1_000,
      wasBottleneck: result.generator.wasBottleneck,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function voiceWords({ lost, p50Millis, p99Millis, wasBottleneck }: VoiceFigures): string {
  const late = wasBottleneck ? " (the load generator was late itself)" : "";
  return `${lost} lost, p50 ${p50Millis.toFixed(1)} ms, p99 ${p99Millis.toFixed(1)} ms${late}`;
}
