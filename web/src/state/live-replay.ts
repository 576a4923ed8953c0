import type { Playback } from "../client/playback.ts";
import type { Replay } from "../client/replay.ts";
import type { RoomClient } from "../client/room-client.ts";
import { mayReplay } from "../crypto/profile.ts";
import type { Hearing } from "./hearing.ts";
import type { ProblemCode } from "./room-view.ts";
import type { KeptSettings } from "./settings.ts";

/** How instant replay stands, as the page shows it. */
export interface ReplayView {
  readonly offered: boolean; // the room has agreed on it
  readonly playing: boolean;
  readonly refused: boolean; // nobody shall keep our voice
}

/** What a person can do about it. */
export interface ReplayActions {
  /** Hears again what was just said, or is live again. */
  toggle(): void;
  /** Whether others' pages shall keep nothing of our voice. */
  refuse(refused: boolean): void;
}

/** The page's side of what `client` tells. */
interface ReplayEvents {
  told(code: ProblemCode): void;
  changed(): void;
}

/** Instant replay in a room: runs where the room has agreed on it, and keeps nothing of who has refused. Its code is fetched then. */
export class LiveReplay implements ReplayActions {
  readonly #client: () => RoomClient;
  readonly #hearing: Hearing;
  readonly #settings: KeptSettings;
  readonly #events: ReplayEvents;
  #offered = false;
  #members: RoomClient["members"] | undefined;
  #replay: Replay | undefined;

  constructor(
    client: () => RoomClient,
    hearing: Hearing,
    settings: KeptSettings,
    events: ReplayEvents,
  ) {
    this.#client = client;
    this.#hearing = hearing;
    this.#settings = settings;
    this.#events = events;
  }

  get view(): ReplayView {
    const playing = this.#replay?.playing === true;
    return { offered: this.#offered, playing, refused: !this.#settings.now.mayReplay };
  }

  /** Looks at what the room says now. `joined`: we are in it, and hear. */
  look(joined: boolean): void {
    const { acts, members, identity } = this.#client();
    const offered = joined && acts.state.replay;
    if (offered !== this.#offered) {
      this.#offered = offered;
      const [last] = acts.acts.slice(-1);
      const ours = last?.kind === "replay" && last.actor === identity;
      if (offered && !ours) this.#events.told("replay-on");
      if (offered) void this.#begin();
      else this.#end();
    }
    if (members !== this.#members) this.#replay?.consentChanged();
    this.#members = members;
  }

  toggle(): void {
    if (!this.#offered) return;
    if (this.#replay?.playing) this.#replay.stop();
    else if (!this.#replay?.play()) this.#events.told("replay-empty");
  }

  refuse(refused: boolean): void {
    this.#settings.set({ mayReplay: !refused });
    this.#client().setProfile({ mayReplay: !refused });
    this.#events.changed();
  }

  async #begin(): Promise<void> {
    const { Replay } = await import("../client/replay.ts");
    if (!this.#offered || this.#replay) return;
    const voices = {
      mayKeep: (number: number) => mayReplay(this.#client().members.get(number)?.profile),
      volumeOf: (number: number) => this.#hearing.listening.heard(number),
    };
    const replay = new Replay(this.#hearing.output, voices, () => {
      this.#hearing.setBehind(replay.playing);
      this.#events.changed();
    });
    this.#replay = replay;
    this.#playback.setTap(replay);
  }

  #end(): void {
    this.#playback.setTap(undefined);
    this.#replay?.close();
    this.#replay = undefined;
  }

  get #playback(): Playback {
    return this.#hearing.playback;
  }
}
