/**
 * Who commits when, and which commit counts. A pure state machine: time comes in, and what is to be done comes out. Nothing here
 * knows a key; verifying, sealing and opening are the caller's (`room-seal.ts`), who hands in verified commits.
 */

/** Leaves are gathered so long: a crowd that goes costs one commit a second. */
export const BATCH_MILLIS = 1_000;
/** A committer that has not committed by then is passed over, and so is the next after as long again. */
export const PATIENCE_MILLIS = 2_000;
/** Two commits of our own are so far apart: a crowd that comes at once is let in by few. */
export const MIN_INTERVAL_MILLIS = 250;
/** So long a roster that we have seen still counts, where nobody in it has gone; and so long a commit for one that we have not seen waits. */
export const LATE_MILLIS = 3_000;
/** Who has gone and is sealed to still, for so long: then nothing more is sealed until another epoch is in force. */
export const STALE_MILLIS = 10_000;
export const MAX_WAITING = 8;
export const MAX_RECENT = 16;
/** How far an epoch may be above the highest: else somebody could take the last number there is, and nobody could commit after it. */
export const MAX_EPOCH_STEP = 2 ** 30;

export interface EpochMember {
  readonly number: number;
  /** Names a member and its sealing key: another key is another member. */
  readonly entry: string;
  readonly connected: boolean;
}

/** Whom we see. */
export interface EpochRoster {
  readonly hash: string;
  readonly members: readonly EpochMember[];
}

/** A commit whose signature is that of a member whom we see. */
export interface EpochCommit {
  readonly epoch: number;
  readonly hash: string;
  readonly rosterHash: string;
  /** Whether it held a secret that we could open. */
  readonly opened: boolean;
}

/** What became of a commit. `waiting`: for a roster that we do not see, or not yet. */
export type Verdict = "adopted" | "old" | "too-far" | "waiting" | "not-for-us";

/** What we are to commit now. */
export interface CommitDue {
  readonly epoch: number;
  readonly previous: string | undefined;
  readonly roster: EpochRoster;
}

interface Recent {
  readonly roster: EpochRoster;
  readonly untilMillis: number;
}

interface Waiting {
  readonly commit: EpochCommit;
  readonly untilMillis: number;
}

export class Epochs {
  #self: number;
  #roster: EpochRoster | undefined;
  #current: EpochCommit | undefined;
  /** Whom the epoch in force is sealed to, and since when one of them is gone. */
  #sealedTo: EpochRoster | undefined;
  #goneMillis: number | undefined;
  #recent: readonly Recent[] = [];
  #waiting: readonly Waiting[] = [];
  /** The highest epoch of any commit: ours must be above it. */
  #highest = 0;
  /** Since when a commit is wanted; undefined when none is. */
  #neededMillis: number | undefined;
  #asked: { readonly rosterHash: string; readonly atMillis: number } | undefined;
  #refused = 0;

  /** `self`: our member number. */
  constructor(self: number) {
    this.#self = self;
  }

  /** The room was entered again, and gave us another number perhaps. */
  renumber(self: number): void {
    this.#self = self;
    this.#asked = undefined;
  }

  /** What is in force; undefined before the first. */
  get current(): EpochCommit | undefined {
    return this.#current;
  }

  /** Commits since the epoch in force that were made for a roster that we never saw: somebody sees others than we do. */
  get refused(): number {
    return this.#refused;
  }

  /** Whom we see has changed. `haste`: somebody came or was removed; otherwise they went by themselves. */
  rosterChanged(nowMillis: number, roster: EpochRoster, haste: boolean): readonly EpochCommit[] {
    this.#expire(nowMillis);
    const before = this.#roster;
    this.#roster = roster;
    if (before && before.hash !== roster.hash) this.#remember(nowMillis, before);
    const adopted = this.#takeWaiting(nowMillis);
    this.#watchGone(nowMillis);
    if (this.#isFresh) this.#neededMillis = undefined;
    else this.#need(haste ? nowMillis : nowMillis + BATCH_MILLIS);
    return adopted;
  }

  /** A commit came, our own too. */
  commitReceived(nowMillis: number, commit: EpochCommit): Verdict {
    this.#expire(nowMillis);
    if (this.#highest > 0 && commit.epoch - this.#highest > MAX_EPOCH_STEP) return "too-far";
    this.#highest = Math.max(this.#highest, commit.epoch);
    if (!this.#isNewer(commit)) return "old";
    const isForRoster = this.#isForRoster(commit.rosterHash);
    if (!commit.opened) {
      // One from before we came; or else somebody left us out whom they must see: we are to be heard of again.
      if (isForRoster) this.#need(nowMillis);
      return "not-for-us";
    }
    if (!isForRoster) {
      this.#wait(nowMillis, commit);
      return "waiting";
    }
    this.#adopt(nowMillis, commit);
    return "adopted";
  }

  /** When the epoch in force is to seal nothing more, if none takes its place; infinite while nobody of it is gone. */
  get staleMillis(): number {
    if (this.#goneMillis === undefined) return Number.POSITIVE_INFINITY;
    return this.#goneMillis + STALE_MILLIS;
  }

  /** What is to be committed now; not said twice. */
  poll(nowMillis: number): CommitDue | undefined {
    this.#expire(nowMillis);
    const roster = this.#roster;
    if (!roster || nowMillis < this.#commitMillis) return undefined;
    this.#asked = { rosterHash: roster.hash, atMillis: nowMillis };
    return { epoch: this.#highest + 1, previous: this.#current?.hash, roster };
  }

  /** When to poll next; infinite when nothing is due. */
  get timeoutMillis(): number {
    const expiry = this.#waiting.map(({ untilMillis }) => untilMillis);
    return Math.min(this.#commitMillis, ...expiry);
  }

  get #isFresh(): boolean {
    return this.#current !== undefined && this.#current.rosterHash === this.#roster?.hash;
  }

  /** When it is for us to commit: at once as the lowest who is connected, later by each before us. */
  get #commitMillis(): number {
    if (this.#neededMillis === undefined) return Number.POSITIVE_INFINITY;
    const connected = (this.#roster?.members ?? [])
      .filter((member) => member.connected || member.number === this.#self)
      .map(({ number }) => number)
      .sort((a, b) => a - b);
    const rank = connected.indexOf(this.#self);
    if (rank < 0) return Number.POSITIVE_INFINITY;
    const due = this.#neededMillis + rank * PATIENCE_MILLIS;
    if (!this.#asked) return due;
    const again = this.#asked.rosterHash === this.#roster?.hash;
    const pause = again ? PATIENCE_MILLIS : MIN_INTERVAL_MILLIS;
    return Math.max(due, this.#asked.atMillis + pause);
  }

  #need(atMillis: number): void {
    this.#neededMillis = Math.min(this.#neededMillis ?? atMillis, atMillis);
  }

  /** A later epoch; of two of the same, that with the lower hash: so all settle on one. */
  #isNewer({ epoch, hash }: EpochCommit): boolean {
    const current = this.#current;
    if (!current) return true;
    return epoch > current.epoch || (epoch === current.epoch && hash < current.hash);
  }

  /** For whom we see, or saw a moment ago and all of whom are still here. Who has gone must not be among them. */
  #isForRoster(hash: string): boolean {
    const roster = this.#roster;
    if (!roster) return false;
    if (roster.hash === hash) return true;
    const former = this.#recent.find(({ roster: seen }) => seen.hash === hash)?.roster;
    if (!former) return false;
    const here = new Set(roster.members.map(({ entry }) => entry));
    return former.members.every(({ entry }) => here.has(entry));
  }

  #adopt(nowMillis: number, commit: EpochCommit): void {
    this.#current = commit;
    const rosters = [this.#roster, ...this.#recent.map(({ roster }) => roster)];
    this.#sealedTo = rosters.find((roster) => roster?.hash === commit.rosterHash);
    this.#goneMillis = undefined;
    this.#watchGone(nowMillis);
    this.#refused = 0;
    this.#waiting = this.#waiting.filter((one) => this.#isNewer(one.commit));
    this.#neededMillis = undefined;
    if (!this.#isFresh) this.#need(nowMillis);
  }

  /** A server may withhold what would lock them out: who is gone may be listening. */
  #watchGone(nowMillis: number): void {
    const here = new Set(this.#roster?.members.map(({ entry }) => entry));
    const isGone = this.#sealedTo?.members.some(({ entry }) => !here.has(entry)) ?? false;
    this.#goneMillis = isGone ? (this.#goneMillis ?? nowMillis) : undefined;
  }

  #takeWaiting(nowMillis: number): readonly EpochCommit[] {
    const adopted: EpochCommit[] = [];
    for (const { commit } of [...this.#waiting].sort(byOrder)) {
      if (!this.#isForRoster(commit.rosterHash) || !this.#isNewer(commit)) continue;
      this.#waiting = this.#waiting.filter((one) => one.commit !== commit);
      this.#adopt(nowMillis, commit);
      adopted.push(commit);
    }
    return adopted;
  }

  #wait(nowMillis: number, commit: EpochCommit): void {
    if (this.#waiting.some((one) => one.commit.hash === commit.hash)) return;
    const waiting = [...this.#waiting, { commit, untilMillis: nowMillis + LATE_MILLIS }];
    this.#refused += Math.max(0, waiting.length - MAX_WAITING);
    this.#waiting = waiting.slice(-MAX_WAITING);
  }

  #remember(nowMillis: number, roster: EpochRoster): void {
    const recent = [...this.#recent, { roster, untilMillis: nowMillis + LATE_MILLIS }];
    this.#recent = recent.slice(-MAX_RECENT);
  }

  #expire(nowMillis: number): void {
    this.#recent = this.#recent.filter(({ untilMillis }) => untilMillis > nowMillis);
    const waiting = this.#waiting.filter(({ untilMillis }) => untilMillis > nowMillis);
    this.#refused += this.#waiting.length - waiting.length;
    this.#waiting = waiting;
  }
}

function byOrder(a: Waiting, b: Waiting): number {
  if (a.commit.epoch !== b.commit.epoch) return a.commit.epoch - b.commit.epoch;
  return a.commit.hash < b.commit.hash ? -1 : 1;
}
