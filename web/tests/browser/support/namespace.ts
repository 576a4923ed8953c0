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
  private readonly peopleSubnet: string;

  private constructor(name: string, id: number) {
    this.name = name;
    this.subnet = `10.213.${id}`;
    this.peopleSubnet = `10.216.${id}`;
    this.inside = `${this.subnet}.2`;
    this.cable = `f4h${name.slice(4)}`;
  }

  static async create(): Promise<NetworkNamespace> {
    const namespace = new NetworkNamespace(`f4c-${process.pid}`, process.pid % 200);
    await namespace.ip("netns", "add", namespace.name);
    await namespace.lay(namespace.cable, "f4g", namespace.subnet);
    await namespace.within("link", "set", "lo", "up");
    await namespace.within("route", "add", "default", "via", namespace.hostAddress);
    return namespace;
  }

  /** A pair of virtual network cards: this machine's has the first address of the subnet, the one inside the second. */
  private async lay(here: string, there: string, subnet: string): Promise<void> {
    const pair = ["type", "veth", "peer", "name", there, "netns", this.name];
    await this.ip("link", "add", here, ...pair);
    await this.ip("addr", "add", `${subnet}.1/24`, "dev", here);
    await this.ip("link", "set", here, "up");
    await this.within("addr", "add", `${subnet}.2/24`, "dev", there);
    await this.within("link", "set", there, "up");
  }

  /** Lays another cable, which nothing here cuts; gives the address that the inside has on it. */
  async layPeoplesCable(): Promise<string> {
    await this.lay(`f4p${this.name.slice(4)}`, "f4q", this.peopleSubnet);
    return `${this.peopleSubnet}.2`;
  }

  /** Address of this machine as seen from inside. */
  get hostAddress(): string {
    return `${this.subnet}.1`;
  }

  /** The address of the inside, on the cable that can be cut. */
  get address(): string {
    return this.inside;
  }

  /** Before a command, runs it inside. */
  get prefix(): readonly string[] {
    return ["ip", "netns", "exec", this.name];
  }

  /** An executable that runs `file` inside the namespace. */
  wrapper(file: string): string {
    const script = path.join(this.folder, path.basename(file));
    writeFileSync(script, `#!/bin/sh\nexec ${this.prefix.join(" ")} ${file} "$@"\n`);
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
