import { ActLedger } from "../../../src/client/act-ledger.ts";
import { headsOf } from "../../../src/client/moderation.ts";
import { type Deed, signAct } from "../../../src/crypto/acts.ts";
import { fromBase64Url, toBase64Url } from "../../../src/crypto/bytes.ts";
import type { Credentials } from "../../../src/crypto/credentials.ts";
import { publicRoomId } from "../../../src/crypto/proof.ts";
import type { FakeServer } from "./fake-server.ts";

/** The acts of a fake server's room, as a server keeps them: signs what others do there. */
export class ActsOfOthers {
  readonly #server: FakeServer;
  readonly #owner: string;

  constructor(server: FakeServer, owner: Credentials) {
    this.#server = server;
    this.#owner = toBase64Url(owner.identity);
    server.owner = this.#owner;
    server.moderator = this.#owner;
  }

  /** An act of this person, signed and not told yet. */
  async sign(actor: Credentials, deed: Deed): Promise<{ act: string; moderator: string }> {
    const roomId = await publicRoomId(this.#server.room);
    const ledger = new ActLedger(roomId, new Uint8Array(32), headsOf(this.#owner), false);
    for (const { act, moderator } of this.#server.acts) {
      await ledger.add(fromBase64Url(act) ?? new Uint8Array(0), moderator, false);
    }
    const act = toBase64Url(await signAct(actor, ledger.next, deed));
    return { act, moderator: this.#owner };
  }

  /** This person does that, and everybody hears of it. */
  async do(actor: Credentials, deed: Deed): Promise<void> {
    this.#server.actDone(this.#server.socket, await this.sign(actor, deed));
  }
}
