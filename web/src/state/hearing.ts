import { AudioOutput } from "../client/audio-output.ts";
import { Playback } from "../client/playback.ts";
import type { RoomClient } from "../client/room-client.ts";
import { Listening } from "./listening.ts";
import type { KeptSettings } from "./settings.ts";
import { Sounds } from "./sounds.ts";

/** Of what is said meanwhile, so much is heard beside a replay: that one notices when one is spoken to. */
const BESIDE_A_REPLAY = 0.2;

/** What one hears: the loudspeaker, the others' voices as loud as one has set them, the page's own sounds. */
export class Hearing {
  readonly output: AudioOutput;
  readonly sounds: Sounds;
  readonly playback: Playback;
  readonly listening: Listening;
  #live = 1;

  /** `sealed`: who speaks says the key that opens their voice. */
  constructor(
    settings: KeptSettings,
    client: () => RoomClient,
    sealed: boolean,
    changed: () => void,
  ) {
    const { speaker, sounds } = settings.now;
    this.output = new AudioOutput(changed);
    if (speaker !== "") void this.output.chooseSpeaker(speaker).catch(() => {});
    this.sounds = new Sounds(this.output);
    this.sounds.on = sounds;
    this.listening = new Listening(settings, client);
    this.playback = new Playback(
      this.output,
      (number) => this.listening.heard(number) * this.#live,
      sealed ? (receiver) => client().seal?.voice?.heardOn(receiver) : undefined,
    );
  }

  /** Whether what was said before is heard just now. */
  setBehind(behind: boolean): void {
    this.#live = behind ? BESIDE_A_REPLAY : 1;
    this.playback.volumesChanged();
  }

  /** False where that loudspeaker cannot be had. */
  async chooseSpeaker(deviceId: string): Promise<boolean> {
    try {
      await this.output.chooseSpeaker(deviceId);
      return true;
    } catch {
      return false;
    }
  }

  setVolume(number: number, volume: number): void {
    this.listening.setVolume(number, volume);
    this.playback.volumesChanged();
  }

  setMuted(number: number, muted: boolean): void {
    this.listening.setMuted(number, muted);
    this.playback.volumesChanged();
  }
}
