/** Whoever knocks at a sealed room is named to those inside, and to nobody else. */
import { expect, test, vi } from "vitest";
import { type KnockSecrets, Knocks, sealKnock } from "../../src/client/knocks.ts";
import { type Bytes, toBase64Url } from "../../src/crypto/bytes.ts";
import { encodeProfile, nicknameOf } from "../../src/crypto/profile.ts";

const LOU = new Uint8Array(32).fill(1);
const EVE = new Uint8Array(32).fill(2);
const ROOM: KnockSecrets = room(3, 4, 5);

function room(id: number, secret: number, passwordHash: number): KnockSecrets {
  const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);
  const knockSecrets = { secret: bytes(16, secret), passwordHash: bytes(32, passwordHash) };
  return { roomId: bytes(16, id), knockSecrets };
}

function told(identity: Bytes, profile: Bytes): object {
  return { knocks: [{ identity: toBase64Url(identity), profile: toBase64Url(profile) }] };
}

/** Waits until whatever can be opened is. */
async function names(knocks: Knocks, changed: ReturnType<typeof vi.fn>): Promise<string[]> {
  const times = changed.mock.calls.length;
  await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThan(times));
  return knocks.all.map(({ profile }) => nicknameOf(profile));
}

function inside(sealed: KnockSecrets | undefined) {
  const changed = vi.fn();
  return { knocks: new Knocks(sealed, changed), changed };
}

test("who holds link and password reads the name, and its length tells little", async () => {
  const sealed = await sealKnock(ROOM, LOU, encodeProfile({ nickname: "Lou" }));
  expect(sealed.length).toBe(
    (await sealKnock(ROOM, LOU, encodeProfile({ nickname: "Louise" }))).length,
  );
  const { knocks, changed } = inside(ROOM);
  knocks.told(told(LOU, sealed));
  expect(knocks.all.map(({ profile }) => nicknameOf(profile))).toEqual(["?"]);
  expect(await names(knocks, changed)).toEqual(["Lou"]);
});

test("another password, link, room or identity opens nothing, and neither does a plain name", async () => {
  const sealed = await sealKnock(ROOM, LOU, encodeProfile({ nickname: "Lou" }));
  const cases: [KnockSecrets, Bytes, Bytes][] = [
    [room(3, 4, 6), LOU, sealed],
    [room(3, 6, 5), LOU, sealed],
    [room(6, 4, 5), LOU, sealed],
    [ROOM, EVE, sealed],
    [ROOM, LOU, encodeProfile({ nickname: "Lou" })],
    [ROOM, LOU, new Uint8Array(0)],
  ];
  for (const [secrets, identity, profile] of cases) {
    const { knocks, changed } = inside(secrets);
    knocks.told(told(identity, profile));
    expect(await names(knocks, changed)).toEqual(["?"]);
  }
});

test("who was answered meanwhile does not come up again", async () => {
  const { knocks, changed } = inside(ROOM);
  knocks.told(told(LOU, await sealKnock(ROOM, LOU, encodeProfile({ nickname: "Lou" }))));
  knocks.told({ knocks: [] });
  knocks.told(told(EVE, await sealKnock(ROOM, EVE, encodeProfile({ nickname: "Eve" }))));
  expect(await names(knocks, changed)).toEqual(["Eve"]);
});

test("in a public room names are plain", () => {
  const { knocks } = inside(undefined);
  knocks.told(told(LOU, encodeProfile({ nickname: "Lou" })));
  expect(knocks.all.map(({ profile }) => nicknameOf(profile))).toEqual(["Lou"]);
});
