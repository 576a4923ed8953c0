import { type Bytes, toBase64Url } from "../crypto/bytes.ts";
import { type Credentials, CryptoMissing } from "../crypto/credentials.ts";
import {
  type Asking,
  handoverInfo,
  type InviteKey,
  inviteKey,
  readHandover,
  redeemTranscript,
} from "../crypto/invites.ts";
import {
  ENCAPSULATED_BYTES,
  makeSealingPair,
  openSealed,
  type SealingPair,
} from "../sealing/hpke.ts";
import { type ClientError, codeOf, type ErrorCode, isWorthWaiting } from "./errors.ts";
import type { RoomKeeper } from "./room-keeper.ts";
import { SealedRoom } from "./sealed-room.ts";
import { Session } from "./session.ts";
import { Line, type LineOptions } from "./signalling.ts";
import { read } from "./wire.ts";

/** Nobody here: asked again so much later. */
export const ASK_AGAIN_MILLIS = 5_000;
/** Somebody is here, and has not answered. */
export const ANSWER_MILLIS = 8_000;

/** How asking stands. */
export type RedeemState = "asking" | "waiting" | { readonly refused: ErrorCode };

export interface RedeemerOptions extends LineOptions {
  readonly roomId: Bytes;
  /** Of the invite, as the link has it. */
  readonly seed: Bytes;
  readonly keeper: RoomKeeper;
  readonly loadCredentials: () => Promise<Credentials>;
  /** The state is another. */
  readonly changed: (state: RedeemState) => void;
  /** A member has handed us the keys; they are kept. */
  readonly accepted: (room: SealedRoom) => void;
}

/** What was asked last, and what opens the answer. */
interface Open {
  readonly pair: SealingPair;
  readonly asking: Asking;
}

/** Asks the members of a sealed room for its keys, by an invite: until one of them answers, or it is refused for good. */
export class Redeemer {
  readonly #options: RedeemerOptions;
  readonly #line: Line;
  #open: Open | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(options: RedeemerOptions) {
    this.#options = options;
    this.#line = new Line(options, {
      opened: () => void this.#greet(),
      notified: (method, params) => {
        if (method === "invite.handover") void this.#handed(params);
      },
      lost: () => this.#pause(),
    });
  }

  start(): void {
    this.#line.start();
  }

  stop(): void {
    this.#pause();
    this.#line.stop();
  }

  /** What was under way is of a socket that is gone. */
  #pause(): void {
    this.#turn++;
    clearTimeout(this.#timer);
  }

  async #greet(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const credentials = await this.#options.loadCredentials();
      const key = await inviteKey(this.#options.seed);
      await Session.open(this.#line, credentials, this.#options.roomId);
      this.#line.settled();
      if (turn === this.#turn) await this.#ask(credentials, key);
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
    }
  }

  async #ask(credentials: Credentials, key: InviteKey): Promise<void> {
    const turn = this.#turn;
    const { identity, device } = credentials;
    const again = (millis: number) => {
      const retry = () => void this.#ask(credentials, key);
      if (turn === this.#turn) this.#timer = setTimeout(retry, millis);
    };
    try {
      const pair = await makeSealingPair();
      const { roomId } = this.#options;
      const asking = { roomId, invite: key.publicKey, identity, device, key: pair.publicKey };
      this.#open = { pair, asking };
      await this.#line.request("invite.redeem", {
        room: toBase64Url(roomId),
        invite: toBase64Url(key.publicKey),
        key: toBase64Url(pair.publicKey),
        proof: toBase64Url(await key.sign(redeemTranscript(asking))),
      });
      if (turn === this.#turn) this.#options.changed("asking");
      again(ANSWER_MILLIS);
    } catch (error) {
      if (turn !== this.#turn) return;
      if (codeOf(error) !== "invite-unanswered" && !isWorthWaiting(error, false)) {
        this.#failed(error);
        return;
      }
      this.#options.changed("waiting");
      again(Math.max(ASK_AGAIN_MILLIS, (error as ClientError).retryMillis ?? 0));
    }
  }

  async #handed(params: unknown): Promise<void> {
    const sealed = read(params, (fields) => fields.bytes("sealed"));
    const open = this.#open;
    if (!sealed || !open) return;
    const box = {
      encapsulated: sealed.slice(0, ENCAPSULATED_BYTES),
      ciphertext: sealed.slice(ENCAPSULATED_BYTES),
    };
    const plain = await openSealed(open.pair, handoverInfo(open.asking), box);
    const handover = plain && readHandover(plain);
    const { roomId, keeper } = this.#options;
    const room = handover && (await SealedRoom.accept(roomId, handover, keeper));
    if (!room || open !== this.#open) return; // not of a member: we go on asking
    this.#open = undefined;
    this.stop();
    this.#options.accepted(room);
  }

  #failed(error: unknown): void {
    const code = error instanceof CryptoMissing ? "no-crypto" : codeOf(error);
    if (isWorthWaiting(error, false)) {
      this.#line.drop();
      return;
    }
    this.stop();
    this.#options.changed({ refused: code });
  }
}
