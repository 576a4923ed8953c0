/** Some people of one sealed room with real keys, and a server that passes on what it cannot read. */
import { describe, expect, test } from "vitest";
import { type Bytes, equal, fromBase64Url, toBase64Url, utf8 } from "../../../src/crypto/bytes.ts";
import { type Credentials, credentialsOf, makeKeys } from "../../../src/crypto/credentials.ts";
import { readCommit } from "../../../src/sealing/commit.ts";
import { STALE_MILLIS } from "../../../src/sealing/epochs.ts";
import { FrameOpener, FrameSealer } from "../../../src/sealing/frames.ts";
import { RoomSeal, type SeenMember } from "../../../src/sealing/room-seal.ts";
import type { SealVoice } from "../../../src/sealing/voice-keys.ts";

const ROOM: Bytes = new Uint8Array(16).fill(9);
const VOICE = utf8("a frame of somebody's voice");

/** A worker's work, without the worker. */
class TestVoice implements SealVoice {
  readonly sealer = new FrameSealer();
  readonly opener = new FrameOpener();
  readonly kids: number[] = [];
  #work: Promise<unknown> = Promise.resolve();

  seal(kid: number, baseKey: Bytes): void {
    this.kids.push(kid);
    this.#work = this.#work.then(() => this.sealer.use(kid, baseKey));
  }

  stop(): void {
    this.sealer.stop();
  }

  open(kid: number, member: number, baseKey: Bytes): void {
    this.#work = this.#work.then(() => this.opener.add(kid, member, baseKey));
  }

  retire(kid: number): void {
    this.opener.retire(kid, 0);
  }

  settled(): Promise<unknown> {
    return this.#work;
  }
}

type Params = Record<string, unknown>;

/** What server/SealingDesk does, and what it got to see. */
class Server {
  /** It passes no commit on. */
  withholds = false;
  /** Whether the room's acts let robots in. */
  robots = false;
  /** How much later it is than the clock says. */
  aheadMillis = 0;
  readonly seen: string[] = [];
  readonly committers: string[] = [];
  readonly people = new Map<number, Person>();
  readonly #shown = new Map<number, Params>();
  #commit: string | undefined;
  #next = 1;

  async join(name: string, robot?: string): Promise<Person> {
    const person = new Person(
      this,
      this.#next++,
      name,
      await credentialsOf(await makeKeys(), true),
    );
    if (robot) person.member = { ...person.member, robot };
    for (const other of this.people.values()) other.seal.joined(person.member);
    this.people.set(person.number, person);
    person.seal.setProfile(utf8(name));
    person.seal.entered(person.number, this.#members());
    return person;
  }

  hasShown(person: Person): boolean {
    return this.#shown.has(person.number);
  }

  /** The owner's act, as everybody is told it. */
  letRobotsIn(robots: boolean): void {
    this.robots = robots;
    for (const { seal } of this.people.values()) seal.acted();
  }

  remove(person: Person): void {
    this.people.delete(person.number);
    this.#shown.delete(person.number);
    for (const other of this.people.values()) other.seal.left(person.number, true);
  }

  /** A server that shows a listener to one of the others alone. */
  async smuggle(name: string, to: Person): Promise<void> {
    const ghost = new Person(this, 99, name, await credentialsOf(await makeKeys(), true));
    ghost.seal.entered(99, [ghost.member]);
    await until("the ghost has shown a key", () => this.#shown.has(99));
    to.seal.joined(ghost.member);
    to.seal.notified("seal.joined", this.#shown.get(99));
  }

  async request(from: Person, method: string, params: Params): Promise<unknown> {
    this.seen.push(JSON.stringify(params));
    await new Promise((resolve) => setTimeout(resolve, 1));
    const { number } = from;
    if (method === "seal.join") {
      this.#shown.set(number, { number, shown: params.shown });
      this.#tell("seal.joined", this.#shown.get(number));
      return { members: [...this.#shown.values()], ...(this.#commit && { commit: this.#commit }) };
    }
    if (method === "epoch.commit") {
      const epochOf = (text: unknown) =>
        readCommit(fromBase64Url(String(text)) ?? new Uint8Array(0))?.epoch ?? 0;
      if (this.#commit && epochOf(params.commit) <= epochOf(this.#commit)) throw new Error("stale");
      if (this.withholds) return {};
      this.#commit = String(params.commit);
      this.committers.push(from.credentials.memberId);
      this.#tell("epoch.changed", { commit: params.commit });
    } else if (method === "media.key") {
      const { epoch, kid } = params;
      this.#shown.set(number, { ...this.#shown.get(number), epoch, kid });
      this.#tell("media.key", { number, epoch, kid });
    } else if (method === "member.update") {
      const profile = fromBase64Url(String(params.profile)) as Bytes;
      from.member = { ...from.member, profile };
      for (const person of this.people.values()) person.seal.profileCame(number, profile);
    }
    return {};
  }

  #members(): SeenMember[] {
    return [...this.people.values()].map(({ member }) => member);
  }

  #tell(method: string, params: unknown): void {
    for (const person of this.people.values()) person.seal.notified(method, params);
  }
}

class Person {
  readonly number: number;
  readonly name: string;
  readonly credentials: Credentials;
  readonly voice = new TestVoice();
  readonly names = new Map<number, string>();
  readonly seal: RoomSeal;
  member: SeenMember;

  constructor(server: Server, number: number, name: string, credentials: Credentials) {
    this.number = number;
    this.name = name;
    this.credentials = credentials;
    this.member = {
      number,
      id: credentials.memberId,
      identity: toBase64Url(credentials.identity),
      device: toBase64Url(credentials.device),
      profile: new Uint8Array(0),
      connection: "connected",
    };
    this.seal = new RoomSeal({
      credentials,
      roomId: ROOM,
      line: { request: (method, params) => server.request(this, method, params as Params) },
      voice: this.voice,
      acts: {
        settled: async () => {},
        get state() {
          return { robots: server.robots };
        },
      },
      random: () => 0,
      now: () => performance.now() + server.aheadMillis,
      events: {
        changed: () => {},
        profileOpened: (of, profile) => {
          this.names.set(of, new TextDecoder().decode(profile));
        },
      },
    });
  }

  async speak(): Promise<Bytes | undefined> {
    await this.voice.settled();
    return await this.voice.sealer.seal(VOICE);
  }

  async hears(frame: Bytes | undefined): Promise<number | undefined> {
    await this.voice.settled();
    if (!frame) return undefined;
    const opened = await this.voice.opener.open(frame.slice(), 1);
    return "plaintext" in opened && equal(opened.plaintext, VOICE) ? opened.member : undefined;
  }

  async write(text: string): Promise<Bytes> {
    return await this.seal.sealBody("chat", utf8(text));
  }

  async reads(from: Person, body: Bytes): Promise<string | undefined> {
    const opened = await this.seal.openBody("chat", from.credentials.memberId, body);
    return opened && new TextDecoder().decode(opened);
  }
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000; // a refused commit is made again after 2 s, who has sealed to strangers is told after 3 s
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Everybody's epoch is the same, and each hears each. */
async function together(...people: readonly Person[]): Promise<void> {
  await until("all in one epoch", () => {
    const epochs = new Set(people.map(({ seal }) => seal.state.epoch));
    return epochs.size === 1 && !epochs.has(0);
  });
  for (const speaker of people) {
    for (const listener of people) {
      if (listener === speaker) continue;
      await until(
        `${listener.name} hears ${speaker.name}`,
        async () => (await listener.hears(await speaker.speak())) === speaker.number,
      );
    }
  }
}

describe("a sealed room", () => {
  test("all hear, read and know each other; the server saw none of it", async () => {
    const server = new Server();
    const people = [await server.join("Annabelle")];
    for (const name of ["Benjamin", "Cleopatra", "Danielle"]) people.push(await server.join(name));
    await together(...people);
    const [ann, ben] = people as [Person, Person];
    const line = await ann.write("the meeting is at noon");
    expect(await ben.reads(ann, line)).toBe("the meeting is at noon");
    expect(await ben.reads(ben, line), "under another name").toBeUndefined();
    for (const person of people) {
      await until(`${person.name} knows all names`, () => person.names.size === people.length);
      expect([...person.names.values()].sort()).toEqual([
        "Annabelle",
        "Benjamin",
        "Cleopatra",
        "Danielle",
      ]);
    }
    const seen = server.seen.join("\n");
    for (const name of ["Annabelle", "Benjamin", "Cleopatra", "Danielle"]) {
      expect(seen).not.toContain(toBase64Url(utf8(name)));
      expect(seen).not.toContain(name);
    }
    for (const person of people) person.seal.close();
  });

  test("who comes opens nothing of before, who is removed nothing of after", async () => {
    const server = new Server();
    const [ann, ben] = [await server.join("Ann"), await server.join("Ben")];
    await together(ann, ben);
    const [early, earlyLine] = [await ann.speak(), await ann.write("before Cleo")];
    const cleo = await server.join("Cleo");
    await together(ann, ben, cleo);
    expect(await cleo.hears(early)).toBeUndefined();
    expect(await cleo.reads(ann, earlyLine)).toBeUndefined();
    expect(await ben.reads(ann, earlyLine), "Ben was there").toBe("before Cleo");
    const kid = ann.voice.kids.at(-1);
    server.remove(cleo);
    await until("Ann speaks under another key", () => ann.voice.kids.at(-1) !== kid);
    await together(ann, ben);
    expect(await cleo.hears(await ann.speak())).toBeUndefined();
    expect(await cleo.reads(ann, await ann.write("after Cleo"))).toBeUndefined();
    for (const person of [ann, ben, cleo]) person.seal.close();
  });

  test("a robot is handed keys while the room's acts let it in, wherever the server has it sit", async () => {
    const server = new Server();
    const [ann, ben] = [await server.join("Ann"), await server.join("Ben")];
    await together(ann, ben);
    const robot = await server.join("Robin", "companion");
    await until("its key was shown", () => server.hasShown(robot));
    const cleo = await server.join("Cleo"); // another epoch, without it
    await together(ann, ben, cleo);
    expect(robot.seal.state.ready).toBe(false);
    expect(await robot.hears(await ann.speak())).toBeUndefined();
    expect(await robot.reads(ann, await ann.write("before the act"))).toBeUndefined();
    expect([ann, ben, cleo].map(({ seal }) => seal.state.robots)).toEqual([false, false, false]);

    server.letRobotsIn(true);
    await together(ann, ben, cleo, robot);
    expect([ann, ben, cleo].map(({ seal }) => seal.state.robots)).toEqual([true, true, true]);
    expect(await robot.reads(ann, await ann.write("to the robot, too"))).toBe("to the robot, too");

    // It still sits there: a server that keeps it is not who decides.
    const kid = ann.voice.kids.at(-1);
    server.letRobotsIn(false);
    await until("Ann speaks under another key", () => ann.voice.kids.at(-1) !== kid);
    await together(ann, ben, cleo);
    expect(await robot.hears(await ann.speak())).toBeUndefined();
    expect(await robot.reads(ann, await ann.write("after it"))).toBeUndefined();
    expect([ann, ben, cleo].map(({ seal }) => seal.state.robots)).toEqual([false, false, false]);
    expect(ann.seal.state.strangers).toBe(false);
    for (const person of [ann, ben, cleo, robot]) person.seal.close();
  });

  test("what a robot commits counts for nobody, and nobody waits for it to", async () => {
    const server = new Server();
    server.robots = true;
    const robot = await server.join("Robin", "companion"); // the lowest number, and who would commit
    const ann = await server.join("Ann");
    await until("Ann has made an epoch", () => ann.seal.state.ready);
    await together(ann, robot);
    expect(server.committers.at(-1)).toBe(ann.credentials.memberId);
    for (const person of [ann, robot]) person.seal.close();
  });

  test("where the server withholds the commit after a removal, nothing is sealed to who was removed for long", async () => {
    const server = new Server();
    const [ann, ben] = [await server.join("Ann"), await server.join("Ben")];
    const cleo = await server.join("Cleo");
    await together(ann, ben, cleo);
    server.withholds = true;
    server.remove(cleo);
    const soon = await ann.speak();
    expect(await cleo.hears(soon), "for a moment, under the old keys").toBe(ann.number);
    expect(ann.seal.state.stopped).toBe(false);
    server.aheadMillis = STALE_MILLIS + 1;
    ann.seal.lineLost(); // voice does not need it
    ann.seal.connectionChanged(ben.number, true);
    await until("Ann seals nothing", () => ann.seal.state.stopped);
    expect(await ann.speak()).toBeUndefined();
    const writing = ann.write("who is here?");
    server.withholds = false;
    ann.seal.entered(ann.number, [ann.member, ben.member]);
    await until("there are new keys", () => !ann.seal.state.stopped);
    await together(ann, ben);
    const written = await writing;
    expect(await ben.reads(ann, written)).toBe("who is here?");
    expect(await cleo.reads(ann, written)).toBeUndefined();
    expect(await cleo.hears(await ann.speak())).toBeUndefined();
    for (const person of [ann, ben, cleo]) person.seal.close();
  });

  test("a listener whom the server shows to one alone is heard by nobody else, and shows", async () => {
    const server = new Server();
    const [ann, ben] = [await server.join("Ann"), await server.join("Ben")];
    await together(ann, ben);
    const before = ben.seal.state.epoch;
    await server.smuggle("Eve", ann);
    await until("Ben is told of a stranger", () => ben.seal.state.strangers);
    expect(ben.seal.state.epoch).toBe(before);
    expect(await ben.hears(await ann.speak()), "what Eve could hear").toBeUndefined();
    for (const person of [ann, ben]) person.seal.close();
  });

  test("a member that the server gives another's identity is sealed nothing", async () => {
    const server = new Server();
    const [ann, ben] = [await server.join("Ann"), await server.join("Ben")];
    await together(ann, ben);
    const forger = await credentialsOf(await makeKeys(), true);
    const device = toBase64Url(forger.device);
    ann.seal.joined({ ...ben.member, number: 50, device });
    const { epoch } = ann.seal.state;
    ann.seal.notified("seal.joined", { number: 50, shown: toBase64Url(new Uint8Array(160)) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ann.seal.state.epoch).toBe(epoch);
    await together(ann, ben);
    for (const person of [ann, ben]) person.seal.close();
  });

  test("what is written before the first epoch waits for it", async () => {
    const server = new Server();
    const ann = await server.join("Ann");
    expect(ann.seal.state.ready).toBe(false);
    const line = await ann.write("first");
    expect(await ann.reads(ann, line)).toBe("first");
    ann.seal.close();
    expect(await ann.speak()).toBeUndefined();
  });
});
