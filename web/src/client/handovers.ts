import { type Bytes, concat, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import {
  type Asking,
  guestOf,
  handoverInfo,
  inviteId,
  isAskingSigned,
  writeHandover,
} from "../crypto/invites.ts";
import { sealTo } from "../sealing/hpke.ts";
import { InTurn } from "./in-turn.ts";
import { isOpen } from "./invites.ts";
import type { RoomActs } from "./room-acts.ts";
import type { SealedRoom } from "./sealed-room.ts";
import type { Line } from "./signalling.ts";
import { type Fields, type Member, read } from "./wire.ts";

/** The connected member with the lowest number sees to it; where nothing came of that for so long, the next one. */
export const TURN_MILLIS = 2_000;
/** Askings that wait for our turn; more are left to the others. */
export const MAX_ASKINGS = 64;

/** Who is in the room, and what was done there. */
export interface HandoverRoom {
  readonly acts: RoomActs;
  readonly members: ReadonlyMap<number, Member>;
  readonly self: number;
}

/** Sees to those who ask for the room's keys by an invite. */
export class Handovers {
  readonly #room: HandoverRoom;
  readonly #sealed: SealedRoom;
  readonly #line: Pick<Line, "request">;
  readonly #credentials: () => Promise<Credentials>;
  readonly #turns = new Map<number, ReturnType<typeof setTimeout>>();
  /** One after the other: so the uses of an invite are counted before they are given away. */
  readonly #inTurn = new InTurn();

  constructor(
    room: HandoverRoom,
    sealed: SealedRoom,
    line: Pick<Line, "request">,
    credentials: () => Promise<Credentials>,
  ) {
    this.#room = room;
    this.#sealed = sealed;
    this.#line = line;
    this.#credentials = credentials;
  }

  heard(method: string, params: unknown): void {
    if (method === "invite.settled") {
      this.#forget(read(params, (fields) => fields.count("ask")));
      return;
    }
    if (method !== "invite.asked" || this.#turns.size >= MAX_ASKINGS) return;
    const asked = read(params, readAsked);
    if (!asked) return;
    const { ask, proof, ...asker } = asked;
    const asking = { ...asker, roomId: this.#sealed.roomId };
    const turn = () =>
      void this.#inTurn
        .run(() => this.#handOver(ask, asking, proof))
        .catch(() => {
          // The line is gone, or another was first: who asks asks again.
        });
    this.#turns.set(ask, setTimeout(turn, TURN_MILLIS * this.#place()));
  }

  /** Another socket: what was asked before is asked again. */
  clear(): void {
    for (const ask of this.#turns.keys()) this.#forget(ask);
  }

  #forget(ask: number | undefined): void {
    if (ask === undefined) return;
    clearTimeout(this.#turns.get(ask));
    this.#turns.delete(ask);
  }

  /** How many of those who are connected come before us. */
  #place(): number {
    const { members, self } = this.#room;
    const before = (other: Member) => other.number < self && other.connection === "connected";
    return [...members.values()].filter(before).length;
  }

  async #handOver(ask: number, asking: Asking, proof: Bytes): Promise<void> {
    if (!this.#turns.has(ask)) return; // settled while others were seen to
    const { handover } = this.#sealed;
    if (handover && (await isAskingSigned(asking, proof)) && (await this.#letsIn(asking))) {
      const box = await sealTo(asking.key, handoverInfo(asking), writeHandover(handover));
      const sealed = box && toBase64Url(concat(box.encapsulated, box.ciphertext));
      if (sealed) await this.#line.request("invite.answer", { ask, sealed });
    }
    this.#forget(ask);
  }

  /** Whether the invite lets somebody in; its use stands among the acts then. */
  async #letsIn({ invite: key, identity }: Asking): Promise<boolean> {
    const { acts, members } = this.#room;
    await acts.settled();
    const id = toBase64Url(inviteId(key));
    const find = () => acts.state.invites.find(id);
    const invite = find();
    if (!invite || invite.revoked || Date.now() / 1000 > invite.notAfter) return false;
    const who = toBase64Url(identity);
    if (acts.state.banned.has(who)) return false;
    const isHere = [...members.values()].some((member) => member.identity === who);
    const guest = toBase64Url(guestOf(identity));
    if (isHere || invite.guests.has(guest)) return true;
    if (!isOpen(invite)) return false;
    const subject = concat(inviteId(key), guestOf(identity));
    const deed = { kind: "redeem", subject, value: 0 } as const;
    if (await acts.act(await this.#credentials(), deed)) return false;
    await acts.settled();
    return find()?.guests.has(guest) === true;
  }
}

/** Somebody asks, as members are told. */
export function readAsked(fields: Fields) {
  return {
    ask: fields.count("ask"),
    invite: fields.bytes("invite"),
    identity: fields.bytes("identity"),
    device: fields.bytes("device"),
    key: fields.bytes("key"),
    proof: fields.bytes("proof"),
  };
}
