import type { Heard } from "../sealing/voice-sealing.ts";
import type { AudioOutput } from "./audio-output.ts";
import type { PlayedSlot } from "./decoded-voice.ts";
import { levelOfAmplitude, SmoothLevel } from "./levels.ts";

/** A slot without a packet for so long is silent, whatever its last level was. */
export const QUIET_AFTER_MILLIS = 300;
/** Volume follows a change of speaker without a click. */
const VOLUME_RAMP_SECONDS = 0.01;

interface Slot {
  readonly receiver: RTCRtpReceiver;
  readonly source: AudioNode;
  readonly gain: GainNode;
  readonly release: () => void;
  untap: (() => void) | undefined;
  speaker: number;
}

/** Listens in on what the slots play, before any volume. */
export interface SlotTap {
  /** A slot plays this from now on; returns what ends it. */
  attach(slot: number, source: AudioNode): () => void;
  /** Who was heard on a slot at this look; 0: nobody, or nobody knows. */
  looked(slot: number, speaker: number, nowMillis: number): void;
}

/** Whose frames a receiver opened last. */
export type HeardOn = (receiver: RTCRtpReceiver) => Heard | undefined;

/** Who is heard on a slot, and how loud. */
export interface SlotReading {
  readonly speaker: number;
  readonly level: number;
}

/**
 * Plays the voice slots, each with the volume of who is heard on it, and reads from the CSRC list who that is. A volume over 1
 * needs Web Audio; Chromium gives a remote track to Web Audio only while an element pulls it, so a muted one does.
 */
export class Playback {
  readonly #output: AudioOutput;
  readonly #volumeOf: (member: number) => number;
  readonly #heardOn: HeardOn | undefined;
  readonly #levels = new Map<number, SmoothLevel>();
  #slots: Slot[] = [];
  #receivers: readonly RTCRtpReceiver[] = [];
  #puller: HTMLAudioElement | undefined;
  /** Slots of the connection before, which play until what comes now is as much. Their volumes stand: numbers may be others' by now. */
  #former: Slot[] = [];
  #formerPuller: HTMLAudioElement | undefined;
  #tap: SlotTap | undefined;

  /** `heardOn`: whose frames were opened; a sealed room believes it, and not the CSRC list. */
  constructor(output: AudioOutput, volumeOf: (member: number) => number, heardOn?: HeardOn) {
    this.#output = output;
    this.#volumeOf = volumeOf;
    this.#heardOn = heardOn;
  }

  /**
   * Takes the slots of a new connection; they sound once `start` was called. `keeps`: not before they bring as many voices as the
   * former ones, which play until then; so nobody is heard twice. The same again: now at the latest.
   */
  attach(receivers: readonly RTCRtpReceiver[], keeps = false): void {
    if (!keeps) this.#takeOver();
    if (receivers === this.#receivers) return;
    this.#receivers = receivers;
    if (keeps && this.#former.length === 0) {
      for (const { untap } of this.#slots) untap?.();
      [this.#former, this.#formerPuller] = [this.#slots, this.#puller];
      [this.#slots, this.#puller] = [[], undefined];
    }
    if (this.#output.isMade) this.start();
  }

  /** Starts to play what is attached. Call it from a gesture where there is one. */
  start(): void {
    this.#detach();
    if (this.#receivers.length === 0) return;
    const context = this.#output.context;
    const tracks = this.#receivers.map((receiver) => receiver.track);
    this.#puller ??= new Audio();
    this.#puller.muted = true;
    this.#puller.srcObject = new MediaStream(tracks);
    void this.#puller.play().catch(() => {}); // muted playing is always allowed; a newer stream ends this one
    this.#slots = this.#receivers.map((receiver, slot) => {
      const source = context.createMediaStreamSource(new MediaStream([receiver.track]));
      const gain = context.createGain();
      if (this.#former.length > 0) gain.gain.value = 0;
      source.connect(gain);
      const disconnect = this.#output.connect(gain);
      const release = () => {
        source.disconnect();
        disconnect();
      };
      const untap = this.#tap?.attach(slot, source);
      return { receiver, source, gain, release, untap, speaker: 0 };
    });
    void this.#output.unlock();
  }

  stop(): void {
    this.#receivers = [];
    this.#takeOver();
    this.#detach();
    this.#levels.clear();
  }

  /** What plays, and whose voice it was at the last look. */
  get played(): readonly PlayedSlot[] {
    return this.#slots;
  }

  /** Who listens in from now on; undefined: nobody. */
  setTap(tap: SlotTap | undefined): void {
    this.#tap = tap;
    this.#slots.forEach((slot, index) => {
      slot.untap?.();
      slot.untap = tap?.attach(index, slot.source);
    });
  }

  /** Reads the slots; about 20 times a second. True when somebody started or stopped to speak. */
  poll(nowMillis: number): boolean {
    const heard = new Map<number, number>();
    if (this.#former.length > 0) {
      const voices = this.#voices(this.#slots, nowMillis);
      if (voices > 0 && voices >= this.#voices(this.#former, nowMillis)) this.#takeOver();
    }
    for (const [index, slot] of this.#slots.entries()) {
      const reading = this.#read(slot, nowMillis);
      this.#tap?.looked(index, reading?.speaker ?? 0, nowMillis);
      if (!reading) continue;
      if (reading.speaker !== slot.speaker) {
        slot.speaker = reading.speaker;
        this.#applyVolume(slot);
      }
      heard.set(reading.speaker, Math.max(reading.level, heard.get(reading.speaker) ?? 0));
    }
    for (const speaker of heard.keys()) {
      if (!this.#levels.has(speaker)) this.#levels.set(speaker, new SmoothLevel());
    }
    let changed = false;
    for (const [speaker, smooth] of this.#levels) {
      const before = smooth.speaking;
      smooth.measure(heard.get(speaker) ?? 0, nowMillis);
      changed ||= before !== smooth.speaking;
    }
    return changed;
  }

  level(member: number, nowMillis: number): number {
    return this.#levels.get(member)?.at(nowMillis) ?? 0;
  }

  isSpeaking(member: number): boolean {
    return this.#levels.get(member)?.speaking ?? false;
  }

  forget(member: number): void {
    this.#levels.delete(member);
  }

  /** Somebody's volume was changed. */
  volumesChanged(): void {
    for (const slot of this.#slots) this.#applyVolume(slot);
  }

  #read({ receiver }: Slot, nowMillis: number): SlotReading | undefined {
    return this.#heardOn
      ? readOpened(receiver, this.#heardOn, nowMillis)
      : readSlot(receiver, nowMillis);
  }

  /** How many slots sound. */
  #voices(slots: readonly Slot[], nowMillis: number): number {
    return slots.filter((slot) => (this.#read(slot, nowMillis)?.level ?? 0) > 0).length;
  }

  /** The former slots are heard no more, those of now are. */
  #takeOver(): void {
    for (const { release } of this.#former) release();
    this.#former = [];
    if (this.#formerPuller) this.#formerPuller.srcObject = null;
    this.#formerPuller = undefined;
    this.volumesChanged();
  }

  #applyVolume(slot: Slot): void {
    if (this.#former.length > 0) return;
    const { currentTime } = slot.gain.context;
    const volume = slot.speaker === 0 ? 1 : this.#volumeOf(slot.speaker);
    slot.gain.gain.setTargetAtTime(volume, currentTime, VOLUME_RAMP_SECONDS);
  }

  #detach(): void {
    for (const slot of this.#slots) {
      slot.untap?.();
      slot.release();
    }
    this.#slots = [];
    if (this.#puller) this.#puller.srcObject = null;
  }
}

/** The newest contributing source, if it is still sounding. Numbers are unsigned 32 bit, 0 is nobody. */
export function readSlot(receiver: RTCRtpReceiver, nowMillis: number): SlotReading | undefined {
  let newest: RTCRtpContributingSource | undefined;
  for (const source of receiver.getContributingSources()) {
    if (!newest || source.timestamp > newest.timestamp) newest = source;
  }
  if (!newest || age(newest.timestamp, nowMillis) > QUIET_AFTER_MILLIS) return undefined;
  const amplitude = newest.audioLevel ?? receiver.getSynchronizationSources()[0]?.audioLevel ?? 0;
  return { speaker: newest.source >>> 0, level: levelOfAmplitude(amplitude) };
}

/** Who it is says the key by which the frames were opened; how loud, the newest packet. */
export function readOpened(
  receiver: RTCRtpReceiver,
  heardOn: HeardOn,
  nowMillis: number,
): SlotReading | undefined {
  const heard = heardOn(receiver);
  if (!heard || nowMillis - heard.atMillis > QUIET_AFTER_MILLIS) return undefined;
  const amplitude = receiver.getSynchronizationSources()[0]?.audioLevel ?? 0;
  return { speaker: heard.member, level: levelOfAmplitude(amplitude) };
}

/** Browsers count from 1970 or from the page's start. */
function age(timestamp: number, nowMillis: number): number {
  const sincePageStart = timestamp > 1e12 ? timestamp - performance.timeOrigin : timestamp;
  return nowMillis - sincePageStart;
}
