import type { Heard } from "../sealing/voice-sealing.ts";
import type { AudioOutput } from "./audio-output.ts";
import { levelOfAmplitude, SmoothLevel } from "./levels.ts";

/** A slot without a packet for so long is silent, whatever its last level was. */
export const QUIET_AFTER_MILLIS = 300;
/** Volume follows a change of speaker without a click. */
const VOLUME_RAMP_SECONDS = 0.01;

interface Slot {
  readonly receiver: RTCRtpReceiver;
  readonly gain: GainNode;
  readonly release: () => void;
  speaker: number;
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

  /** `heardOn`: whose frames were opened; a sealed room believes it, and not the CSRC list. */
  constructor(output: AudioOutput, volumeOf: (member: number) => number, heardOn?: HeardOn) {
    this.#output = output;
    this.#volumeOf = volumeOf;
    this.#heardOn = heardOn;
  }

  /** Takes the slots of a new connection; they sound once `start` was called. */
  attach(receivers: readonly RTCRtpReceiver[]): void {
    this.#receivers = receivers;
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
    this.#slots = this.#receivers.map((receiver) => {
      const source = context.createMediaStreamSource(new MediaStream([receiver.track]));
      const gain = context.createGain();
      source.connect(gain);
      const disconnect = this.#output.connect(gain);
      const release = () => {
        source.disconnect();
        disconnect();
      };
      return { receiver, gain, release, speaker: 0 };
    });
    void this.#output.unlock();
  }

  stop(): void {
    this.#receivers = [];
    this.#detach();
    this.#levels.clear();
  }

  /** Reads the slots; about 20 times a second. True when somebody started or stopped to speak. */
  poll(nowMillis: number): boolean {
    const heard = new Map<number, number>();
    for (const slot of this.#slots) {
      const reading = this.#heardOn
        ? readOpened(slot.receiver, this.#heardOn, nowMillis)
        : readSlot(slot.receiver, nowMillis);
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

  #applyVolume(slot: Slot): void {
    if (slot.speaker === 0) return;
    const { currentTime } = slot.gain.context;
    const volume = this.#volumeOf(slot.speaker);
    slot.gain.gain.setTargetAtTime(volume, currentTime, VOLUME_RAMP_SECONDS);
  }

  #detach(): void {
    for (const slot of this.#slots) slot.release();
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
