import { type Bytes, equal, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import {
  decodeDescriptor,
  roomIdOf,
  type SealedKind,
  signDescriptor,
  type Terms,
} from "../crypto/descriptor.ts";
import { type ChainDrop, DescriptorChain } from "../crypto/descriptor-chain.ts";
import { sign } from "../crypto/ed25519.ts";
import type { Handover } from "../crypto/invites.ts";
import { doorTranscript, type Entering } from "../crypto/proof.ts";
import {
  type DoorKeys,
  doorKeys,
  LINK_SECRET_BYTES,
  openWords,
  ROOM_KEY_BYTES,
  sealWords,
  unwrapRoomKey,
  wrapRoomKey,
} from "../crypto/room-keys.ts";
import {
  encodeWords,
  fragmentOf,
  type RoomWords,
  readWords,
  sealedPath,
} from "../crypto/room-words.ts";
import { makeClientSeal } from "../sealing/client-seal.ts";
import { ClientError } from "./errors.ts";
import { type HandoverRoom, Handovers } from "./handovers.ts";
import type { Heads } from "./moderation.ts";
import { isWellPlaced, MAX_TRIES, type OpenShards } from "./open-shards.ts";
import type { KeptRoom, RoomKeeper } from "./room-keeper.ts";
import type { Line } from "./signalling.ts";

/** What a new room is to be. */
export interface NewRoom {
  readonly kind: SealedKind;
  readonly title: string;
  /** Of LANGUAGES. */
  readonly language: string;
  readonly secret: Bytes;
  /** Empty in an unlisted room. */
  readonly passwordHash: Bytes;
  /** Most members; 0: as many as the server takes. */
  readonly limit: number;
}

/** What an owner changes; what is left out stays. */
export type RoomChanges = Partial<RoomWords> & {
  readonly followerId?: Bytes;
  /** Whose the room is from now on; an identity. */
  readonly owner?: Bytes;
  readonly limit?: number;
};

const NOTHING: Bytes = new Uint8Array(0);

export function makeLinkSecret(): Bytes {
  return crypto.getRandomValues(new Uint8Array(LINK_SECRET_BYTES));
}

/**
 * A sealed room as this browser holds it: what opens its door, its chain, and the words that only its members read. It goes on
 * with the newest chain it was shown, and refuses what is older.
 */
export class SealedRoom {
  readonly roomId: Bytes;
  /** What a client needs in sealed rooms alone comes with the room: who enters an open one does not load it. */
  readonly makeSeal = makeClientSeal;
  readonly #keeper: RoomKeeper;
  #kept: KeptRoom;
  #keys: DoorKeys;
  #chain: DescriptorChain | undefined;
  #words: RoomWords | undefined;

  private constructor(roomId: Bytes, keeper: RoomKeeper, kept: KeptRoom, keys: DoorKeys) {
    this.roomId = roomId;
    this.#keeper = keeper;
    this.#kept = kept;
    this.#keys = keys;
  }

  /** A room by its link, and what was kept of it before. */
  static async open(roomId: Bytes, kept: KeptRoom, keeper: RoomKeeper): Promise<SealedRoom> {
    const keys = await doorKeys(kept.secret, kept.passwordHash);
    const room = new SealedRoom(roomId, keeper, kept, keys);
    if (kept.chain.length > 0) await room.take(kept.chain);
    // Whoever was away while link or password changed has newer ones than the chain they hold.
    room.#keys = keys;
    room.#kept = { ...room.#kept, secret: kept.secret, passwordHash: kept.passwordHash };
    return room;
  }

  /** A room that a member has handed us the keys of; undefined where they do not open it. */
  static async accept(
    roomId: Bytes,
    { secret, passwordHash, chain }: Handover,
    keeper: RoomKeeper,
  ): Promise<SealedRoom | undefined> {
    const reading = await DescriptorChain.read(roomId, chain);
    if (!reading.ok) return undefined;
    const { newest } = reading.chain;
    const { verifier } = await doorKeys(secret, passwordHash);
    if (!equal(verifier, newest.verifier)) return undefined;
    const needsPassword = newest.kind === "private";
    const id = toBase64Url(roomId);
    const kept = { id, secret, passwordHash, needsPassword, roomKey: undefined, chain };
    const room = await SealedRoom.open(roomId, kept, keeper);
    return room.words && room;
  }

  /**
   * Makes a room, where a cluster would have it: the key is wrapped anew, which makes another id, until that is in one of `shards`.
   * It is on no server before it is entered. Undefined for words that are too long.
   */
  static async create(
    credentials: Credentials,
    { kind, title, language, secret, passwordHash, limit }: NewRoom,
    keeper: RoomKeeper,
    shards?: OpenShards,
  ): Promise<SealedRoom | undefined> {
    const keys = await doorKeys(secret, passwordHash);
    const roomKey = crypto.getRandomValues(new Uint8Array(ROOM_KEY_BYTES));
    const owner = credentials.identity;
    const words = { title, topic: "", tags: [], language, secret, passwordHash };
    const place = { kind, version: 1, previous: NOTHING };
    const sealed = await sealWords(roomKey, place, encodeWords({ ...words, follower: undefined }));
    if (!sealed) return undefined;
    const make = async () => {
      const genesis = await signDescriptor(credentials, {
        ...place,
        owner,
        deputies: [],
        verifier: keys.verifier,
        limit,
        follower: NOTHING,
        wrapped: await wrapRoomKey(keys.wrappingKey, { kind, owner }, roomKey),
        sealed,
      });
      const descriptor = await decodeDescriptor(genesis);
      if (!descriptor) throw new Error("a genesis of our own has the form");
      return { genesis, roomId: roomIdOf(descriptor) };
    };
    let { genesis, roomId } = await make();
    for (let tries = 1; tries < MAX_TRIES && !isWellPlaced(roomId, shards); tries++) {
      ({ genesis, roomId } = await make());
    }
    const needsPassword = kind === "private";
    const id = toBase64Url(roomId);
    const kept = { id, secret, passwordHash, needsPassword, roomKey, chain: [genesis] };
    await keeper.keep(kept);
    return await SealedRoom.open(roomId, kept, keeper);
  }

  get id(): string {
    return this.#kept.id;
  }

  /** Of the newest descriptor we have seen; 0: none. */
  get version(): number {
    return this.#chain?.newest.version ?? 0;
  }

  get encoded(): readonly Bytes[] {
    return this.#chain?.encoded ?? [];
  }

  get kind(): SealedKind {
    return this.#chain?.newest.kind ?? (this.#kept.needsPassword ? "private" : "unlisted");
  }

  /** Undefined before we were inside, or where a new key has not reached us. */
  get words(): RoomWords | undefined {
    return this.#words;
  }

  /** What leads into the room, as we hold it: so whoever knocks is read by those inside. */
  get knockSecrets(): Pick<Handover, "secret" | "passwordHash"> {
    return this.#kept;
  }

  /** What opens the room, for somebody who is invited; undefined before we could read it. */
  get handover(): Handover | undefined {
    const { secret, passwordHash } = this.#kept;
    return this.#words && { secret, passwordHash, chain: this.encoded };
  }

  /** Path and fragment: who has them can come (and, into a private room, who knows the password). */
  get address(): string {
    return sealedPath(this.id) + fragmentOf(this.#kept.secret, this.kind);
  }

  /** The identity that owns the room; "" before we were inside. */
  get owner(): string {
    return this.#chain ? toBase64Url(this.#chain.newest.owner) : "";
  }

  /** Whose word counts by the room's chain, as we hold it. */
  get heads(): Heads {
    const links = this.#chain?.links ?? [];
    const deputies = new Set(links.flatMap((link) => link.deputies.map(toBase64Url)));
    return {
      owner: this.owner,
      deputies: new Set(this.#chain?.newest.deputies.map(toBase64Url)),
      formerOwners: new Set(links.map(({ owner }) => toBase64Url(owner))),
      formerDeputies: deputies,
    };
  }

  /** Whether an identity (as b64) may change the room. */
  mayChange(identity: string): boolean {
    const newest = this.#chain?.newest;
    if (!newest || !this.#words) return false;
    return [newest.owner, ...newest.deputies].some((one) => toBase64Url(one) === identity);
  }

  /** The proof that opens the door. */
  async prove(entering: Entering): Promise<Bytes> {
    return await sign(this.#keys.proofKey, doorTranscript(entering));
  }

  /** Takes a chain that a server shows; gives why it is refused, if it is. */
  async take(encoded: readonly Bytes[]): Promise<ChainDrop | undefined> {
    const reading = await DescriptorChain.read(this.roomId, encoded);
    if (!reading.ok) return reading.drop;
    const holds = this.#chain?.shown(reading.chain) ?? reading;
    if (!holds.ok) return holds.drop;
    this.#chain = holds.chain;
    await this.#read(holds.chain);
    return undefined;
  }

  /** Sees to those who ask for its keys. */
  makeHandovers(
    room: HandoverRoom,
    line: Pick<Line, "request">,
    credentials: () => Promise<Credentials>,
  ): Handovers {
    return new Handovers(room, this, line, credentials);
  }

  /** The next link; rejects with a ClientError where the words are too long. */
  async nextLink(credentials: Credentials, changes: RoomChanges): Promise<Bytes> {
    const descriptor = await this.#next(credentials, changes);
    if (!descriptor) throw new ClientError("words-too-long", "refusal", "The words do not fit");
    return descriptor;
  }

  /** The next link, as it is handed to the server; undefined for words that are too long. */
  async #next(credentials: Credentials, changes: RoomChanges): Promise<Bytes | undefined> {
    const [chain, former, { roomKey }] = [this.#chain, this.#words, this.#kept];
    if (!chain || !former || !roomKey) throw new Error("only who can read a room changes it");
    const { followerId, limit, owner: heir, ...changed } = changes;
    const words = { ...former, ...changed };
    const { kind, version, hash, owner, deputies, follower } = chain.newest;
    const place = { kind, version: version + 1, previous: hash };
    const sealed = await sealWords(roomKey, place, encodeWords(words));
    if (!sealed) return undefined;
    const keys = await doorKeys(words.secret, words.passwordHash);
    const genesis = { kind, owner: chain.genesis.owner };
    const terms: Terms = {
      ...place,
      owner: heir ?? owner,
      deputies: deputies.filter((deputy) => !heir || !equal(deputy, heir)),
      verifier: keys.verifier,
      limit: limit ?? chain.newest.limit,
      follower: followerId ?? follower,
      wrapped: await wrapRoomKey(keys.wrappingKey, genesis, roomKey),
      sealed,
    };
    return await signDescriptor(credentials, terms);
  }

  /** Reads the newest words, and goes on with the link and the password they name. */
  async #read(chain: DescriptorChain): Promise<void> {
    const { newest, genesis } = chain;
    const place = { kind: newest.kind, owner: genesis.owner };
    let { roomKey } = this.#kept;
    let text = roomKey && (await openWords(roomKey, newest, newest.sealed));
    if (text === undefined) {
      roomKey = await unwrapRoomKey(this.#keys.wrappingKey, place, newest.wrapped);
      text = roomKey && (await openWords(roomKey, newest, newest.sealed));
    }
    this.#words = text === undefined ? undefined : readWords(text);
    const { secret, passwordHash } = this.#words ?? this.#kept;
    if (!equal(secret, this.#kept.secret) || !equal(passwordHash, this.#kept.passwordHash)) {
      this.#keys = await doorKeys(secret, passwordHash);
    }
    const needsPassword = newest.kind === "private";
    const { id } = this.#kept;
    this.#kept = { id, secret, passwordHash, needsPassword, roomKey, chain: chain.encoded };
    await this.#keeper.keep(this.#kept);
  }
}
