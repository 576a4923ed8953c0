/** Whose voice is opened by which key, and which one ours is sealed under: the bridge from epochs to the voice worker. */
import type { Bytes } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { type EpochKeys, voiceBaseKey } from "./epoch-keys.ts";
import { randomKid } from "./frames.ts";
import type { SealedPerson } from "./sealed-people.ts";

/** Voice of a former epoch that is on its way is heard for so long. */
export const FORMER_KEYS_MILLIS = 5_000;

/** The part of VoiceSealing that is used. */
export interface SealVoice {
  seal(kid: number, baseKey: Bytes): void;
  stop(): void;
  open(kid: number, member: number, baseKey: Bytes): void;
  retire(kid: number, millis: number): void;
}

interface OpenedKey {
  readonly kid: number;
  readonly member: number;
  readonly hash: Bytes;
}

export class VoiceKeys {
  readonly #credentials: Credentials;
  readonly #roomId: Bytes;
  readonly #voice: SealVoice;
  /** Tells the server, and by it the others, before a key id is used. */
  readonly #announce: (epoch: number, kid: number) => Promise<void>;
  #opened: readonly OpenedKey[] = [];
  #own: { readonly keys: EpochKeys; readonly kid: number } | undefined;

  constructor(
    credentials: Credentials,
    roomId: Bytes,
    voice: SealVoice,
    announce: (epoch: number, kid: number) => Promise<void>,
  ) {
    this.#credentials = credentials;
    this.#roomId = roomId;
    this.#voice = voice;
    this.#announce = announce;
  }

  /** Another epoch is in force. */
  async adopt(keys: EpochKeys, people: readonly SealedPerson[]): Promise<void> {
    for (const { kid, hash } of this.#opened) {
      if (hash !== keys.hash) this.#voice.retire(kid, FORMER_KEYS_MILLIS);
    }
    this.#opened = this.#opened.filter(({ hash }) => hash === keys.hash);
    this.#own = { keys, kid: randomKid() };
    await Promise.all(people.map((person) => this.named(keys, person)));
    await this.use();
  }

  /** Names our key id, then seals under it; also when the server may have forgotten it. */
  async use(): Promise<void> {
    const own = this.#own;
    if (!own) return;
    const { identity, device } = this.#credentials;
    const base = await voiceBaseKey(own.keys, this.#roomId, identity, device, own.kid);
    await this.#announce(own.keys.epoch, own.kid);
    if (own === this.#own) this.#voice.seal(own.kid, base);
  }

  /** Somebody has named a key id; it counts where it is of the epoch in force. */
  async named(keys: EpochKeys, person: SealedPerson): Promise<void> {
    const { number, id, identity, device, voice } = person;
    if (!voice || voice.epoch !== keys.epoch || id === this.#credentials.memberId) return;
    const { kid } = voice;
    if (this.#opened.some((one) => one.kid === kid && one.member === number)) return;
    const base = await voiceBaseKey(keys, this.#roomId, identity, device, kid);
    if (this.#own?.keys !== keys) return;
    this.#opened = [...this.#opened, { kid, member: number, hash: keys.hash }];
    this.#voice.open(kid, number, base);
  }

  /** Somebody is gone: their voice is opened no longer than what is on its way. */
  left(member: number): void {
    for (const one of this.#opened) {
      if (one.member === member) this.#voice.retire(one.kid, FORMER_KEYS_MILLIS);
    }
    this.#opened = this.#opened.filter((one) => one.member !== member);
  }

  /** Nothing is sealed any more, and so nothing sent. */
  stop(): void {
    this.#own = undefined;
    this.#voice.stop();
  }
}
