/**
 * What a real server receives, written down behind its own sockets by a Java agent (module `sim`, package `tap`): text of WebSocket
 * frames, datagrams as they came, and packets of voice as SRTP has left them. Nothing in the server could turn this on.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
const SIM = path.join(REPOSITORY, "sim/target/sim.jar");
const RTP_HEADER_BYTES = 12;
const SSRC_OFFSET = 8;

export class ServerTap {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "free4chat-tap-"));
  private readonly file = path.join(this.folder, "received");
  private readonly agent = path.join(this.folder, "tap.jar");

  constructor() {
    const java = path.join(process.env.JAVA_HOME ?? "", "bin");
    const manifest = path.join(this.folder, "manifest");
    writeFileSync(manifest, "Premain-Class: chat.free4.sim.tap.TapAgent\n");
    const run = (tool: string, ...args: string[]) =>
      execFileSync(path.join(java, tool), args, { cwd: this.folder });
    run("jar", "--extract", "--file", SIM, "chat/free4/sim/tap");
    run("jar", "--create", "--file", this.agent, "--manifest", manifest, "chat");
  }

  /** To be put before the server's command. */
  get prefix(): readonly string[] {
    return ["env", `JAVA_TOOL_OPTIONS=-javaagent:${this.agent}=${this.file}`];
  }

  private all(kind: "T" | "D" | "P" | "M"): Buffer[] {
    return readFileSync(this.file, "ascii")
      .split("\n")
      .filter((line) => line.startsWith(kind))
      .map((line) => Buffer.from(line.slice(2), "base64"));
  }

  /** Text of WebSocket frames. */
  texts(): string[] {
    return this.all("T").map((bytes) => bytes.toString());
  }

  /** Everything that was received, one after the other. */
  everything(): Buffer {
    return Buffer.concat([...this.all("T"), ...this.all("D"), ...this.all("P")]);
  }

  /** Messages of data channels, as the relay reads them, one after the other. */
  messages(): Buffer {
    return Buffer.concat(this.all("M"));
  }

  get datagrams(): number {
    return this.all("D").length;
  }

  /** What would be Opus in packets of voice (RFC 3550 section 5.1), of whoever was received last. */
  payloads(): Buffer[] {
    const packets = this.all("P").filter(isRtp);
    const ssrc = packets.at(-1)?.readUInt32BE(SSRC_OFFSET);
    return packets.filter((packet) => packet.readUInt32BE(SSRC_OFFSET) === ssrc).map(payload);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** RTCP has packet types 192 to 223 where RTP has marker and payload type (RFC 5761 section 4). */
function isRtp(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  return packet.length > RTP_HEADER_BYTES && (type < 192 || type > 223);
}

function payload(packet: Buffer): Buffer {
  const first = packet[0] ?? 0;
  let at = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) at += 4 + 4 * packet.readUInt16BE(at + 2);
  return packet.subarray(at);
}
