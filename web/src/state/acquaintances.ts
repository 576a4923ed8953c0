/**
 * Which key bore which name in which room, as this browser's person has met them: so that a known name with a new key shows.
 * Kept here, told nobody.
 */
import type { Member } from "../client/wire.ts";
import { fromBase64Url } from "../crypto/bytes.ts";
import { shortFingerprint } from "../crypto/fingerprint.ts";
import { likenessOf } from "../crypto/likeness.ts";
import { nicknameOf, UNKNOWN_NICKNAME } from "../crypto/profile.ts";
import { verifiedKey, verifiedPeople } from "./verified.ts";

/** Names of all rooms that are remembered; those met last are. */
export const MAX_NAMES = 1_000;
/** Keys that bear one name in one room: more are remembered as little as none. */
export const MAX_KEYS = 8;
const KEY = "free4chat.acquaintances";

/** What to know of somebody beside the name. */
export interface Bearing {
  /** Short, of the key. */
  readonly fingerprint: string;
  /** Somebody else here could be taken for them by name. */
  readonly namesake: boolean;
  /** The name is known here with another key; and whether its safety number was compared. */
  readonly stranger: "no" | "another" | "another-compared";
}

const NOBODY: Bearing = { fingerprint: "", namesake: false, stranger: "no" };

/** A name in a room, and the keys that bore it. */
interface Met {
  readonly room: string;
  readonly likeness: string;
  readonly keys: readonly string[];
}

type Named = Pick<Member, "identity" | "profile">;

export class Acquaintances {
  readonly #room: string;
  readonly #storage: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** By name, of this room alone. */
  readonly #met = new Map<string, readonly string[]>();
  #seen: ReadonlyMap<number, Named> | undefined;
  #bearings: ReadonlyMap<string, Bearing> = new Map();

  /** Of one room, by its name or id. */
  constructor(room: string, storage = globalThis.localStorage) {
    this.#room = room;
    this.#storage = storage;
    for (const { room: where, likeness, keys } of this.#load()) {
      if (where === room) this.#met.set(likeness, keys);
    }
  }

  /** Looks at who is here; `self` is never a stranger. The same map is looked at once. */
  see(members: ReadonlyMap<number, Named>, self: string): void {
    if (members === this.#seen) return;
    this.#seen = members;
    const names = namesOf(members.values());
    let news = false;
    for (const [likeness, identities] of names) {
      // Who comes by a name that nobody bore here is met by it; so are all who are here when we come.
      if (!this.#met.has(likeness)) {
        this.#met.set(likeness, [...identities].slice(-MAX_KEYS));
        news = true;
      }
    }
    for (const likeness of this.#met.keys()) {
      if (this.#met.size <= MAX_NAMES) break;
      this.#met.delete(likeness);
    }
    if (news) this.#save();
    this.#bearings = new Map(
      [...members.values()].map((member) => [member.identity, this.#judge(member, names, self)]),
    );
  }

  of(identity: string): Bearing {
    return this.#bearings.get(identity) ?? NOBODY;
  }

  /** Somebody is known by their name from now on, too. */
  accept({ identity, profile }: Named): void {
    const likeness = likenessOf(nicknameOf(profile));
    const others = (this.#met.get(likeness) ?? []).filter((key) => key !== identity);
    this.#met.set(likeness, [...others, identity].slice(-MAX_KEYS));
    this.#save();
    this.#seen = undefined;
  }

  #judge(
    { identity, profile }: Named,
    names: ReadonlyMap<string, ReadonlySet<string>>,
    self: string,
  ): Bearing {
    const nickname = nicknameOf(profile);
    const likeness = likenessOf(nickname);
    const keys = this.#met.get(likeness);
    const isStranger =
      nickname !== UNKNOWN_NICKNAME && identity !== self && keys?.includes(identity) === false;
    const compared = keys?.some((key) => verifiedPeople().has(verifiedKey(this.#room, key)));
    return {
      fingerprint: shortFingerprint(fromBase64Url(identity) ?? new Uint8Array(0)),
      namesake: (names.get(likeness)?.size ?? 0) > 1,
      stranger: !isStranger ? "no" : compared ? "another-compared" : "another",
    };
  }

  #load(): readonly Met[] {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(KEY) ?? "[]");
      return Array.isArray(stored) ? stored.filter(isMet) : [];
    } catch {
      return [];
    }
  }

  #save(): void {
    const others = this.#load().filter(({ room }) => room !== this.#room);
    const ours = [...this.#met].map(([likeness, keys]) => ({ room: this.#room, likeness, keys }));
    try {
      this.#storage?.setItem(KEY, JSON.stringify([...others, ...ours].slice(-MAX_NAMES)));
    } catch {
      // without storage they are known as long as the page lives
    }
  }
}

/** The keys that bear each name; without those whose name cannot be read. */
function namesOf(members: Iterable<Named>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { identity, profile } of members) {
    const nickname = nicknameOf(profile);
    if (nickname === UNKNOWN_NICKNAME) continue;
    const likeness = likenessOf(nickname);
    names.set(likeness, (names.get(likeness) ?? new Set()).add(identity));
  }
  return names;
}

function isMet(value: unknown): value is Met {
  const { room, likeness, keys } = (value ?? {}) as Partial<Met>;
  return (
    typeof room === "string" &&
    typeof likeness === "string" &&
    Array.isArray(keys) &&
    keys.every((key) => typeof key === "string")
  );
}
