/** What the figures of browsers are measured by. */
import { loadavg } from "node:os";
import type { ChromiumPerson } from "./chromium.ts";
import { HEARD_DECIBELS } from "./ears.ts";

const BURSTS_A_ROUND = 12;
/** Jitter buffers shrink to what the line needs. */
export const SETTLE_MILLIS = 4_000;

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

export const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

export type Pair = [speaker: ChromiumPerson, listener: ChromiumPerson];

/** Sounds short bursts at the speaker and times each one's arrival at the listener; both clocks are this machine's. Returns the median, ms. */
export async function mouthToEar([speaker, listener]: Pair): Promise<number> {
  await pause(SETTLE_MILLIS);
  await speaker.page.evaluate(() => window.ears.setLoudness(0));
  await listener.page.evaluate(() => window.ears.watchOnsets());
  const delays: number[] = [];
  for (let burst = 0; burst < BURSTS_A_ROUND; burst++) {
    await pause(300);
    const mouth = await speaker.page.evaluate(() => window.ears.burst());
    await pause(400);
    const ear = await listener.page.evaluate(
      (from: number) => window.ears.onsets.find((time) => time > from),
      mouth,
    );
    if (ear !== undefined) delays.push(ear - mouth);
  }
  if (delays.length < BURSTS_A_ROUND / 2) throw new Error(`heard ${delays.length} bursts only`);
  await speaker.page.evaluate(() => window.ears.setLoudness(0.5));
  return median(delays);
}

export async function close(pair: Pair): Promise<void> {
  for (const person of pair) await person.browser.close();
}

export function row(name: string, values: readonly number[], aim: string): void {
  const cells = [median(values), quantile(values, 0.9), Math.max(...values)].map((value) =>
    value.toFixed(0).padStart(6),
  );
  console.log(
    `${name.padEnd(44)} ${cells.join(" ")}   ${String(values.length).padStart(3)}   ${aim}`,
  );
}

/** A row of a table of docs/figures.md. */
export function tableRow(what: string, words: string): void {
  console.log(`| ${what} | ${words} | load average ${loadavg()[0]?.toFixed(1)} |`);
}

/**
 * The longest silence that somebody has heard since then, in ms; a tone of another one is what is listened for. Of what the page
 * plays, where that was watched, else of all that it receives.
 */
export async function longestSilence(
  person: ChromiumPerson,
  tone: number,
  since: number,
): Promise<number> {
  const heard = (await person.samples(since))
    .filter(({ decibels, played }) => (played[tone] ?? decibels[tone] ?? -200) > HEARD_DECIBELS)
    .map(({ time }) => time);
  return Math.max(...heard.map((time, index) => time - (heard[index - 1] ?? since)));
}
