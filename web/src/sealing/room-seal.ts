/**
 * The one seam between a room and its keys. A public room has none of it (`RoomClient` works without a seal); in a sealed room it
 * agrees on epochs with the others, and seals and opens what goes over the server. Everything that arrives is handled one after
 * the other, in the order in which it came.
 */

import * as wire from "../client/wire.ts";
import { type Bytes, equal, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { memberId } from "../crypto/person.ts";
import {
  commitHash,
  HASH_BYTES,
  MAX_SEALED_MEMBERS,
  makeCommit,
  openCommit,
  readCommit,
  SECRET_BYTES,
  verifyCommit,
} from "./commit.ts";
import {
  type EpochKeys,
  epochId,
  epochIdOf,
  epochKeys,
  openContent,
  sealContent,
} from "./epoch-keys.ts";
import { Epochs } from "./epochs.ts";
import { makeSealingPair, type SealingPair } from "./hpke.ts";
import { hex, SealedPeople, type SealedPerson, type SealedRoster } from "./sealed-people.ts";
import { showSealingKey } from "./sealing-key.ts";
import { readMediaKey, readSealJoined, readSealResult, type SealedMember } from "./sealing-wire.ts";
import { type SealVoice, VoiceKeys } from "./voice-keys.ts";

/** Epochs whose content can still be read, the newest of them. */
export const MAX_FORMER_EPOCHS = 1_000;
/** Commits that were opened and wait for their roster. */
const MAX_OPENED = 16;
/** Our profile is sealed anew for who has come, but not by everybody at once: so much later a member on average. */
export const PROFILE_SPREAD_MILLIS = 20;
/** Who has shown no key after so long shows none. */
export const SHOWN_MILLIS = 5_000;
const PROFILE = "profile";

/** How the seal reaches the server. */
export interface SealLine {
  request(method: string, params: object): Promise<unknown>;
}

export interface SealEvents {
  /** Anything that can be read from the seal is another. */
  changed(): void;
  /** A member's profile was opened, or is not to be read. */
  profileOpened(number: number, profile: Bytes): void;
}

/** What people should know of the lock. */
export interface SealState {
  /** An epoch is in force: what we say and write can be sealed. */
  readonly ready: boolean;
  readonly epoch: number;
  /** Numbers of those who have shown no key that is theirs: they hear and read nothing. */
  readonly outside: readonly number[];
  /** Somebody has sealed to others than those whom we see. */
  readonly strangers: boolean;
  /** Somebody is gone and could open what we seal: nothing is sealed until there is another epoch. */
  readonly stopped: boolean;
  /** A robot of the server is sealed to, as the owner allows: the server could hear and read. */
  readonly robots: boolean;
}

/** Whether robots of the server may be in the room, by its acts. */
export interface RobotActs {
  /** When all that was told so far has been verified and counted. */
  settled(): Promise<void>;
  readonly state: { readonly robots: boolean };
}

export interface SealOptions {
  readonly credentials: Credentials;
  readonly roomId: Bytes;
  readonly line: SealLine;
  /** Left out by one who only writes. */
  readonly voice?: SealVoice | undefined;
  readonly acts: RobotActs;
  readonly events: SealEvents;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** A member as the room tells of it. */
export type SeenMember = Pick<
  wire.Member,
  "number" | "id" | "identity" | "device" | "profile" | "connection" | "robot"
>;

export class RoomSeal {
  readonly #options: SealOptions;
  readonly #people: SealedPeople;
  readonly #voice: VoiceKeys | undefined;
  readonly #pair: Promise<SealingPair>;
  readonly #profiles = new Map<number, Bytes>();
  readonly #former = new Map<string, EpochKeys>();
  /** What commits sealed to us, until they are adopted. */
  readonly #opened = new Map<string, Bytes>();
  readonly #now: () => number;
  #epochs = new Epochs(0);
  #current: EpochKeys | undefined;
  #roster: SealedRoster | undefined;
  #own: Bytes | undefined;
  /** Who can read what is sealed in the epoch in force. */
  #readers: ReadonlySet<string> = new Set();
  /** Who could read our profile as it was sealed last. */
  #profileReaders: ReadonlySet<string> = new Set();
  #handling: Promise<void> = Promise.resolve();
  #visit = 0;
  #up = false;
  #stopped = false;
  #closed = false;
  #robotsMayBe = false;
  #staleTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #profileTimer: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: SealOptions) {
    const { credentials, roomId, voice } = options;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#people = new SealedPeople(roomId);
    this.#pair = makeSealingPair();
    this.#pair.catch(() => {}); // told when it is needed
    this.#voice =
      voice &&
      new VoiceKeys(credentials, roomId, voice, async (epoch, kid) => {
        await this.#request("media.key", { epoch, kid });
      });
  }

  get state(): SealState {
    const late = this.#now() - SHOWN_MILLIS;
    const mayBe = this.#options.acts.state.robots;
    const outside = this.#people.all
      .filter(({ key, robot }) => !key || (robot && !mayBe))
      .filter(({ sinceMillis }) => sinceMillis < late)
      .map(({ number }) => number);
    return {
      ready: this.#current !== undefined,
      epoch: this.#current?.epoch ?? 0,
      outside,
      strangers: this.#epochs.refused > 0,
      stopped: this.#stopped,
      robots: mayBe && this.#people.all.some(({ robot, key }) => robot && key),
    };
  }

  /** The room was entered (again). */
  entered(self: number, members: readonly SeenMember[]): void {
    const visit = ++this.#visit;
    this.#up = true;
    this.#epochs.renumber(self);
    this.#people.retain(new Set(members.map(({ number }) => number)));
    for (const member of members) this.#see(member);
    this.#do(async () => {
      const pair = await this.#pair;
      const { credentials, roomId, line } = this.#options;
      const shown = toBase64Url(await showSealingKey(credentials, roomId, pair.publicKey));
      const answer = await line.request("seal.join", { shown });
      const result = wire.read(answer, readSealResult);
      if (!result || visit !== this.#visit) return;
      for (const member of result.members) await this.#takeShown(member);
      await this.#rosterChanged(true);
      if (result.commit) await this.#hear(result.commit);
      await this.#voice?.use();
      this.#sealProfileSoon(0);
    });
  }

  lineLost(): void {
    this.#visit++;
    this.#up = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#profileTimer);
  }

  joined(member: SeenMember): void {
    this.#see(member);
  }

  /** `removed`: not by their own will. */
  left(number: number, removed: boolean): void {
    this.#profiles.delete(number);
    this.#do(async () => {
      const person = this.#people.remove(number);
      this.#voice?.left(number);
      if (person?.key) await this.#rosterChanged(removed);
    });
  }

  connectionChanged(number: number, connected: boolean): void {
    this.#do(async () => {
      this.#people.connected(number, connected);
      await this.#rosterChanged(false);
    });
  }

  /** Acts come, and are taken in the same task: whether robots may be here may have changed. */
  acted(): void {
    this.#do(async () => {
      await this.#settleActs();
      const mayBe = this.#options.acts.state.robots;
      if (mayBe === this.#robotsMayBe) return;
      this.#robotsMayBe = mayBe;
      await this.#rosterChanged(true);
    });
  }

  /** A member's profile as it came; `profileOpened` tells what it says. */
  profileCame(number: number, sealed: Bytes): void {
    this.#profiles.set(number, sealed);
    this.#do(() => this.#openProfile(number));
  }

  /** Takes a notification; false when it is none of keys. */
  notified(method: string, params: unknown): boolean {
    if (method === "seal.joined") {
      const member = wire.read(params, readSealJoined);
      if (member) {
        this.#do(async () => {
          if (await this.#takeShown(member)) await this.#rosterChanged(true);
        });
      }
    } else if (method === "epoch.changed") {
      const commit = wire.read(params, (fields) => fields.bytes("commit"));
      if (commit) this.#do(() => this.#hear(commit));
    } else if (method === "media.key") {
      const named = wire.read(params, readMediaKey);
      if (named) this.#do(() => this.#named(named.number, named.epoch, named.kid));
    } else {
      return false;
    }
    return true;
  }

  /** Our own profile, sealed and told when it can be, and again for who comes. */
  setProfile(profile: Bytes): void {
    this.#own = profile;
    this.#profileReaders = new Set();
    this.#sealProfileSoon(0);
  }

  /** Seals the body of an entry; waits for the first epoch where there is none yet. */
  async sealBody(doc: string, body: Bytes): Promise<Bytes> {
    while (!this.#current || this.#stopped)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const { roomId, credentials } = this.#options;
    const place = { kind: doc, author: idBytes(credentials.memberId) };
    return await sealContent(this.#current, roomId, place, body);
  }

  /** Undefined for the body of an epoch that we did not hold, or what is no sealed content. */
  async openBody(doc: string, author: string, body: Bytes): Promise<Bytes | undefined> {
    return await this.#openContent(doc, author, body);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#staleTimer);
    this.lineLost();
    this.#voice?.stop();
  }

  /** One after the other; what goes wrong with one must not stop those that follow. */
  #do(task: () => Promise<void>): void {
    this.#handling = this.#handling
      .then(task)
      .catch(() => {}) // a line that is lost, or a browser without X25519: `state` says that nothing is sealed
      .then(() => {
        this.#schedule();
        this.#options.events.changed();
      });
  }

  async #request(method: string, params: object): Promise<void> {
    await this.#options.line.request(method, params);
  }

  #see(member: SeenMember): void {
    const { number, id, connection, profile } = member;
    const identity = fromBase64Url(member.identity);
    const device = fromBase64Url(member.device);
    if (!identity || !device) return;
    const connected = connection === "connected";
    const robot = member.robot !== undefined;
    this.#do(async () => {
      // A server that gives somebody another id than theirs must not get past us.
      if ((await memberId(identity, device)) !== id) return;
      this.#people.see({ number, id, identity, device, connected, robot }, this.#now());
    });
    this.profileCame(number, profile);
  }

  async #takeShown({ number, shown, key }: SealedMember): Promise<boolean> {
    const isNew = await this.#people.show(number, shown);
    if (key) await this.#named(number, key.epoch, key.kid);
    return isNew;
  }

  async #named(number: number, epoch: number, kid: number): Promise<void> {
    this.#people.named(number, { epoch, kid });
    const person = this.#people.get(number);
    if (person && this.#current) await this.#voice?.named(this.#current, person);
  }

  async #settleActs(): Promise<void> {
    await this.#options.acts.settled().catch(() => {}); // what could not be kept counts all the same
  }

  async #rosterChanged(haste: boolean): Promise<void> {
    // Who is sealed to follows from acts that came before: they are verified first.
    if (this.#people.all.some(({ robot }) => robot)) await this.#settleActs();
    this.#roster = await this.#people.roster(this.#options.acts.state.robots);
    const adopted = this.#epochs.rosterChanged(this.#now(), this.#roster.roster, haste).at(-1);
    if (adopted) await this.#adopt(adopted.epoch, adopted.hash);
  }

  async #hear(bytes: Bytes): Promise<void> {
    const { roomId, credentials } = this.#options;
    const facts = readCommit(bytes);
    if (!facts) return;
    const committer = this.#people.byId(facts.committer);
    if (!committer?.key || !(await verifyCommit(committer.device, roomId, bytes))) return;
    const hash = hex(await commitHash(roomId, bytes));
    const pair = await this.#pair;
    // A secret that the server has made would be none: one of us makes another.
    const secret = committer.robot
      ? undefined
      : await openCommit(bytes, roomId, credentials.memberId, pair);
    if (secret) this.#remember(hash, secret);
    const verdict = this.#epochs.commitReceived(this.#now(), {
      epoch: facts.epoch,
      hash,
      rosterHash: hex(facts.rosterHash),
      opened: secret !== undefined,
    });
    if (verdict === "adopted") await this.#adopt(facts.epoch, hash);
  }

  #remember(hash: string, secret: Bytes): void {
    this.#opened.set(hash, secret);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > MAX_OPENED && oldest !== undefined) this.#opened.delete(oldest);
  }

  async #adopt(epoch: number, hash: string): Promise<void> {
    const secret = this.#opened.get(hash);
    if (!secret) return;
    this.#opened.delete(hash);
    const hashBytes = Uint8Array.from(hash.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const keys = await epochKeys(epoch, hashBytes, secret);
    this.#current = keys;
    this.#stopped = false;
    this.#former.set(hex(epochId(hashBytes)), keys);
    const [oldest] = this.#former.keys();
    if (this.#former.size > MAX_FORMER_EPOCHS && oldest !== undefined) this.#former.delete(oldest);
    for (const resolve of this.#waiting.splice(0)) resolve();
    for (const number of this.#profiles.keys()) await this.#openProfile(number);
    this.#profileDue();
    await this.#voice?.adopt(keys, this.#people.all);
  }

  async #commit(): Promise<void> {
    const roster = this.#roster;
    const due = this.#epochs.poll(this.#now());
    if (!due || !roster || roster.entries.length > MAX_SEALED_MEMBERS) return;
    const { credentials, roomId } = this.#options;
    const plan = {
      epoch: due.epoch,
      rosterHash: roster.hash,
      previous: this.#current?.hash ?? new Uint8Array(HASH_BYTES),
      roster: roster.entries,
    };
    const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
    const commit = await makeCommit(credentials, roomId, plan, secret);
    await this.#request("epoch.commit", { commit: toBase64Url(commit) });
  }

  #schedule(): void {
    this.#watchStale();
    clearTimeout(this.#timer);
    const due = this.#epochs.timeoutMillis;
    if (!this.#up || due === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#do(() => this.#commit()), Math.max(0, due - this.#now()));
  }

  /** Also while the line is lost: voice does not go over it. */
  #watchStale(): void {
    clearTimeout(this.#staleTimer);
    if (this.#closed) return;
    const waitMillis = this.#epochs.staleMillis - this.#now();
    if (waitMillis === Number.POSITIVE_INFINITY) {
      if (this.#stopped) this.#do(() => this.#resume()); // who was gone is back
    } else if (waitMillis > 0) {
      this.#staleTimer = setTimeout(() => this.#do(async () => {}), waitMillis);
    } else {
      this.#stopped = true;
      this.#voice?.stop();
    }
  }

  async #resume(): Promise<void> {
    this.#stopped = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
    if (this.#current) await this.#voice?.adopt(this.#current, this.#people.all);
  }

  /** Whether somebody has come who cannot read our profile yet. */
  #profileDue(): void {
    const isFresh = this.#epochs.current?.rosterHash === this.#roster?.roster.hash;
    const members = (isFresh && this.#roster?.roster.members) || [];
    this.#readers = new Set(members.map(({ entry }) => entry));
    if (members.every(({ entry }) => this.#profileReaders.has(entry))) return;
    const random = (this.#options.random ?? Math.random)();
    this.#sealProfileSoon(random * members.length * PROFILE_SPREAD_MILLIS);
  }

  #sealProfileSoon(millis: number): void {
    clearTimeout(this.#profileTimer);
    if (!this.#up) return;
    this.#profileTimer = setTimeout(() => this.#do(() => this.#tellProfile()), millis);
  }

  async #tellProfile(): Promise<void> {
    const keys = this.#current;
    if (!this.#own || !keys || !this.#up || this.#stopped) return;
    const { roomId, credentials } = this.#options;
    const place = { kind: PROFILE, author: idBytes(credentials.memberId) };
    const sealed = await sealContent(keys, roomId, place, this.#own);
    this.#profileReaders = this.#readers;
    await this.#request("member.update", { profile: toBase64Url(sealed) });
  }

  async #openProfile(number: number): Promise<void> {
    const sealed = this.#profiles.get(number);
    const person: SealedPerson | undefined = this.#people.get(number);
    if (!sealed || !person) return;
    const profile = await this.#openContent(PROFILE, person.id, sealed);
    if (!profile) return; // of an epoch before we came: it comes again for us
    const newest = this.#profiles.get(number);
    if (newest && equal(newest, sealed)) this.#profiles.delete(number);
    this.#options.events.profileOpened(number, profile);
  }

  async #openContent(kind: string, author: string, content: Bytes): Promise<Bytes | undefined> {
    const id = epochIdOf(content);
    const keys = id && this.#former.get(hex(id));
    const bytes = fromBase64Url(author);
    if (!keys || !bytes) return undefined;
    return await openContent(keys, this.#options.roomId, { kind, author: bytes }, content);
  }
}

function idBytes(id: string): Bytes {
  return fromBase64Url(id) ?? new Uint8Array(0);
}
