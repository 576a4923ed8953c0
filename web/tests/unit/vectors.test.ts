/** The golden vectors of the wire contract: what Java runs, run here, to the byte. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ActLedger } from "../../src/client/act-ledger.ts";
import {
  readDirectoryChange,
  readDirectoryPage,
  readRoomChange,
} from "../../src/client/directory-wire.ts";
import { errorFromWire } from "../../src/client/errors.ts";
import { readFloorLeft, readFloorShares } from "../../src/client/floor.ts";
import { readAsked } from "../../src/client/handovers.ts";
import { headsOf, type Moderation } from "../../src/client/moderation.ts";
import { readSaw } from "../../src/client/saw.ts";
import * as wire from "../../src/client/wire.ts";
import { hashAct, isActSigned, readAct, signAct } from "../../src/crypto/acts.ts";
import { type Bytes, fromBase64Url, toBase64Url, u64, utf8 } from "../../src/crypto/bytes.ts";
import {
  type Credentials,
  certificateTranscript,
  verifyCertificate,
} from "../../src/crypto/credentials.ts";
import { checkDescription, type Description, LANGUAGES } from "../../src/crypto/description.ts";
import { keyPairOfSeed, sign, verify } from "../../src/crypto/ed25519.ts";
import { openEntry, signEntry } from "../../src/crypto/entry.ts";
import { checkRoomName } from "../../src/crypto/names.ts";
import { memberId } from "../../src/crypto/person.ts";
import { acceptNickname } from "../../src/crypto/profile.ts";
import {
  describeTranscript,
  enterTranscript,
  offerTranscript,
  publicRoomId,
} from "../../src/crypto/proof.ts";
import { sha256, transcript } from "../../src/crypto/transcript.ts";
import { readMediaKey, readSealJoined, readSealResult } from "../../src/sealing/sealing-wire.ts";
import { bytes, type Case, cases, VECTORS } from "./support/vectors.ts";

test("no vector file is left out", () => {
  const files = readdirSync(VECTORS).filter((file) => file.endsWith(".json"));
  expect(files.sort()).toEqual([
    "act-chains.json",
    "acts.json",
    "describe-signatures.json",
    "descriptions.json",
    "descriptor-chains.json",
    "descriptors.json",
    "door-proofs.json",
    "enter-proofs.json",
    "identities.json",
    "identity-exports.json",
    "invites.json",
    "messages.json",
    "nicknames.json",
    "offer-signatures.json",
    "room-keys.json",
    "room-names.json",
    "sealing.json",
    "signed-entries.json",
    "transcripts.json",
  ]);
});

type FieldVector = { bytes?: string; utf8?: string; u64?: string };

function field(vector: FieldVector): Bytes {
  if (vector.bytes !== undefined) return fromBase64Url(vector.bytes) as Bytes;
  if (vector.utf8 !== undefined) return utf8(vector.utf8);
  const value = BigInt(vector.u64 as string);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value);
  const expected = new Uint8Array(view.buffer);
  if (value <= Number.MAX_SAFE_INTEGER) expect(u64(Number(value))).toEqual(expected);
  return expected;
}

test.each(cases("transcripts.json"))("transcript: $about", async (vector) => {
  const fields = (vector.fields as FieldVector[]).map(field);
  const result = transcript(vector.label as string, ...fields);
  expect(toBase64Url(result)).toBe(vector.transcript);
  expect(toBase64Url(await sha256(result))).toBe(vector.sha256);
});

test.each(cases("identities.json"))("identity: $about", async (vector) => {
  const identity = bytes(vector, "identity");
  const device = bytes(vector, "device");
  const certificate = bytes(vector, "certificate");
  expect(await verifyCertificate(identity, device, certificate)).toBe(vector.valid);
  if (vector.member !== undefined) {
    expect(await memberId(identity, device)).toBe(vector.member);
  }
  if (vector.identitySeed !== undefined) {
    const pair = await keyPairOfSeed(bytes(vector, "identitySeed"));
    expect(pair.publicKey).toEqual(identity);
    expect(pair.sign.extractable).toBe(false);
    const made = await sign(pair.sign, certificateTranscript(device));
    expect(toBase64Url(made)).toBe(vector.certificate);
  }
});

describe("proofs", () => {
  function bound(vector: Case) {
    return {
      session: bytes(vector, "session"),
      roomId: bytes(vector, "room"),
      identity: bytes(vector, "identity"),
      device: bytes(vector, "device"),
      clientFingerprint: bytes(vector, "clientFingerprint"),
      serverFingerprint: bytes(vector, "serverFingerprint"),
    };
  }

  async function check(vector: Case, message: Bytes, signatureName: string) {
    expect(toBase64Url(message)).toBe(vector.transcript);
    const signature = bytes(vector, signatureName);
    expect(await verify(bytes(vector, "device"), signature, message)).toBe(vector.valid);
    if (vector.valid !== true) return;
    const { sign: key } = await keyPairOfSeed(bytes(vector, "deviceSeed"));
    expect(await sign(key, message)).toEqual(signature);
  }

  test.each(cases("enter-proofs.json"))("enter: $about", async (vector) => {
    const { clientFingerprint, ...values } = bound(vector);
    const message = enterTranscript({
      ...values,
      // One who only writes has no fingerprint at all.
      clientFingerprint: clientFingerprint.length === 0 ? undefined : clientFingerprint,
      nonce: bytes(vector, "nonce"),
      origin: vector.origin as string,
      version: 0,
    });
    await check(vector, message, "proof");
  });

  test.each(cases("describe-signatures.json"))("description: $about", async (vector) => {
    const message = describeTranscript(
      {
        session: bytes(vector, "session"),
        roomId: bytes(vector, "room"),
        identity: bytes(vector, "identity"),
        device: bytes(vector, "device"),
      },
      vector as unknown as Description,
    );
    await check(vector, message, "signature");
  });

  test.each(cases("offer-signatures.json"))("offer: $about", async (vector) => {
    await check(vector, offerTranscript(bound(vector)), "signature");
  });
});

test.each(cases("room-names.json"))("room name: $about", async (vector) => {
  const checked = checkRoomName(vector.input as string);
  expect(checked.ok ? checked.text : undefined).toBe(vector.canonical);
  if (checked.ok) expect(toBase64Url(await publicRoomId(checked.text))).toBe(vector.id);
});

test.each(cases("descriptions.json"))("description: $about", (vector) => {
  const checked = checkDescription(vector as unknown as Description);
  if (vector.canonical === undefined) {
    expect(checked).toEqual({ ok: false, field: vector.refused });
  } else {
    expect(checked).toEqual({ ok: true, description: vector.canonical });
  }
});

test("no language is missing", () => {
  const known = cases("descriptions.json").flatMap(({ about, canonical }) =>
    about.startsWith("language ") ? (canonical as Description).language : [],
  );
  expect(LANGUAGES).toEqual(known);
});

test.each(cases("nicknames.json"))("nickname: $about", (vector) => {
  const input = vector.input as string;
  expect(acceptNickname(input)).toBe(vector.valid ? input : "?");
});

test.each(cases("signed-entries.json"))("entry: $about", async (vector) => {
  const place = { roomId: bytes(vector, "room"), doc: vector.doc as string };
  const entry = await openEntry(bytes(vector, "bytes"), place);
  if (vector.drop !== undefined) {
    expect(entry).toBeUndefined();
    return;
  }
  expect(entry?.sequence).toBe(vector.sequence);
  expect(entry?.author).toBe(vector.member);
  expect(entry && toBase64Url(entry.body)).toBe(vector.body);
  const { sign: key } = await keyPairOfSeed(bytes(vector, "deviceSeed"));
  const credentials: Credentials = {
    identity: bytes(vector, "identity"),
    device: bytes(vector, "device"),
    certificate: bytes(vector, "certificate"),
    memberId: vector.member as string,
    persistent: true,
    sign: (message) => sign(key, message),
  };
  const sequence = vector.sequence as number;
  const again = await signEntry(credentials, place, sequence, bytes(vector, "body"));
  expect(toBase64Url(again)).toBe(vector.bytes);
});

test.each(cases("acts.json"))("act: $about", async (vector) => {
  const sent = bytes(vector, "bytes");
  const act = readAct(sent);
  if (vector.drop === "act-malformed") {
    expect(act).toBeUndefined();
    return;
  }
  if (!act) throw new Error("it cannot be read");
  const here = toBase64Url(act.roomId) === vector.room;
  expect(here).toBe(vector.drop !== "act-wrong-room");
  if (vector.drop === "act-wrong-room") return;
  expect(await isActSigned(sent, act)).toBe(vector.drop === undefined);
  if (vector.drop !== undefined) return;
  expect(toBase64Url(await hashAct(sent))).toBe(vector.hash);
  const { sign: key } = await keyPairOfSeed(bytes(vector, "deviceSeed"));
  const credentials: Credentials = {
    identity: bytes(vector, "identity"),
    device: bytes(vector, "device"),
    certificate: bytes(vector, "certificate"),
    memberId: "",
    persistent: true,
    sign: (message) => sign(key, message),
  };
  const place = {
    roomId: bytes(vector, "room"),
    number: vector.number as number,
    previous: bytes(vector, "previous"),
  };
  const value = vector.value as number;
  const again = await signAct(credentials, place, { kind: act.kind, subject: act.subject, value });
  expect(toBase64Url(again)).toBe(vector.bytes);
});

describe("chains of acts", () => {
  type Step = { act: string; moderator: string; result: string; summary?: string };
  const sumOf = ({ summary }: Step) => (summary ? fromBase64Url(summary) : undefined);

  /** What a vector says of the state, of ours. */
  function stateOf(state: Moderation) {
    const { owner, locked, moderators, banned, muted } = state;
    const { lobby, slowSeconds, stage, floorSeconds, replay, robots } = state;
    const { admitted, speakers, deleted } = state;
    const invites = state.invites.all.map(({ id, notAfter, uses, revoked, guests }) =>
      [id, notAfter, uses, revoked ? "revoked" : "kept", [...guests].sort().join(",")].join(" "),
    );
    const mayUnmute = [...muted].filter(([, may]) => may).map(([identity]) => identity);
    return {
      owner,
      locked,
      lobby,
      slowSeconds,
      stage,
      floorSeconds,
      replay,
      robots,
      admitted: [...admitted].sort(),
      speakers: [...speakers].sort(),
      deleted: [...deleted].sort(),
      invites: invites.sort(),
      moderators: [...moderators].sort(),
      banned: [...banned].sort(),
      muted: [...muted.keys()].sort(),
      mayUnmute: mayUnmute.sort(),
    };
  }

  function ledgerOf(vector: Case): ActLedger {
    return new ActLedger(
      bytes(vector, "room"),
      bytes(vector, "root"),
      headsOf(vector.owner as string),
      vector.sealed as boolean,
    );
  }

  function check(vector: Case, ledger: ActLedger) {
    expect(toBase64Url(ledger.next.previous)).toBe(vector.head);
    expect(ledger.next.number).toBe(vector.next);
    const { hands, ...state } = vector.state as { hands: string[] };
    expect(stateOf(ledger.state)).toEqual(state);
    expect(toBase64Url(ledger.summary)).toBe(vector.summary);
    return hands;
  }

  test.each(cases("act-chains.json"))("as they came: $about", async (vector) => {
    const ledger = ledgerOf(vector);
    for (const step of vector.acts as Step[]) {
      const act = fromBase64Url(step.act) as Bytes;
      const taken = await ledger.add(act, step.moderator, true, sumOf(step));
      expect(typeof taken === "string" ? taken : "added").toBe(step.result);
    }
    expect(ledger.hands).toEqual(check(vector, ledger));
  });

  test.each(cases("act-chains.json"))("handed on in their order: $about", async (vector) => {
    const taken = (vector.acts as Step[]).filter(({ result }) => result === "added");
    const acts = taken.map((step) => ({
      act: fromBase64Url(step.act) as Bytes,
      moderator: step.moderator,
      summary: sumOf(step),
    }));
    acts.sort((a, b) => (readAct(a.act)?.number ?? 0) - (readAct(b.act)?.number ?? 0));
    const ledger = ledgerOf(vector);
    for (const { act, moderator, summary } of acts) {
      await ledger.add(act, moderator, false, summary);
    }
    check(vector, ledger);
  });
});

describe("messages of the server", () => {
  type Json = { result?: object; params?: object; error?: { data: Record<string, unknown> } };
  const fromServer = cases("messages.json").filter((vector) => vector.from === "server");
  const json = (vector: Case) => vector.json as Json;
  const method = (vector: Case) => vector.method as string;

  const READERS: Readonly<Record<string, (fields: wire.Fields) => unknown>> = {
    hello: wire.readHello,
    enter: wire.readEnter,
    "media.offer": (fields) => [fields.text("answer"), fields.text("epoch")],
    "log.append": (fields) => fields.count("cursor"),
    "log.after": wire.readLogPage,
    "log.entry": wire.readLogEntry,
    "member.joined": (fields) => wire.readMember(fields.object("member")),
    "member.left": (fields) => fields.count("number"),
    "member.changed": wire.readMemberChange,
    "room.acts": wire.readRoomActs,
    "acts.history": wire.readHistory,
    "server.saw": readSaw,
    "room.floor": readFloorShares,
    "floor.left": readFloorLeft,
    "lobby.knocks": wire.readKnocks,
    "lobby.answer": (fields) => fields.flag("admitted"),
    removed: wire.readRemoved,
    "invite.asked": readAsked,
    "invite.settled": (fields) => fields.count("ask"),
    "invite.handover": (fields) => fields.bytes("sealed"),
    "room.changed": readRoomChange,
    "room.chain": wire.readChain,
    "directory.watch": readDirectoryPage,
    "directory.change": readDirectoryChange,
    "seal.join": readSealResult,
    "seal.joined": readSealJoined,
    "epoch.changed": (fields) => fields.bytes("commit"),
    "media.key": readMediaKey,
  };
  /** What may be left out, or is nothing to us. */
  const OPTIONAL = [
    ...["answer", "profile", "muted", "connection", "hasMedia", "ears"],
    ...["topic", "tags", "language", "moderator", "next", "order", "commit", "restored"],
  ];
  const UNREAD = ["reason"];

  const readable = fromServer.filter((vector) => READERS[method(vector)] !== undefined);

  function read(vector: Case, fields: unknown): unknown {
    return wire.read(fields, READERS[method(vector)] as (fields: wire.Fields) => unknown);
  }

  test.each(readable)("can be read: $about", (vector) => {
    expect(read(vector, json(vector).result ?? json(vector).params)).toBeDefined();
  });

  test.each(readable)("are refused when a field lacks or has another type: $about", (vector) => {
    const whole = { ...(json(vector).result ?? json(vector).params) } as Record<string, unknown>;
    for (const name of Object.keys(whole).filter((name) => !UNREAD.includes(name))) {
      expect(read(vector, { ...whole, [name]: Number.NaN }), `${name} wrong`).toBeUndefined();
      const { [name]: _, ...without } = whole;
      if (OPTIONAL.includes(name)) continue;
      expect(read(vector, without), `${name} missing`).toBeUndefined();
    }
  });

  test.each(fromServer.filter((vector) => vector.kind === "error"))(
    "errors keep their reason: $about",
    (vector) => {
      const { error } = json(vector);
      const understood = errorFromWire(error);
      expect(understood.code).toBe(error?.data.reason);
      expect(understood.retryMillis).toBe(error?.data.retryMillis);
    },
  );
});
