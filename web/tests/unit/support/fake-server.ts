import { fromBase64Url, toBase64Url } from "../../../src/crypto/bytes.ts";
import { verify } from "../../../src/crypto/ed25519.ts";
import { memberId } from "../../../src/crypto/person.ts";
import { enterTranscript, publicRoomId } from "../../../src/crypto/proof.ts";
import { FakeNetwork, type FakeSocket } from "./fake-socket.ts";

interface Entry {
  cursor: number;
  doc: string;
  author: string;
  sequence: number;
  bytes: string;
}

type Params = Readonly<Record<string, string>>;

/** What a test makes the server refuse, by method: the reason. */
type Refusals = Record<string, { reason: string; retryMillis?: number } | undefined>;

/**
 * A server of one room that says what protocol/README.md says, and checks proofs. Its sockets open at once unless `away`; the
 * test decides when a line breaks and what is refused.
 */
export class FakeServer {
  readonly network = new FakeNetwork();
  readonly origin = "https://chat.example";
  readonly room: string;
  /** It writes down what is said by who agrees. */
  ears = false;
  epoch = "epoch 1";
  build = "";
  topic = "";
  /** The identity that may describe the room; "": whoever enters. */
  moderator = "";
  away = false;
  resumed = false;
  refuse: Refusals = {};
  /** Others in the room, as they go over the wire. */
  others: Record<string, unknown>[] = [];
  entries: Entry[] = [];
  /** What was done to the room, and by whom it was opened; "": by whoever enters. */
  acts: { act: string; moderator: string }[] = [];
  owner = "";
  /** What it tells right behind its answer to `enter`. */
  behindEnter: { method: string; params: object }[] = [];
  /** Swallows requests of these methods: they get no answer. */
  readonly deaf = new Set<string>();
  readonly badProofs: string[] = [];
  readonly #nonces = new Map<FakeSocket, Uint8Array<ArrayBuffer>>();
  /** Member id of who entered on a socket. */
  readonly entered = new Map<FakeSocket, string>();
  /** How often each method was asked, over all sockets. */
  readonly asked: { method: string; params: Params }[] = [];

  constructor(room = "coffee") {
    this.room = room;
    this.network.opened = (socket) => {
      socket.answer = (message) => void this.#answer(socket, message);
      queueMicrotask(() => {
        if (this.away) socket.drop(1006);
        else socket.open();
      });
    };
  }

  get socket(): FakeSocket {
    return this.network.last;
  }

  count(method: string): number {
    return this.asked.filter((request) => request.method === method).length;
  }

  lastParams(method: string): Params | undefined {
    return this.asked.findLast((request) => request.method === method)?.params;
  }

  /** Everything is forgotten, as after `kill -9`. */
  restart(): void {
    this.entries = [];
    this.entered.clear();
    this.resumed = false;
    this.epoch = `${this.epoch}+`;
    this.socket.drop(1006);
  }

  /** Another node has the room, and knows nothing of it; the socket stays. */
  move(): void {
    this.entries = [];
    this.entered.clear();
    this.resumed = false;
    this.epoch = `${this.epoch}+`;
    this.socket.notify("moved");
  }

  async #answer(socket: FakeSocket, message: Record<string, unknown>): Promise<void> {
    const { id, method, params } = message as { id?: number; method: string; params: Params };
    if (id === undefined) return;
    this.asked.push({ method, params });
    if (this.deaf.has(method)) return;
    const refusal = this.refuse[method];
    if (refusal) {
      socket.say({ jsonrpc: "2.0", id, error: { code: 1, message: "no", data: refusal } });
      return;
    }
    const result = await this.#result(socket, method, params);
    if (socket.readyState === WebSocket.OPEN) socket.say({ jsonrpc: "2.0", id, result });
    if (method !== "enter") return;
    for (const told of this.behindEnter) socket.notify(told.method, told.params);
  }

  async #result(socket: FakeSocket, method: string, params: Params): Promise<object> {
    switch (method) {
      case "hello":
        return this.#hello(socket, params);
      case "enter":
        return await this.#enter(socket, params);
      case "media.offer":
        return { answer: "answer", epoch: this.epoch };
      case "log.append":
        return { cursor: this.append(socket, params) };
      case "log.after":
        return this.#after(Number(params.cursor));
      case "room.act":
        this.actDone(socket, { act: params.act as string, moderator: this.moderator });
        return {};
      default:
        return {};
    }
  }

  #hello(socket: FakeSocket, params: Params): object {
    const nonce = crypto.getRandomValues(new Uint8Array(32));
    this.#nonces.set(socket, nonce);
    this.#hellos.set(socket, params);
    return {
      nonce: toBase64Url(nonce),
      session: toBase64Url(new Uint8Array(16)),
      epoch: this.epoch,
      fingerprint: toBase64Url(new Uint8Array(32)),
      build: this.build,
      ...(this.ears && { ears: true }),
      heartbeatMillis: 1000,
      graceMillis: 30_000,
      limits: {
        messageBytes: 65_536,
        messagesPerSecond: 1000,
        profileBytes: 512,
        entryBytes: 16_384,
        logEntries: 1000,
        logBytes: 1_000_000,
        roomMembers: 100,
      },
    };
  }

  readonly #identities = new Map<string, string>();
  readonly #hellos = new Map<FakeSocket, Params>();

  async #enter(socket: FakeSocket, params: Params): Promise<object> {
    const hello = this.#hellos.get(socket) as Params;
    const bytes = (text: string | undefined) =>
      fromBase64Url(text ?? "") as Uint8Array<ArrayBuffer>;
    const identity = bytes(hello.identity);
    const device = bytes(hello.device);
    const hex = /sha-256 (\S+)/.exec(params.offer ?? "")?.[1];
    const fingerprint = hex && Uint8Array.from(hex.split(":"), (pair) => Number.parseInt(pair, 16));
    const proof = enterTranscript({
      nonce: this.#nonces.get(socket) as Uint8Array<ArrayBuffer>,
      session: new Uint8Array(16),
      origin: this.origin,
      roomId: await publicRoomId(this.room),
      identity,
      device,
      clientFingerprint: fingerprint || undefined,
      version: 0,
      serverFingerprint: new Uint8Array(32),
    });
    if (!(await verify(device, bytes(params.proof), proof))) this.badProofs.push("enter");
    const id = await memberId(identity, device);
    this.entered.set(socket, id);
    this.#identities.set(id, hello.identity ?? "");
    const own = this.entries.filter((entry) => entry.author === id);
    const { resumed } = this;
    this.resumed = true;
    return {
      member: 1,
      resumed,
      room: {
        id: toBase64Url(await publicRoomId(this.room)),
        kind: "public",
        name: this.room,
        createdMillisAgo: 0,
        topic: this.topic,
        tags: [],
        language: "any",
        moderator: this.moderator || hello.identity,
      },
      ...(params.offer !== undefined && { answer: "answer" }),
      members: [this.member(1, id, params.profile), ...this.others],
      acts: {
        root: toBase64Url(new Uint8Array(32)),
        owner: this.owner || hello.identity,
        acts: this.acts,
        hands: [],
      },
      log: {
        cursor: this.entries.length,
        ownSequence: Math.max(0, ...own.map((entry) => entry.sequence)),
      },
    };
  }

  member(number: number, id: string, profile = toBase64Url(new TextEncoder().encode("{}"))) {
    const identity = this.#identities.get(id) ?? "";
    const rest = { muted: false, connection: "connected", hasMedia: true };
    return { number, id, identity, device: "", profile, ...rest };
  }

  /** Tells everybody of an act; it is not checked here. */
  actDone(socket: FakeSocket, act: { act: string; moderator: string }): void {
    this.acts.push(act);
    socket.notify("room.acts", { acts: [act] });
  }

  /** Stores an entry unless it is held already, and tells everybody; returns its cursor. */
  append(socket: FakeSocket, params: Params): number {
    const author = this.entered.get(socket) ?? "";
    const sequence = Number(params.sequence);
    const held = this.entries.find(
      (entry) => entry.author === author && entry.sequence === sequence,
    );
    if (held) return held.cursor;
    const cursor = this.entries.length + 1;
    const entry = {
      cursor,
      doc: params.doc as string,
      author,
      sequence,
      bytes: params.bytes ?? "",
    };
    this.entries.push(entry);
    socket.notify("log.entry", entry);
    return cursor;
  }

  #after(cursor: number): object {
    const page = this.entries.filter((entry) => entry.cursor > cursor).slice(0, 2);
    const last = page.at(-1)?.cursor ?? cursor;
    return { entries: page, cursor: last, more: last < this.entries.length };
  }
}
