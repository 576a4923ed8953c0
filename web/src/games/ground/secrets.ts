import {
  type Bytes,
  concat,
  fromBase64Url,
  fromUtf8,
  toBase64Url,
  utf8,
} from "../../crypto/bytes.ts";
import { transcript } from "../../crypto/transcript.ts";
import {
  ENCAPSULATED_BYTES,
  makeSealingPair,
  openSealed,
  type SealingPair,
  sealTo,
} from "../../sealing/hpke.ts";

/** Between whom a secret is, and in which game: what was sealed by one is nobody else's to send. */
export interface SecretPlace {
  readonly roomId: Bytes;
  readonly game: string;
  readonly from: string;
  readonly to: string;
}

/** Words for one player's eyes, sealed to the key that they have sat down with (HPKE). */
export class Secrets {
  readonly #pair: SealingPair;

  private constructor(pair: SealingPair) {
    this.#pair = pair;
  }

  static async make(): Promise<Secrets> {
    return new Secrets(await makeSealingPair());
  }

  get key(): string {
    return toBase64Url(this.#pair.publicKey);
  }

  /** Undefined for a key that is none. */
  async seal(key: string, place: SecretPlace, words: string): Promise<string | undefined> {
    const recipient = fromBase64Url(key);
    const box = recipient && (await sealTo(recipient, infoOf(place), utf8(words)));
    return box && toBase64Url(concat(box.encapsulated, box.ciphertext));
  }

  /** Undefined for what was not sealed to us, there and by them. */
  async open(place: SecretPlace, box: string): Promise<string | undefined> {
    const bytes = fromBase64Url(box);
    if (!bytes) return undefined;
    const encapsulated = bytes.slice(0, ENCAPSULATED_BYTES);
    const ciphertext = bytes.slice(ENCAPSULATED_BYTES);
    const opened = await openSealed(this.#pair, infoOf(place), { encapsulated, ciphertext });
    return opened && fromUtf8(opened);
  }
}

function infoOf({ roomId, game, from, to }: SecretPlace): Bytes {
  return transcript("free4chat game 1", roomId, ...[game, from, to].map(utf8));
}
