import type { RoomClient } from "../client/room-client.ts";
import type { KeptSettings } from "./settings.ts";

const MAX_VOLUME = 2;

/** How loud each of the others is for us alone, by member id: it outlasts their numbers, and ours. */
export class Listening {
  readonly #settings: KeptSettings;
  readonly #client: () => RoomClient;

  constructor(settings: KeptSettings, client: () => RoomClient) {
    this.#settings = settings;
    this.#client = client;
  }

  /** 0 to 2, what was chosen. */
  volume(id: string): number {
    return this.#settings.now.volumes[id] ?? 1;
  }

  isMuted(id: string): boolean {
    return this.#settings.now.mutedForMe.includes(id);
  }

  /** 0 to 2, what is to be heard. */
  heard(number: number): number {
    const id = this.#idOf(number) ?? "";
    if (this.#isReadInstead(number)) return 0;
    return this.isMuted(id) ? 0 : this.volume(id);
  }

  setVolume(number: number, volume: number): void {
    const id = this.#idOf(number);
    if (id === undefined) return;
    const { [id]: _, ...others } = this.#settings.now.volumes;
    const bounded = Math.min(MAX_VOLUME, Math.max(0, volume));
    this.#settings.set({ volumes: bounded === 1 ? others : { ...others, [id]: bounded } });
  }

  setMuted(number: number, muted: boolean): void {
    const id = this.#idOf(number);
    if (id === undefined) return;
    const others = this.#settings.now.mutedForMe.filter((other) => other !== id);
    this.#settings.set({ mutedForMe: muted ? [...others, id] : others });
    this.#client().muteForMe(id, muted);
  }

  /** What a robot says is read by this browser's own voice. */
  #isReadInstead(number: number): boolean {
    const isRobot = this.#client().members.get(number)?.robot !== undefined;
    return isRobot && this.#settings.now.readAloud && "speechSynthesis" in globalThis;
  }

  #idOf(number: number): string | undefined {
    return this.#client().members.get(number)?.id;
  }
}
