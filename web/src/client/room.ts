/** A room as a page of somebody else's wants it: the whole of the library behind one class. README.md documents it. */
import type { Bytes } from "../crypto/bytes.ts";
import { loadCredentials, renewCredentials } from "../crypto/credentials.ts";
import { checkNickname, checkRoomName } from "../crypto/names.ts";
import { nicknameOf } from "../crypto/profile.ts";
import { AudioOutput } from "./audio-output.ts";
import type { ChatLine } from "./chat.ts";
import type { MissedReason } from "./data-wire.ts";
import { ClientError } from "./errors.ts";
import { Microphone, type MicrophoneState } from "./microphone.ts";
import { Playback } from "./playback.ts";
import { RoomClient } from "./room-client.ts";
import type { Fault, Phase } from "./room-client-types.ts";
import { RoomData } from "./room-data.ts";
import { onWake } from "./wake.ts";

/** Levels are read so often. */
const POLL_MILLIS = 50;
const MAX_VOLUME = 2;

export interface RoomOptions {
  /** A public room, as people write its name: 1 to 40 characters. */
  readonly room: string;
  /** 1 to 24 characters. */
  readonly nickname: string;
  /** Origin of the server, such as `https://talk.example`; left out: the page's own. It must let this page's origin in. */
  readonly server?: string;
}

export interface RoomEvents {
  /** Anything that can be read from the room is another; at most once a task for what comes together. */
  changed(): void;
  /** A message of `data.send` has come whole, from a member's number. */
  received?(from: number, data: Bytes | string): void;
  /** Somebody did not get what we sent. Number 0: nobody did. */
  missed?(member: number, reason: MissedReason): void;
}

/** Somebody in the room. */
export interface RoomPerson {
  /** Theirs while they are in the room; what `data.send` takes. */
  readonly number: number;
  readonly nickname: string;
  readonly isSelf: boolean;
  readonly muted: boolean;
  readonly speaking: boolean;
  /** 0 (silence) to 1 (as loud as a voice gets), smoothed, now. */
  readonly level: number;
}

export class Room {
  /** Bytes and text to the others: `data.send(bytes | string, {to, reliable})`. */
  readonly data: RoomData;
  /** All the rest that can be done in a room. */
  readonly client: RoomClient;
  readonly #events: RoomEvents;
  readonly #output = new AudioOutput(() => this.#changed());
  readonly #microphone: Microphone;
  readonly #playback: Playback;
  readonly #volumes = new Map<number, number>();
  readonly #unlisten: () => void;
  #muted = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isTold = false;

  /** Opens the line, so that `join` is quick; nobody sees us yet. Throws a ClientError: `room-name-invalid`, `profile-invalid` (the nickname). */
  constructor({ room, nickname, server = location.origin }: RoomOptions, events: RoomEvents) {
    const [named, called] = [checkRoomName(room), checkNickname(nickname)];
    if (!named.ok) throw new ClientError("room-name-invalid", "refusal", named.fault);
    if (!called.ok) throw new ClientError("profile-invalid", "refusal", called.fault);
    this.#events = events;
    this.#playback = new Playback(this.#output, (number) => this.#volumes.get(number) ?? 1);
    const choice = { deviceId: "", originalSound: false };
    this.#microphone = new Microphone(this.#output, { changed: () => this.#send() }, choice);
    this.data = new RoomData({
      received: (from, data) => events.received?.(from, data),
      missed: (member, reason) => events.missed?.(member, reason),
    });
    this.client = new RoomClient(
      {
        ...{ room: named.text, nickname: called.text, build: "", muted: true, mutedForMe: [] },
        ...{ loadCredentials, renewCredentials, data: this.data, origin: location.origin },
        url: `${server.replace(/^http/, "ws")}/ws`,
        createPeer: (configuration) => new RTCPeerConnection(configuration),
      },
      {
        changed: () => this.#changed(),
        joined: () => {},
        left: ({ number }) => this.#left(number),
        lineRefused: () => this.#changed(),
        slotsChanged: (slots, keeps) => this.#playback.attach(slots, keeps),
        newBuild: () => {}, // of the server's own page
      },
    );
    const hidden = () => this.client.pageHidden();
    const unwake = onWake(() => this.client.wake());
    addEventListener("pagehide", hidden);
    this.#unlisten = () => {
      unwake();
      removeEventListener("pagehide", hidden);
    };
    this.client.prepare();
  }

  /** Where we stand; `fault` says why. */
  get phase(): Phase {
    return this.client.phase;
  }

  get fault(): Fault | undefined {
    return this.client.fault;
  }

  /** Everybody in the room, ourselves too. */
  get people(): readonly RoomPerson[] {
    const { self, members } = this.client;
    const now = performance.now();
    return [...members.values()].map(({ number, profile, muted }) => {
      const isSelf = number === self;
      const voice = isSelf ? this.#microphone : undefined;
      return {
        ...{ number, isSelf, muted, nickname: nicknameOf(profile) },
        speaking: !muted && (voice?.speaking ?? this.#playback.isSpeaking(number)),
        level: muted ? 0 : (voice?.level(now) ?? this.#playback.level(number, now)),
      };
    });
  }

  /** The chat, oldest first. */
  get lines(): readonly ChatLine[] {
    return this.client.chat.lines;
  }

  get microphone(): MicrophoneState {
    return this.#microphone.state;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** Enters, plays the others, and asks for the microphone unless `listen`. Call it in a click: browsers let nothing sound before. */
  async join({ listen = false } = {}): Promise<void> {
    this.client.enter();
    this.#playback.start();
    this.#timer ??= setInterval(() => this.#poll(), POLL_MILLIS);
    if (!listen) await this.#microphone.open();
  }

  /** Gone at once for the others; `join` comes back. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#microphone.close();
    this.#playback.stop();
    await this.client.leave();
  }

  /** While muted nothing is sent, and the others see it. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#send();
  }

  /** How loud somebody is here: 0 to 2, 1 as they sent it. */
  setVolume(member: number, volume: number): void {
    this.#volumes.set(member, Math.min(MAX_VOLUME, Math.max(0, volume)));
    this.#playback.volumesChanged();
  }

  /**
   * Writes a line of 1 to 2,000 characters; it stands in `lines` at once, `pending` until the server has it, and goes out when there is a line again.
   * Rejects with a ClientError: `too-large`.
   */
  async say(text: string): Promise<void> {
    await this.client.write({ kind: "text", text });
  }

  /** Lets go of everything; the room cannot be used after. */
  async close(): Promise<void> {
    this.#unlisten();
    await this.leave();
    this.client.close();
    this.#microphone.dispose();
    await this.#output.close();
  }

  #send(): void {
    const track = this.#muted ? null : this.#microphone.track;
    void this.client.send(track);
    this.client.setMuted(track === null);
    this.#changed();
  }

  #left(number: number): void {
    this.#volumes.delete(number);
    this.#playback.forget(number);
  }

  #poll(): void {
    const now = performance.now();
    const [heard, spoken] = [this.#playback.poll(now), this.#microphone.poll(now)];
    if (heard || spoken) this.#changed();
  }

  #changed(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    queueMicrotask(() => {
      this.#isTold = false;
      this.#events.changed();
    });
  }
}
