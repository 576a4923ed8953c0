import { type ActDrop, type ActPlace, type Deed, isPassing, signAct } from "../crypto/acts.ts";
import { type Bytes, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { sha256 } from "../crypto/transcript.ts";
import type { ActKeeper } from "./act-keeper.ts";
import { ActLedger } from "./act-ledger.ts";
import { ActRestoring, type RestoreTransport } from "./act-restoring.ts";
import { codeOf, type ErrorCode } from "./errors.ts";
import { Knocks } from "./knocks.ts";
import { type Heads, type HeldAct, headsOf, Moderation, OWNER_RANK } from "./moderation.ts";
import { type ActsInfo, type Knock, type Member, read, readHistory, readRoomActs } from "./wire.ts";

/** Acts that wait to be verified; more are dropped, and come again with the next welcome. */
export const MAX_UNVERIFIED_ACTS = 256;
/** An act of ours that another came before is signed anew so often. */
const MAX_TRIES = 3;
/** So many acts are summed up: whoever comes has few to verify, and a server that lost them few to take. */
export const SUM_UP_AT = 256;
const NO_HANDS: readonly string[] = [];
const NO_ACTS: readonly HeldAct[] = [];

/** What acts need of the room's line. */
export interface ActTransport extends RestoreTransport {
  /** Hands in an act; rejects with a ClientError. */
  act(bytes: Bytes, summary?: Bytes): Promise<void>;
}

/** Whose word counts in a sealed room: its descriptors say so. */
export interface HeadsOfRoom {
  readonly heads: Heads;
}

/**
 * The acts of the room that one is in: verifies what comes, and signs one's own. What the server says does not verify counts for
 * nothing here.
 */
export class RoomActs {
  readonly #changed: () => void;
  readonly #transport: ActTransport;
  #ledger: ActLedger | undefined;
  readonly #sealed: HeadsOfRoom | undefined;
  readonly #restoring: ActRestoring;
  #roomId: Bytes = new Uint8Array(0);
  #working: Promise<void> = Promise.resolve();
  #unverified = 0;
  readonly #knocks: Knocks;
  #lastPassing = 0;
  #credentials: Credentials | undefined;
  #summing = false;
  #moderator = "";
  /** Who put us out of the room. */
  removedBy: Member | undefined;
  /** Acts that came and were not taken. */
  readonly dropped = new Map<ActDrop, number>();

  /** `sealed`: the room, where it is one whose descriptors say whose it is. `knocks`: how whoever waits is read. */
  constructor(
    transport: ActTransport,
    changed: () => void,
    sealed: HeadsOfRoom | undefined,
    keeper: ActKeeper,
    knocks = new Knocks(undefined, changed),
  ) {
    this.#knocks = knocks;
    this.#transport = transport;
    this.#changed = changed;
    this.#sealed = sealed;
    this.#restoring = new ActRestoring(transport, keeper, sealed !== undefined);
  }

  /** Those that verified, in order. */
  get acts(): readonly HeldAct[] {
    return this.#ledger?.acts ?? NO_ACTS;
  }

  get state(): Moderation {
    return this.#ledger?.state ?? new Moderation(headsOf(""), this.#sealed !== undefined);
  }

  /** Who moderates by being here. */
  get moderator(): string {
    return this.#moderator;
  }

  set moderator(identity: string) {
    this.#moderator = identity;
  }

  rank(identity: string): number {
    return this.state.rank(identity, this.#moderator);
  }

  /** Whether nobody hears somebody, by what was done. */
  isSilent(identity: string): boolean {
    return this.state.isSilent(identity, this.#moderator);
  }

  isOwner(identity: string): boolean {
    return this.rank(identity) === OWNER_RANK;
  }

  /** Who we are. */
  begin(credentials: Credentials): void {
    this.#credentials = credentials;
  }

  /** The room was entered. */
  entered(roomId: Bytes, info: ActsInfo, moderator: string): void {
    this.#moderator = moderator;
    this.#roomId = roomId;
    const ledger = this.#open(info.root, info.owner);
    this.#then(async () => {
      for (const { act, moderator, summary } of info.acts)
        this.#count(await ledger.add(act, moderator, false, summary));
      for (const act of info.hands) this.#count(await ledger.add(act, moderator, false));
      this.#ledger = ledger;
      await this.#restoring.entered(roomId, ledger, Date.now());
    });
  }

  /** Whether it was about acts. */
  notified(method: string, params: unknown): boolean {
    if (method === "room.acts") this.received(params);
    else if (method === "acts.history") this.history(params);
    else if (method === "lobby.knocks") this.#knocks.told(params);
    else return false;
    return true;
  }

  /** Takes an `acts.history`: a public room goes on with a life that it had. */
  history(params: unknown): void {
    const life = read(params, readHistory);
    if (!life || this.#sealed) return;
    this.#then(async () => {
      this.#ledger = this.#open(life.root, life.owner);
      await this.#restoring.tookUp(this.#ledger, Date.now());
    });
  }

  /** A sealed room's descriptors name others, perhaps. */
  headsChanged(): void {
    const { heads } = this.#sealed ?? {};
    if (heads && this.#ledger) this.#ledger.heads = heads;
  }

  lineLost(): void {
    this.#restoring.lineLost();
    void this.#restoring.keep(Date.now());
  }

  /** We have left. */
  left(): void {
    void this.#restoring.left();
  }

  /** Sums the acts up where it is for us to do, long before the room has as many as it takes. */
  async #sumUp(): Promise<void> {
    const [ledger, credentials] = [this.#ledger, this.#credentials];
    if (!ledger || !credentials || this.#summing) return;
    const identity = toBase64Url(credentials.identity);
    const isOurs = this.#sealed ? ledger.state.owner === identity : this.#moderator === identity;
    // A former owner's word would not bring a sealed room back.
    const isOld = this.#sealed && (ledger.summedUpBy ?? identity) !== identity;
    if (!isOurs || (ledger.size < SUM_UP_AT && !isOld)) return;
    this.#summing = true;
    const summary = ledger.summary;
    const deed = { kind: "summary", subject: await sha256(summary), value: 0 } as const;
    const act = await signAct(credentials, ledger.next, deed);
    // Refused: another act came before it, after which this is tried again.
    const asked = this.#transport.act(act, summary).catch(() => {});
    void asked.then(() => {
      this.#summing = false;
    });
  }

  /** What the server says of a sealed room's owner is nothing to us. */
  #open(root: Bytes, owner: string): ActLedger {
    const heads = this.#sealed?.heads ?? headsOf(owner);
    return new ActLedger(this.#roomId, root, heads, this.#sealed !== undefined);
  }

  /** Hands that are up, by identity, who raised theirs first being first. */
  get hands(): readonly string[] {
    return this.#ledger?.hands ?? NO_HANDS;
  }

  /** Who waits to be let in, while we may let them in. */
  get knocks(): readonly Knock[] {
    return this.#knocks.all;
  }

  /** Only who is here has a hand up. */
  settleHands(members: Iterable<Member>): void {
    if (this.hands.length === 0) return;
    const here = new Set([...members].map(({ identity }) => identity));
    for (const identity of this.hands) if (!here.has(identity)) this.#ledger?.lower(identity);
  }

  /** Acts as the server told them. */
  received(params: unknown): void {
    const told = read(params, readRoomActs);
    for (const { act, moderator, summary } of told?.acts ?? []) {
      if (this.#unverified >= MAX_UNVERIFIED_ACTS) return;
      this.#unverified++;
      this.#then(async () => {
        this.#unverified--;
        let taken = await this.#ledger?.add(act, moderator, !told?.restored, summary);
        // We lack something that it sums up: then it is the word of one who may say so.
        if (taken === "act-unlinked" && summary)
          taken = await this.#ledger?.add(act, moderator, false, summary);
        if (taken) this.#count(taken);
        if (typeof taken === "object") await this.#restoring.keep(Date.now());
      });
    }
  }

  /** When all that was told so far has been verified and counted. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /**
   * Does something to the room; gives why not, if it could not be done. What was done is verified and kept by then: an invite that
   * is handed on must outlive a page that is closed at once.
   */
  async act(credentials: Credentials, deed: Deed): Promise<ErrorCode | undefined> {
    for (let tries = 1; ; tries++) {
      await this.#working;
      if (!this.#ledger) return "not-entered";
      try {
        const place = isPassing(deed.kind) ? this.#passing(this.#ledger) : this.#ledger.next;
        await this.#transport.act(await signAct(credentials, place, deed));
        await this.#working; // the server tells all of it before it answers
        return undefined;
      } catch (error) {
        const code = codeOf(error);
        if (code !== "act-unlinked" || tries === MAX_TRIES) return code;
      }
    }
  }

  /** Our clock, so that another tab of ours goes on from here. */
  #passing(ledger: ActLedger): ActPlace {
    this.#lastPassing = Math.max(Date.now(), this.#lastPassing + 1);
    return ledger.passing(this.#lastPassing);
  }

  #count(taken: HeldAct | ActDrop): void {
    if (typeof taken === "string") this.dropped.set(taken, (this.dropped.get(taken) ?? 0) + 1);
  }

  #then(work: () => Promise<void>): void {
    this.#working = this.#working
      .then(work)
      .then(() => this.#sumUp())
      .then(this.#changed);
  }
}

/** An identity as acts name it. */
export function subjectOf(identity: string): Bytes {
  return fromBase64Url(identity) ?? new Uint8Array(0);
}
