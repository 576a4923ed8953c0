/** What acts amount to, in bytes: bounded, and of one spelling. */
import { describe, expect, test } from "vitest";
import { encodeSummary, MAX_SUMMARY_BYTES, readSummary } from "../../src/client/act-summary.ts";
import { Invites, MAX_GUESTS, MAX_INVITES } from "../../src/client/invites.ts";
import { headsOf, MAX_LISTED, Moderation } from "../../src/client/moderation.ts";
import { type Bytes, concat, toBase64Url } from "../../src/crypto/bytes.ts";
import { termsValue } from "../../src/crypto/invite-terms.ts";

const ROOT = new Uint8Array(32).fill(1);
const OWNER = key(0);
const VALUE = termsValue({ notAfter: 1_800_000_000, uses: 100 });

/** Of so many bytes; another for each number. */
function bytes(length: number, number: number): Bytes {
  const all = new Uint8Array(length);
  new DataView(all.buffer).setUint32(0, number);
  return all;
}

function key(number: number): string {
  return toBase64Url(bytes(32, number));
}

function short(number: number): string {
  return toBase64Url(bytes(16, number));
}

/** As many invites as a room has, and as many guests. */
function fill(invites: Invites): Invites {
  for (let i = 0; i < MAX_INVITES; i++) {
    invites.make({ actor: OWNER, subject: short(i), value: VALUE });
    for (let guest = 0; guest < MAX_GUESTS / MAX_INVITES; guest++) redeem(invites, i, guest);
  }
  return invites;
}

function redeem(invites: Invites, invite: number, guest: number): void {
  invites.redeem({ actor: OWNER, subject: `${short(invite)} ${short(guest)}`, value: 0 });
}

function guests({ all }: Invites): number {
  return all.reduce((count, invite) => count + invite.guests.size, 0);
}

function fullState(): Moderation {
  const state = new Moderation(headsOf(OWNER), true);
  for (let i = 1; i <= MAX_LISTED + 1; i++) {
    for (const kind of ["mute", "admit", "speaker", "moderator"] as const)
      state.apply({ kind, actor: OWNER, subject: key(i), value: 1 });
    state.apply({ kind: "ban", actor: OWNER, subject: key(1_000 + i), value: 0 });
    state.apply({ kind: "delete", actor: OWNER, subject: short(i), value: i });
  }
  fill(state.invites);
  return state;
}

describe("the invites that are remembered", () => {
  test("of so many, the one made first is gone", () => {
    const invites = fill(new Invites());
    invites.make({ actor: OWNER, subject: short(999), value: VALUE });
    expect(invites.all).toHaveLength(MAX_INVITES);
    expect(invites.find(short(0))).toBeUndefined();
    expect(invites.find(short(1))).toBeDefined();
  });

  test("of so many guests, the invite made first is gone, but not the one just used", () => {
    const invites = fill(new Invites());
    expect(guests(invites)).toBe(MAX_GUESTS);
    redeem(invites, 0, 99);
    expect(invites.find(short(0))?.guests.has(short(99))).toBe(true);
    expect(invites.find(short(1))).toBeUndefined();
    for (const guest of [99, 100, 101]) redeem(invites, 9, guest);
    expect(guests(invites)).toBe(MAX_GUESTS);
    redeem(invites, 9, 102);
    expect(guests(invites)).toBeLessThan(MAX_GUESTS);
    expect(invites.find(short(9))).toBeDefined();
    expect(invites.find(short(0))).toBeUndefined();
  });
});

test("a summary of as much as a state holds fits into a message, and reads as it was", () => {
  const state = fullState();
  const summary = encodeSummary(ROOT, state);
  expect(summary.length).toBeLessThan(MAX_SUMMARY_BYTES);
  expect(toBase64Url(summary).length).toBeLessThan(61_000);
  const read = readSummary(summary, ROOT, headsOf(OWNER), true);
  expect(read?.invites.all).toEqual(state.invites.all);
  expect(read?.banned).toEqual(state.banned);
});

test("more than a state holds, and invites of a public room, are none", () => {
  const heads = headsOf(OWNER);
  const state = fullState();
  state.banned.add(key(5_000));
  expect(readSummary(encodeSummary(ROOT, state), ROOT, heads, true)).toBeUndefined();
  const open = new Moderation(heads, false);
  expect(readSummary(encodeSummary(ROOT, open), ROOT, heads, false)).toBeDefined();
  fill(open.invites);
  expect(readSummary(encodeSummary(ROOT, open), ROOT, heads, false)).toBeUndefined();
});

test("one state has one spelling: what is cut, longer or turned is none, or says something else", () => {
  const heads = headsOf(OWNER);
  const state = new Moderation(heads, true);
  state.invites.make({ actor: OWNER, subject: short(1), value: VALUE });
  redeem(state.invites, 1, 2);
  state.apply({ kind: "mute", actor: OWNER, subject: key(3), value: 1 });
  const summary = encodeSummary(ROOT, state);
  for (let cut = 0; cut < summary.length; cut++) {
    expect(readSummary(summary.slice(0, cut), ROOT, heads, true)).toBeUndefined();
  }
  expect(readSummary(concat(summary, Uint8Array.of(0)), ROOT, heads, true)).toBeUndefined();
  for (let bit = 0; bit < summary.length * 8; bit++) {
    const turned = summary.slice();
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const read = readSummary(turned, ROOT, heads, true);
    if (read) expect(encodeSummary(ROOT, read)).toEqual(turned);
  }
});
