/** The people of a sealed room, as far as keys go: who has shown a sealing key, and whom a commit is for. */
import { type Bytes, equal } from "../crypto/bytes.ts";
import type { EpochRoster } from "./epochs.ts";
import { type Claim, type RosterEntry, readSealingKey, rosterHash } from "./sealing-key.ts";
import type { MediaKey } from "./sealing-wire.ts";

export interface SealedPerson extends Claim {
  readonly number: number;
  readonly connected: boolean;
  /** Of the server: keys are sealed to it only where the room's owner lets it in. */
  readonly robot: boolean;
  /** What was shown, and verified; undefined: nothing is sealed to this person. */
  readonly shown: Bytes | undefined;
  readonly key: Bytes | undefined;
  /** When the person was seen first. */
  readonly sinceMillis: number;
  /** Under which key id the person's voice is sealed. */
  readonly voice: MediaKey | undefined;
}

/** A roster, and the keys behind it. */
export interface SealedRoster {
  readonly hash: Bytes;
  readonly entries: readonly RosterEntry[];
  readonly roster: EpochRoster;
}

export class SealedPeople {
  readonly #roomId: Bytes;
  readonly #people = new Map<number, SealedPerson>();

  constructor(roomId: Bytes) {
    this.#roomId = roomId;
  }

  get all(): readonly SealedPerson[] {
    return [...this.#people.values()];
  }

  get(number: number): SealedPerson | undefined {
    return this.#people.get(number);
  }

  byId(id: string): SealedPerson | undefined {
    return this.all.find((person) => person.id === id);
  }

  /** Somebody is seen; what they have shown before under this number and id stays. */
  see(
    claim: Claim & Pick<SealedPerson, "number" | "connected" | "robot">,
    nowMillis: number,
  ): void {
    const { number, id, identity, device, connected, robot } = claim;
    const before = this.#people.get(number);
    const known = before?.id === id ? before : undefined;
    const { shown, key, voice, sinceMillis = nowMillis } = known ?? {};
    const person = { number, id, identity, device, connected, robot, sinceMillis };
    this.#people.set(number, { ...person, shown, key, voice });
  }

  /** Only these are left. */
  retain(numbers: ReadonlySet<number>): void {
    for (const number of this.#people.keys()) if (!numbers.has(number)) this.#people.delete(number);
  }

  /** Gives who went, if anybody did. */
  remove(number: number): SealedPerson | undefined {
    const person = this.#people.get(number);
    this.#people.delete(number);
    return person;
  }

  connected(number: number, connected: boolean): void {
    this.#change(number, { connected });
  }

  /** Takes what somebody shows; true when another key is sealed to from now on. */
  async show(number: number, shown: Bytes): Promise<boolean> {
    const person = this.#people.get(number);
    if (!person || (person.shown && equal(person.shown, shown))) return false;
    const key = await readSealingKey(this.#roomId, person, shown);
    // Somebody else may have this number by now.
    if (this.#people.get(number)?.id !== person.id) return false;
    this.#change(number, { shown, key, voice: undefined });
    return true;
  }

  named(number: number, voice: MediaKey): void {
    this.#change(number, { voice });
  }

  /** Those whom a secret is sealed to; robots among them, where they may be. A robot never commits. */
  async roster(robotsMayBe: boolean): Promise<SealedRoster> {
    const people = this.all.filter(({ robot }) => robotsMayBe || !robot);
    const entries = people.flatMap(({ id, key }) => (key ? [{ id, key }] : []));
    const hash = await rosterHash(this.#roomId, entries);
    const members = people.flatMap(({ number, id, key, connected, robot }) =>
      key ? [{ number, entry: `${id} ${hex(key)}`, connected: connected && !robot }] : [],
    );
    return { hash, entries, roster: { hash: hex(hash), members } };
  }

  #change(number: number, change: Partial<SealedPerson>): void {
    const person = this.#people.get(number);
    if (person) this.#people.set(number, { ...person, ...change });
  }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
