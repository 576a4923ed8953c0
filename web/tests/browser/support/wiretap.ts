/** What the server gets of a sealed room, as far as browsers can tell: all that goes into their WebSockets, and every frame of voice that it forwards. */
import type { Page } from "playwright-core";
import { deriveFrameKey, openFrame, readHeader } from "../../../src/sealing/sframe.ts";
import type { ChromiumPerson } from "./chromium.ts";

/** Frames as the server forwarded them, as they went to the decoder, or as the server itself got them. */
export type TapKind = "sealed" | "opened" | "server";

declare global {
  interface Window {
    tapped: Record<TapKind, Uint8Array[]>;
    /** Every key of voice that the page has had, its own too. */
    heldKeys: number[][];
  }
}

/** Put before the page's own voice worker: copies frames as they come from the server, and as they go on to the decoder. */
function tapWorker(): void {
  const scope = globalThis as unknown as {
    addEventListener(type: string, listener: (event: TransformEvent) => void): void;
  };
  interface Frame {
    readonly data: ArrayBuffer;
  }
  interface TransformEvent {
    readonly transformer: {
      readonly readable: ReadableStream<Frame>;
      readonly writable: WritableStream<Frame>;
      readonly options: { readonly role: string };
    };
  }
  const channel = new BroadcastChannel("tap");
  const copies = (kind: string) =>
    new TransformStream<Frame, Frame>({
      transform(frame, controller) {
        if (frame.data.byteLength > 0) channel.postMessage({ kind, bytes: frame.data.slice(0) });
        controller.enqueue(frame);
      },
    });
  Object.defineProperty(scope, "onrtctransform", {
    set(handler: (event: TransformEvent) => void) {
      scope.addEventListener("rtctransform", (event) => {
        const { readable, writable, options } = event.transformer;
        if (options.role !== "open") return handler(event);
        const opened = copies("opened");
        void opened.readable.pipeTo(writable).catch(() => {});
        handler({
          transformer: {
            readable: readable.pipeThrough(copies("sealed")),
            writable: opened.writable,
            options,
          },
        });
      });
    },
  });
}

/** Messages as they are, and what their byte strings hold. */
export function wordsOf(messages: readonly string[]): string {
  const whole = messages.join("\n");
  const inside = (whole.match(/[A-Za-z0-9_-]{8,}/g) ?? []).map((text) =>
    Buffer.from(text, "base64url").toString("latin1"),
  );
  return [whole, ...inside].join("\n");
}

export class Wiretap {
  /** Frames of WebSockets, both ways. */
  readonly messages: string[] = [];
  private readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** To be called before the person opens a page. */
  static async on({ page }: ChromiumPerson): Promise<Wiretap> {
    const tap = new Wiretap(page);
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => tap.messages.push(String(payload)));
      socket.on("framereceived", ({ payload }) => tap.messages.push(String(payload)));
    });
    await page.route(/voice-worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `(${tapWorker})();\n${await response.text()}` });
    });
    await page.addInitScript(() => {
      const tapped: Window["tapped"] = { sealed: [], opened: [], server: [] };
      window.tapped = tapped;
      new BroadcastChannel("tap").onmessage = ({ data }) => {
        const { kind, bytes } = data as { kind: "sealed" | "opened"; bytes: ArrayBuffer };
        tapped[kind].push(new Uint8Array(bytes));
      };
    });
    return tap;
  }

  /** Everything in WebSockets that could hold words: as it is, and what its byte strings hold. */
  words(): string {
    return wordsOf(this.messages);
  }

  /** Hands over frames that were got elsewhere, for `decode`. */
  async give(frames: readonly Buffer[]): Promise<void> {
    const texts = frames.map((frame) => frame.toString("base64"));
    await this.page.evaluate((all) => {
      window.tapped.server = all.map((text) =>
        Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
      );
    }, texts);
  }

  /** Frames as the server forwarded them, from the nth on. */
  async sealedFrom(index: number): Promise<Uint8Array<ArrayBuffer>[]> {
    const frames = await this.page.evaluate(
      (from) => window.tapped.sealed.slice(from).map((frame) => [...frame]),
      index,
    );
    return frames.map((frame) => Uint8Array.from(frame));
  }

  count(kind: TapKind): Promise<number> {
    return this.page.evaluate((which) => window.tapped[which].length, kind);
  }

  /** First bytes of the frames as the server forwarded them. */
  heads(): Promise<number[]> {
    return this.page.evaluate(() => window.tapped.sealed.map((frame) => frame[0] ?? 0));
  }

  /** How much of what Opus makes of the frames is at one of these frequencies, 0 to 1; and how many it could decode at all. */
  decode(kind: TapKind, frequencies: readonly number[]) {
    return this.page.evaluate(decodeFrames, { kind, frequencies });
  }
}

/** What somebody takes along who is put out: all keys that a page gave its voice worker. To be called before it opens a page. */
export async function takeAlongKeys({
  page,
}: ChromiumPerson): Promise<() => Promise<Uint8Array<ArrayBuffer>[]>> {
  await page.addInitScript(() => {
    window.heldKeys = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
      const { baseKey } = message as { baseKey?: Uint8Array };
      if (baseKey) window.heldKeys.push([...baseKey]);
      Reflect.apply(post, this, [message, ...rest]);
    };
  });
  return async () => {
    const keys = await page.evaluate(() => window.heldKeys);
    return keys.map((key) => Uint8Array.from(key));
  };
}

/** How many of the frames any of the keys opens, whatever key id they say they are under. */
export async function openedBy(
  keys: readonly Uint8Array<ArrayBuffer>[],
  frames: readonly Uint8Array<ArrayBuffer>[],
): Promise<number> {
  let opened = 0;
  for (const frame of frames) {
    const header = readHeader(frame);
    if (!header) continue;
    const tries = keys.map(async (key) =>
      openFrame(await deriveFrameKey(key, header.kid), header, frame),
    );
    if ((await Promise.all(tries)).some((plaintext) => plaintext !== undefined)) opened++;
  }
  return opened;
}

/** Runs in the page. */
async function decodeFrames({
  kind,
  frequencies,
}: {
  kind: TapKind;
  frequencies: readonly number[];
}): Promise<{ decoded: number; share: number }> {
  const RATE = 48_000;
  let [decoded, tone, all] = [0, 0, 0];
  const output = (data: AudioData) => {
    decoded++;
    const samples = new Float32Array(data.numberOfFrames);
    data.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    data.close();
    const total = samples.reduce((sum, sample) => sum + sample * sample, 0);
    all += total;
    let best = 0;
    for (const frequency of frequencies) {
      let [real, imaginary] = [0, 0];
      samples.forEach((sample, index) => {
        const phase = (2 * Math.PI * frequency * index) / RATE;
        real += sample * Math.cos(phase);
        imaginary += sample * Math.sin(phase);
      });
      best = Math.max(best, (2 * (real * real + imaginary * imaginary)) / samples.length);
    }
    tone += Math.min(total, best);
  };
  const make = () => {
    const decoder = new AudioDecoder({ output, error: () => {} });
    decoder.configure({ codec: "opus", sampleRate: RATE, numberOfChannels: 1 });
    return decoder;
  };
  let decoder = make();
  let timestamp = 0;
  for (const data of window.tapped[kind].slice(-200)) {
    if (decoder.state === "closed") decoder = make();
    decoder.decode(new EncodedAudioChunk({ type: "key", timestamp, data }));
    timestamp += 20_000;
    if (decoder.decodeQueueSize > 8) await decoder.flush().catch(() => {});
  }
  if (decoder.state !== "closed") await decoder.flush().catch(() => {});
  return { decoded, share: all === 0 ? 0 : tone / all };
}
