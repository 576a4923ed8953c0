import type { Bytes } from "../crypto/bytes.ts";
import type { Bins } from "./envelope.ts";

/** What two pages tell each other to measure the time from mouth to ear, beside receipts (protocol/receipts.md). */
const PROBE = 3;
const ANSWER = 4;
const PROBE_BYTES = 13;
const ANSWER_HEAD_BYTES = 29;
const BINS_HEAD_BYTES = 5;
/** Of each voice in an answer: 0.75 s. */
export const MAX_TOLD_BINS = 150;

/** Asks one member, by number, when it is by our clock. */
export interface Probe {
  readonly to: number;
  readonly atMillis: number;
}

export interface Answer {
  readonly to: number;
  /** The probe's time, by the asker's clock. */
  readonly probeMillis: number;
  /** By the clock of who answers. */
  readonly receivedMillis: number;
  readonly sentMillis: number;
  /** What it heard of the asker's voice, and said itself. */
  readonly heard: Bins;
  readonly said: Bins;
}

export function encodeProbe({ to, atMillis }: Probe): Bytes {
  const view = new DataView(new ArrayBuffer(PROBE_BYTES));
  view.setUint8(0, PROBE);
  view.setUint32(1, to);
  view.setFloat64(5, atMillis);
  return new Uint8Array(view.buffer);
}

/** Undefined for what is none. */
export function readProbe(bytes: Bytes): Probe | undefined {
  if (bytes[0] !== PROBE || bytes.length !== PROBE_BYTES) return undefined;
  const view = viewOf(bytes);
  const atMillis = view.getFloat64(5);
  return isTime(atMillis) ? { to: view.getUint32(1), atMillis } : undefined;
}

export function encodeAnswer(answer: Answer): Bytes {
  const parts = [answer.heard, answer.said];
  const length = parts.reduce((sum, { loudness }) => sum + BINS_HEAD_BYTES + loudness.length, 0);
  const bytes = new Uint8Array(ANSWER_HEAD_BYTES + length);
  const view = viewOf(bytes);
  view.setUint8(0, ANSWER);
  view.setUint32(1, answer.to);
  view.setFloat64(5, answer.probeMillis);
  view.setFloat64(13, answer.receivedMillis);
  view.setFloat64(21, answer.sentMillis);
  let at = ANSWER_HEAD_BYTES;
  for (const { first, loudness } of parts) {
    view.setUint32(at, first);
    view.setUint8(at + 4, loudness.length);
    bytes.set(loudness, at + BINS_HEAD_BYTES);
    at += BINS_HEAD_BYTES + loudness.length;
  }
  return bytes;
}

/** Undefined for what is none. */
export function readAnswer(bytes: Bytes): Answer | undefined {
  if (bytes[0] !== ANSWER || bytes.length < ANSWER_HEAD_BYTES) return undefined;
  const view = viewOf(bytes);
  const heard = readBins(bytes, ANSWER_HEAD_BYTES);
  const said = heard && readBins(bytes, heard.end);
  if (!heard || said?.end !== bytes.length) return undefined;
  const [probeMillis, receivedMillis, sentMillis] = [5, 13, 21].map((at) =>
    view.getFloat64(at),
  ) as [number, number, number];
  if (![probeMillis, receivedMillis, sentMillis].every(isTime)) return undefined;
  const to = view.getUint32(1);
  return { to, probeMillis, receivedMillis, sentMillis, heard: heard.bins, said: said.bins };
}

function readBins(bytes: Bytes, at: number): { bins: Bins; end: number } | undefined {
  if (bytes.length < at + BINS_HEAD_BYTES) return undefined;
  const view = viewOf(bytes);
  const length = view.getUint8(at + 4);
  const end = at + BINS_HEAD_BYTES + length;
  if (length > MAX_TOLD_BINS || end > bytes.length) return undefined;
  const loudness = bytes.slice(at + BINS_HEAD_BYTES, end);
  return { bins: { first: view.getUint32(at), loudness }, end };
}

/** A page's clock begins anywhere, but not before itself, and no page is open for 100 years. */
function isTime(millis: number): boolean {
  return millis >= 0 && millis < 3.2e12;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
