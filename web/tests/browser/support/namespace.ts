/** A host of its own: a network namespace joined to this machine by a pair of virtual cables. Needs root. */
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const NOBODY = "02:00:00:00:00:ff";

export class NetworkNamespace {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "free4chat-namespace-"));
  private readonly cable: string;
  private inside: string;

  private readonly name: string;
  private readonly subnet: string;

  private constructor(name: string, subnet: string) {
    this.name = name;
    this.subnet = subnet;
    this.inside = `${subnet}.2`;
    this.cable = `f4h${name.slice(4)}`;
  }

  static async create(): Promise<NetworkNamespace> {
    const id = process.pid % 200;
    const namespace = new NetworkNamespace(`f4c-${process.pid}`, `10.213.${id}`);
    await namespace.ip("netns", "add", namespace.name);
    await namespace.ip(
      "link",
      "add",
      namespace.cable,
      "type",
      "veth",
      "peer",
      "name",
      "f4g",
      "netns",
      namespace.name,
    );
    await namespace.ip("addr", "add", `${namespace.hostAddress}/24`, "dev", namespace.cable);
    await namespace.ip("link", "set", namespace.cable, "up");
    await namespace.within("addr", "add", `${namespace.inside}/24`, "dev", "f4g");
    await namespace.within("link", "set", "f4g", "up");
    await namespace.within("link", "set", "lo", "up");
    await namespace.within("route", "add", "default", "via", namespace.hostAddress);
    return namespace;
  }

  /** Address of this machine as seen from inside. */
  get hostAddress(): string {
    return `${this.subnet}.1`;
  }

  /** An executable that runs `file` inside the namespace. */
  wrapper(file: string): string {
    const script = path.join(this.folder, path.basename(file));
    writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${this.name} ${file} "$@"\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /**
   * Nothing passes any more, and nobody is told: both ends send to a hardware address that nobody has. (Not by the kernel's network
   * emulator or packet filter, which small kernels lack.)
   */
  async cut(): Promise<void> {
    await this.within(
      "neigh",
      "replace",
      this.hostAddress,
      "lladdr",
      NOBODY,
      "dev",
      "f4g",
      "nud",
      "permanent",
    );
    await this.ip(
      "neigh",
      "replace",
      this.inside,
      "lladdr",
      NOBODY,
      "dev",
      this.cable,
      "nud",
      "permanent",
    );
  }

  /** What comes by UDP gets in no more, by a rule of the inside; all else passes. */
  async cutVoice(): Promise<void> {
    await this.within("rule", "add", "pref", "200", "lookup", "local");
    await this.within("rule", "del", "pref", "0");
    await this.within("rule", "add", "pref", "100", "iif", "f4g", "ipproto", "udp", "blackhole");
  }

  async healVoice(): Promise<void> {
    await this.within("rule", "del", "pref", "100");
  }

  async heal(): Promise<void> {
    await this.within("neigh", "del", this.hostAddress, "dev", "f4g").catch(() => undefined);
    await this.ip("neigh", "del", this.inside, "dev", this.cable).catch(() => undefined);
  }

  /** What a phone does that leaves the house: the old address is gone, another one is there. */
  async changeAddress(): Promise<void> {
    const next = `${this.subnet}.3`;
    await this.within("addr", "add", `${next}/24`, "dev", "f4g");
    await this.within("addr", "del", `${this.inside}/24`, "dev", "f4g");
    await this.within("addr", "replace", `${next}/24`, "dev", "f4g");
    await this.within("route", "replace", "default", "via", this.hostAddress);
    this.inside = next;
  }

  async remove(): Promise<void> {
    await this.ip("netns", "del", this.name);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ip(...args: string[]): Promise<void> {
    await run("ip", args);
  }

  private async within(...args: string[]): Promise<void> {
    await run("ip", ["-n", this.name, ...args]);
  }
}
