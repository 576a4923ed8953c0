import type { Member } from "../client/wire.ts";
import { seatOf } from "../crypto/person.ts";
import { elsewhereOf, nicknameOf } from "../crypto/profile.ts";
import type { Bearing } from "./acquaintances.ts";
import type { Person } from "./room-view.ts";
import type { Standing } from "./standing.ts";

/** Turns what the client knows into what the page shows. What did not change keeps its reference, so React can skip it. */

/** What only this browser knows of a person. */
export interface LocalView {
  mutedForMe(id: string): boolean;
  volume(id: string): number;
  speaking(number: number): boolean;
  standing(identity: string): Standing;
  bearing(identity: string): Bearing;
}

/** What differs for oneself from what the server says. */
export type SelfView = Pick<
  Person,
  "number" | "nickname" | "muted" | "hasMedia" | "connection" | "speaking"
>;

const nicknames = new WeakMap<Member["profile"], string>();

export function people(
  members: ReadonlyMap<number, Member>,
  self: SelfView,
  local: LocalView,
  before: readonly Person[],
): readonly Person[] {
  const former = new Map(before.map((person) => [person.number, person]));
  const list = [...members.values()].map((member) => {
    const person = personOf(member, self, local);
    const same = former.get(person.number);
    return same && shallowEqual(same, person) ? same : person;
  });
  list.sort((a, b) => Number(b.isSelf) - Number(a.isSelf) || a.place - b.place);
  return sameItems(list, before) ? before : list;
}

function personOf(member: Member, self: SelfView, local: LocalView): Person {
  const { number, id, muted, hasMedia, connection } = member;
  const isSelf = number === self.number;
  return {
    ...{ number, id, muted, hasMedia, connection },
    ...seatOf(id),
    isSelf,
    nickname: nickname(member),
    robot: member.robot,
    elsewhere: member.robot === undefined ? "" : elsewhereOf(member.profile),
    mutedForMe: !isSelf && local.mutedForMe(id),
    volume: local.volume(id),
    speaking: !muted && local.speaking(number),
    ...local.standing(member.identity),
    ...local.bearing(member.identity),
    ...(isSelf && self),
  };
}

function nickname(member: Member): string {
  let name = nicknames.get(member.profile);
  if (name === undefined) {
    name = nicknameOf(member.profile);
    nicknames.set(member.profile, name);
  }
  return name;
}

/** The former object where nothing in it differs. */
export function keep<T extends object>(before: T, now: T): T {
  return shallowEqual(before, now) ? before : now;
}

function shallowEqual<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(b) as (keyof T)[];
  return keys.length === Object.keys(a).length && keys.every((name) => Object.is(a[name], b[name]));
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
