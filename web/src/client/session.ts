import { type Bytes, concat, equal, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import type { Description } from "../crypto/description.ts";
import { encodeProfile, type Profile } from "../crypto/profile.ts";
import {
  type Bound,
  describeTranscript,
  enterTranscript,
  offerTranscript,
} from "../crypto/proof.ts";
import { delay } from "./delay.ts";
import { ClientError } from "./errors.ts";
import { sealKnock } from "./knocks.ts";
import type { Settled } from "./log-document.ts";
import type { SealedRoom } from "./sealed-room.ts";
import type { Line } from "./signalling.ts";
import type { Offer } from "./voice-connection.ts";
import * as wire from "./wire.ts";

const NOTHING: Bytes = new Uint8Array(0);

/** Which room, by id (a public one by its canonical name as well), and from which page. */
export interface Place {
  readonly room: string;
  readonly roomId: Bytes;
  readonly origin: string;
  /** Of a sealed room: its door. */
  readonly sealed: SealedRoom | undefined;
}

/** What entering needs of secrets: it can be made ahead of time, so that a click sends it at once. */
export interface Pass {
  readonly session: Session;
  readonly offer: Offer | undefined;
  readonly proof: Bytes;
  /** For a sealed room. */
  readonly door: { readonly version: number; readonly proof: Bytes } | undefined;
}

/**
 * One WebSocket after its hello: who we are and what the server said. Each method is a request of protocol/README.md, signed
 * where it must be; all reject with a ClientError.
 */
export class Session {
  readonly #line: Line;
  readonly #credentials: Credentials;
  readonly hello: wire.HelloResult;

  private constructor(line: Line, credentials: Credentials, hello: wire.HelloResult) {
    this.#line = line;
    this.#credentials = credentials;
    this.hello = hello;
  }

  /** In a cluster, hello goes to the node of this room. */
  static async open(line: Line, credentials: Credentials, roomId: Bytes): Promise<Session> {
    const result = await line.request("hello", {
      version: wire.PROTOCOL_VERSION,
      identity: toBase64Url(credentials.identity),
      device: toBase64Url(credentials.device),
      certificate: toBase64Url(credentials.certificate),
      room: toBase64Url(roomId),
    });
    const hello = wire.read(result, wire.readHello);
    if (!hello) throw malformed("hello");
    return new Session(line, credentials, hello);
  }

  /** The proof that enters the room with this offer. It holds for this session alone. */
  async prove({ roomId, origin, sealed }: Place, offer: Offer | undefined): Promise<Pass> {
    const version = sealed?.version ?? 0;
    const { nonce } = this.hello;
    const entering = { ...this.#bound(roomId, offer?.fingerprint), nonce, origin, version };
    const proof = await this.#credentials.sign(enterTranscript(entering));
    const door = sealed && { version, proof: await sealed.prove(entering) };
    return { session: this, offer, proof, door };
  }

  /** `knocks`: who opens the door of a sealed room shall see our name; else it comes with the first epoch. */
  async enter(
    { room, roomId, sealed }: Place,
    { offer, proof, door }: Pass,
    self: Profile,
    muted: boolean,
    knocks: boolean,
  ): Promise<wire.EnterResult> {
    const plain = encodeProfile(self);
    const told = knocks && sealed ? sealKnock(sealed, this.#credentials.identity, plain) : NOTHING;
    const profile = sealed ? await told : plain;
    const params = {
      ...(sealed && door ? knock(sealed, door) : { kind: "public", room }),
      proof: toBase64Url(proof),
      profile: toBase64Url(profile),
      muted,
      ...(offer && { offer: offer.sdp }),
    };
    // A chain takes time to verify, and meanwhile people come and go.
    const result = await this.#line.request("enter", params, true);
    const welcome = wire.read(result, wire.readEnter);
    const entered = welcome && fromBase64Url(welcome.roomId);
    if (!entered || !equal(entered, roomId)) throw malformed("enter");
    const drop = await sealed?.take(welcome.chain);
    if (drop) throw new ClientError("chain-refused", "refusal", `The server's chain: ${drop}`);
    return welcome;
  }

  async offerMedia(roomId: Bytes, offer: Offer): Promise<{ answer: string; epoch: string }> {
    const clientFingerprint = offer.fingerprint;
    const signature = await this.#credentials.sign(
      offerTranscript({ ...this.#bound(roomId, clientFingerprint), clientFingerprint }),
    );
    const result = await this.#line.request("media.offer", {
      offer: offer.sdp,
      signature: toBase64Url(signature),
    });
    const read = wire.read(result, (fields) => ({
      answer: fields.text("answer"),
      epoch: fields.text("epoch"),
    }));
    if (!read) throw malformed("media.offer");
    return read;
  }

  /** Says what the room is about; the words are canonical. */
  async describe(roomId: Bytes, description: Description): Promise<void> {
    const bound = this.#bound(roomId, undefined);
    const signature = await this.#credentials.sign(describeTranscript(bound, description));
    await this.#line.request("room.describe", {
      ...description,
      signature: toBase64Url(signature),
    });
  }

  /** Hands in a sealed room's next descriptor. */
  async changeRoom(descriptor: Bytes): Promise<void> {
    await this.#line.request("room.descriptor", { descriptor: toBase64Url(descriptor) });
  }

  #bound(roomId: Bytes, clientFingerprint: Bytes | undefined): Bound {
    const { identity, device } = this.#credentials;
    const { session, fingerprint: serverFingerprint } = this.hello;
    return { session, roomId, identity, device, clientFingerprint, serverFingerprint };
  }
}

/** What a sealed room's door wants to see besides. */
function knock(sealed: SealedRoom, door: NonNullable<Pass["door"]>): object {
  const { encoded } = sealed;
  return {
    kind: "sealed",
    room: toBase64Url(sealed.roomId),
    version: door.version,
    doorProof: toBase64Url(door.proof),
    ...(encoded.length > 0 && { chain: encoded.map(toBase64Url) }),
  };
}

/** For how long who leaves waits for the server to hear it. */
const LEAVE_PATIENCE_MILLIS = 500;

/** Says that we leave; resolves when the server has heard it, or could not. */
export async function tellLeaving(line: Line): Promise<void> {
  const told = line.request("leave", {}).catch(() => {});
  await Promise.race([told, delay(LEAVE_PATIENCE_MILLIS)]);
}

/** The transport of the log on a line. */
export function logTransport(line: Line) {
  return {
    append: async (doc: string, sequence: number, bytes: Bytes): Promise<void> => {
      await line.request("log.append", { doc, sequence, bytes: toBase64Url(bytes) });
    },
    after: async (cursor: number): Promise<wire.LogPage> => {
      const page = wire.read(await line.request("log.after", { cursor }), wire.readLogPage);
      if (!page) throw malformed("log.after");
      return page;
    },
    settle: async ({ doc, before, from, hash }: Settled): Promise<void> => {
      await line.request("log.settle", { doc, before, from, hash: toBase64Url(hash) });
    },
    tell: async (bytes: Bytes): Promise<void> => {
      await line.request("presence.tell", { bytes: toBase64Url(bytes) });
    },
  };
}

/** The transport of acts on a line. */
export function actTransport(line: Line) {
  return {
    act: async (bytes: Bytes, summary?: Bytes): Promise<void> => {
      const act = toBase64Url(bytes);
      await line.request("room.act", { act, ...(summary && { summary: toBase64Url(summary) }) });
    },
    restore: async (root: Bytes, owner: string, acts: readonly wire.ActInfo[]): Promise<void> => {
      await line.request("acts.restore", {
        root: toBase64Url(root),
        owner,
        acts: acts.map(({ act, moderator, summary }) =>
          toBase64Url(concat(act, fromBase64Url(moderator) ?? NOTHING, summary ?? NOTHING)),
        ),
      });
    },
  };
}

function malformed(method: string): ClientError {
  return new ClientError("malformed-answer", "bug", `The answer to ${method} is malformed`);
}
