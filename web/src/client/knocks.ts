import { freshIv, open, seal } from "../crypto/aes.ts";
import { type Bytes, fromBase64Url } from "../crypto/bytes.ts";
import { knockKey, pad, unpad } from "../crypto/room-keys.ts";
import { transcript } from "../crypto/transcript.ts";
import { type Knock, read, readKnocks } from "./wire.ts";

/** Link and password of a sealed room, as its members hold them and as whoever knocks brings them. */
export interface KnockSecrets {
  readonly roomId: Bytes;
  readonly knockSecrets: { readonly secret: Bytes; readonly passwordHash: Bytes };
}

const NOTHING: Bytes = new Uint8Array(0);

/** A profile that those inside can read, and the server cannot (protocol/sealed-rooms.md, "Knocking"). */
export async function sealKnock(
  { roomId, knockSecrets: { secret, passwordHash } }: KnockSecrets,
  identity: Bytes,
  profile: Bytes,
): Promise<Bytes> {
  const key = await knockKey(secret, passwordHash);
  return await seal(key, freshIv(), knockData(roomId, identity), pad(profile));
}

/** Undefined for one that was sealed by another link or password, or for somebody else. */
async function openKnock(
  { roomId, knockSecrets: { secret, passwordHash } }: KnockSecrets,
  { identity, profile }: Knock,
): Promise<Bytes | undefined> {
  const key = await knockKey(secret, passwordHash);
  const opened = await open(key, knockData(roomId, fromBase64Url(identity) ?? NOTHING), profile);
  return opened && unpad(opened);
}

function knockData(roomId: Bytes, identity: Bytes): Bytes {
  return transcript("free4chat knock 1", roomId, identity);
}

/** Who waits to be let in, for those who may: in a sealed room with the names that they have sealed to it. */
export class Knocks {
  readonly #sealed: KnockSecrets | undefined;
  readonly #changed: () => void;
  #all: readonly Knock[] = [];
  #turn = 0;

  constructor(sealed: KnockSecrets | undefined, changed: () => void) {
    this.#sealed = sealed;
    this.#changed = changed;
  }

  get all(): readonly Knock[] {
    return this.#all;
  }

  /** Takes a `lobby.knocks`. */
  told(params: unknown): void {
    const turn = ++this.#turn;
    const told = read(params, readKnocks) ?? [];
    const sealed = this.#sealed;
    this.#all = sealed ? told.map(({ identity }) => ({ identity, profile: NOTHING })) : told;
    this.#changed();
    if (!sealed || told.length === 0) return;
    const opening = told.map(async (knock) => ({
      identity: knock.identity,
      profile: (await openKnock(sealed, knock)) ?? NOTHING,
    }));
    void Promise.all(opening).then((opened) => {
      if (turn !== this.#turn) return; // others knock by now
      this.#all = opened;
      this.#changed();
    });
  }
}
