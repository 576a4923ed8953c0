/** What a room client does with the seal of a sealed room. */
import { expect, test, vi } from "vitest";
import type { SealedRoom } from "../../src/client/sealed-room.ts";
import { Fields, readMember } from "../../src/client/wire.ts";
import { toBase64Url, utf8 } from "../../src/crypto/bytes.ts";
import { ClientSeal, type ClientVoice, makeClientSeal } from "../../src/sealing/client-seal.ts";
import { makeClient, peers, server } from "./support/room-client.ts";
import { settle } from "./support/settle.ts";

const SEALED = {
  kind: "unlisted",
  makeSeal: makeClientSeal,
  makeHandovers: () => undefined,
} as unknown as SealedRoom;

test("a browser that cannot seal is told so, asks nothing and offers nothing", async () => {
  const { client } = makeClient({ sealed: SEALED, makeSealVoice: () => undefined });
  expect(client.phase).toBe("refused");
  expect(client.fault).toBe("cannot-seal");
  client.prepare();
  client.enter();
  client.wake();
  await settle();
  expect(client.phase).toBe("refused");
  expect(server.asked).toEqual([]);
  expect(peers.all).toEqual([]);
});

test("where voice can be sealed, each connection that is made is guarded", async () => {
  const guardSender = vi.fn();
  const voice = { guardSender, guardReceiver: vi.fn(), close: vi.fn() } as unknown as ClientVoice;
  const { client } = makeClient({ sealed: SEALED, makeSealVoice: () => voice });
  expect(client.phase).toBe("idle");
  client.prepare();
  expect(peers.all).toHaveLength(1);
  expect(guardSender).toHaveBeenCalledTimes(1);
  client.close();
  expect(voice.close).toHaveBeenCalledTimes(1);
});

test("a public room makes no seal at all", () => {
  const makeSealVoice = vi.fn();
  const { client } = makeClient({ makeSealVoice });
  expect(client.seal).toBeUndefined();
  client.prepare();
  expect(makeSealVoice).not.toHaveBeenCalled();
});

test("nothing that the server says of a profile is shown before it was opened", () => {
  const seal = new ClientSeal(undefined, { changed: () => {}, profileOpened: () => {} });
  const wire = {
    number: 4,
    id: "id",
    identity: "",
    device: "",
    profile: toBase64Url(utf8('{"nickname":"the server"}')),
    muted: false,
    connection: "connected",
    hasMedia: false,
  };
  const [entered] = seal.entered(4, [readMember(new Fields(wire))], utf8("{}"));
  expect(entered?.profile).toHaveLength(0);
  expect(seal.heard("member.joined", { member: wire })).toEqual({
    member: { ...wire, profile: "" },
  });
  const change = { number: 4, profile: wire.profile, muted: true };
  expect(seal.heard("member.changed", change)).toEqual({ number: 4, muted: true });
});
