import { expect, test } from "vitest";
import { toBase64Url } from "../../src/crypto/bytes.ts";
import { likenessOf } from "../../src/crypto/likeness.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { Acquaintances, MAX_KEYS, MAX_NAMES } from "../../src/state/acquaintances.ts";
import { setVerified, verifiedKey } from "../../src/state/verified.ts";

/** Somebody's key. */
function key(fill: number): string {
  return toBase64Url(new Uint8Array(32).fill(fill));
}

/** Who is here: keys with the name that each bears. */
function here(...people: readonly (readonly [number, string])[]) {
  const members = people.map(([fill, nickname], at) => {
    const member = { identity: key(fill), profile: encodeProfile({ nickname }) };
    return [at + 1, member] as const;
  });
  return new Map(members);
}

class FakeStorage {
  readonly items = new Map<string, string>();
  getItem = (name: string) => this.items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.items.set(name, value);
}

const SELF = key(1);

function open(storage: FakeStorage, room = "tea"): Acquaintances {
  return new Acquaintances(room, storage as unknown as Storage);
}

test("a name that is known here with another key is marked, and stays so until it is accepted", () => {
  const storage = new FakeStorage();
  open(storage).see(here([1, "Me"], [2, "Ana"]), SELF);
  const later = open(storage);
  later.see(here([1, "Me"], [3, "Ana"]), SELF);
  expect(later.of(key(3)).stranger).toBe("another");
  expect(later.of(SELF).stranger).toBe("no");
  const again = open(storage);
  again.see(here([3, "Ana"], [2, "Ana"]), SELF);
  expect([again.of(key(3)).stranger, again.of(key(2)).stranger]).toEqual(["another", "no"]);
  again.accept({ identity: key(3), profile: encodeProfile({ nickname: "Ana" }) });
  again.see(here([3, "Ana"], [2, "Ana"]), SELF);
  expect([again.of(key(3)).stranger, again.of(key(2)).stranger]).toEqual(["no", "no"]);
  const after = open(storage);
  after.see(here([3, "Ana"]), SELF);
  expect(after.of(key(3)).stranger).toBe("no");
});

test("the name counts as it looks, and the room counts", () => {
  const storage = new FakeStorage();
  open(storage).see(here([2, "Ana Bo"]), SELF);
  const later = open(storage);
  later.see(here([3, "аna bо"], [4, "ＡＮＡ_BO"], [5, "Anna Bo"]), SELF);
  expect([3, 4, 5].map((fill) => later.of(key(fill)).stranger)).toEqual([
    "another",
    "another",
    "no",
  ]);
  const elsewhere = open(storage, "coffee");
  elsewhere.see(here([3, "Ana Bo"]), SELF);
  expect(elsewhere.of(key(3)).stranger).toBe("no");
});

test("two who bear one name are told apart, also when both are new to us", () => {
  const met = open(new FakeStorage());
  met.see(here([2, "Ana"], [3, "ana"], [4, "Ben"]), SELF);
  expect([2, 3, 4].map((fill) => met.of(key(fill)).namesake)).toEqual([true, true, false]);
  expect([2, 3].map((fill) => met.of(key(fill)).stranger)).toEqual(["no", "no"]);
  expect(met.of(key(2)).fingerprint).not.toBe(met.of(key(3)).fingerprint);
  met.see(here([2, "Ana"], [2, "Ana"]), SELF);
  expect(met.of(key(2)).namesake).toBe(false); // one person on two devices
});

test("whose safety number was compared is said to have been another", () => {
  const storage = new FakeStorage();
  open(storage, "sealed").see(here([2, "Ana"]), SELF);
  setVerified(verifiedKey("sealed", key(2)), true);
  const later = open(storage, "sealed");
  later.see(here([3, "Ana"]), SELF);
  expect(later.of(key(3)).stranger).toBe("another-compared");
  setVerified(verifiedKey("sealed", key(2)), false);
});

test("a name that cannot be read says nothing", () => {
  const storage = new FakeStorage();
  const nameless = (fill: number) => ({ identity: key(fill), profile: new Uint8Array(0) });
  open(storage).see(new Map([[1, nameless(2)]]), SELF);
  const later = open(storage);
  later.see(new Map([[1, nameless(3)]]), SELF);
  expect(later.of(key(3)).stranger).toBe("no");
});

test("so many names, and so many keys of one, are remembered", () => {
  const storage = new FakeStorage();
  const many = open(storage, "old");
  many.see(here(...Array.from({ length: MAX_NAMES }, (_, at) => [2, `n${at}x`] as const)), SELF);
  open(storage, "new").see(here([3, "Ana"]), SELF);
  const stored = JSON.parse(storage.getItem("free4chat.acquaintances") ?? "[]") as object[];
  expect(stored).toHaveLength(MAX_NAMES);
  const crowd = open(storage, "new");
  for (let fill = 10; fill < 10 + 2 * MAX_KEYS; fill++) {
    crowd.accept({ identity: key(fill), profile: encodeProfile({ nickname: "Ana" }) });
  }
  crowd.see(here([3, "Ana"], [9 + 2 * MAX_KEYS, "Ana"]), SELF);
  expect(crowd.of(key(9 + 2 * MAX_KEYS)).stranger).toBe("no");
  expect(crowd.of(key(3)).stranger).toBe("another");
});

test("spoilt storage is none", () => {
  for (const spoilt of ["{", "7", '[null, {"room": 1}, [3]]']) {
    const storage = new FakeStorage();
    storage.setItem("free4chat.acquaintances", spoilt);
    const met = open(storage);
    met.see(here([2, "Ana"]), SELF);
    expect(met.of(key(2)).stranger).toBe("no");
  }
});

test.each([
  ["Ana", "аnа"],
  ["O_0", "oo"],
  ["ＡＮＡ", "ana"],
  ["l33t", "133t"],
])("%s could be taken for %s", (one, other) => {
  expect(likenessOf(one)).toBe(likenessOf(other));
});
