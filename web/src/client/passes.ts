import type { Pass, Place, Session } from "./session.ts";
import type { Voice } from "./voice.ts";

/** What one enters with: a proof, and an offer of media. One is made ahead of time, so that the click itself sends it. */
export class Passes {
  readonly #voice: Voice | undefined;
  #ready: Pass | undefined;

  constructor(voice: Voice | undefined) {
    this.#voice = voice;
  }

  async prepare(session: Session, place: Place): Promise<void> {
    this.#ready = await this.make(session, place, "new");
  }

  async make(session: Session, place: Place, how: "restart" | "new"): Promise<Pass> {
    // A browser that has WebRTC and yet makes no offer still has the chat.
    const offer = await this.#voice?.offerToEnter(how).catch(() => undefined);
    return await session.prove(place, offer);
  }

  /** The one made ahead, if it is for this session and its offer has not grown old. */
  take(session: Session): Pass | undefined {
    const pass = this.#ready;
    this.#ready = undefined;
    const fits = pass?.session === session && pass.offer === this.#voice?.preparedOffer;
    return fits ? pass : undefined;
  }
}
