import {
  type Fields,
  type Member,
  type MemberChange,
  type Presence,
  read,
  readMember,
  readMemberChange,
} from "./wire.ts";

export interface MemberEvents {
  joined(member: Member): void;
  left(member: Member): void;
  /** A robot did not work, and has left. */
  robotFailed?(): void;
}

/** What a notification meant beyond the map. */
interface Told {
  readonly joined?: Member;
  /** The server has given us up. */
  readonly selfLeft?: boolean;
}

/** Who is in the room. The map is another after each change, so that it can be compared. */
export class Members {
  readonly #events: MemberEvents;
  #byNumber: ReadonlyMap<number, Member> = new Map();
  #self = 0;

  constructor(events: MemberEvents) {
    this.#events = events;
  }

  get byNumber(): ReadonlyMap<number, Member> {
    return this.#byNumber;
  }

  /** By member id, how their lines stand; robots have none. */
  get company(): ReadonlyMap<string, Presence> {
    const all = [...this.#byNumber.values()];
    return new Map(all.map(({ id, connection, robot }) => [id, robot ? "robot" : connection]));
  }

  /** Our own number; 0 before the room was entered. */
  get self(): number {
    return this.#self;
  }

  /** The room was entered. Coming back, who came and went meanwhile is told as if we had been there. */
  entered(self: number, members: readonly Member[]): void {
    const before = this.#byNumber;
    this.#self = self;
    this.#byNumber = new Map(members.map((member) => [member.number, member]));
    if (before.size === 0) return;
    const ids = new Set([...before.values()].map((member) => member.id));
    const idsNow = new Set(members.map((member) => member.id));
    for (const member of members) if (!ids.has(member.id)) this.#events.joined(member);
    for (const member of before.values()) if (!idsNow.has(member.id)) this.#events.left(member);
  }

  /** Takes what the server tells of members; undefined for another matter, or what cannot be read. */
  notified(method: string, params: unknown): Told | undefined {
    if (method === "member.joined") {
      const joined = read(params, (fields) => readMember(fields.object("member")));
      if (joined) this.#joined(joined);
      return joined && { joined };
    }
    if (method === "member.left") {
      const gone = read(params, readGone);
      if (!gone) return undefined;
      const { number, reason } = gone;
      if (number === this.#self) return { selfLeft: true };
      if (reason === "failed" && this.#byNumber.has(number)) this.#events.robotFailed?.();
      this.#left(number);
      return {};
    }
    if (method !== "member.changed") return undefined;
    const change = read(params, readMemberChange);
    if (change) this.#changed(change);
    return change && {};
  }

  #joined(member: Member): void {
    const isNew = !this.#byNumber.has(member.number);
    this.#byNumber = new Map(this.#byNumber).set(member.number, member);
    if (isNew) this.#events.joined(member);
  }

  #left(number: number): void {
    const member = this.#byNumber.get(number);
    if (!member) return;
    const members = new Map(this.#byNumber);
    members.delete(number);
    this.#byNumber = members;
    this.#events.left(member);
  }

  #changed(change: MemberChange): void {
    const member = this.#byNumber.get(change.number);
    if (!member) return;
    this.#byNumber = new Map(this.#byNumber).set(change.number, { ...member, ...change });
  }

  clear(): void {
    this.#byNumber = new Map();
    this.#self = 0;
  }
}

/** Of `member.left`. */
function readGone(fields: Fields): { readonly number: number; readonly reason: string } {
  return { number: fields.count("number"), reason: fields.text("reason") };
}
