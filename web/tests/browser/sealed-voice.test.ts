/**
 * Encoded transforms fail open: each way in which voice could leave unsealed, or strange voice come in, in both browsers. What is
 * looked at is what the network brought to the other end, not what ours says that it sent.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallOptions, Wire } from "./sealing-page/main.ts";
import { Chromium } from "./support/chromium.ts";
import { HEARD_DECIBELS, SILENT_DECIBELS } from "./support/ears.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, until } from "./support/page.ts";
import { SealingPage } from "./support/sealing-page.ts";

const KID = 0x0102_0304_0506;
const NEXT_KID = 0x0a0b_0c0d_0e0f;
const FAR_KID = 0x1111_2222_3333;

let site: SealingPage;

beforeAll(async () => {
  site = await SealingPage.serve();
});

afterAll(async () => {
  await site?.stop();
});

/** What both browsers' pages can do. */
interface Page {
  evaluate<R>(pageFunction: () => R | Promise<R>): Promise<R>;
  evaluate<R, A>(pageFunction: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

interface Opened {
  readonly page: Page;
  readonly stop: () => Promise<void>;
}

async function openChromium(url: string): Promise<Opened> {
  const chromium = await Chromium.start();
  const page = await (await chromium.browser.newContext()).newPage();
  await page.goto(url);
  return { page: page as unknown as Page, stop: () => chromium.stop() };
}

async function openFirefox(url: string): Promise<Opened> {
  const firefox = await Firefox.start();
  const page = await firefox.browser.newPage();
  await page.goto(url, { waitUntil: "load" });
  return { page: page as unknown as Page, stop: () => firefox.stop() };
}

describe.each([
  ["Chromium", openChromium],

  ["Firefox", openFirefox],
])("%s", (name, open) => {
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    opened = await open(site.url);
    page = opened.page;
  });

  afterAll(async () => {
    await opened?.stop();
  });

  const start = (options: CallOptions) =>
    page.evaluate((wanted: CallOptions) => window.sealingBench.start(wanted), options);
  const wire = (): Promise<Wire> => page.evaluate(() => window.sealingBench.current.wire());
  const ear = () => page.evaluate(() => window.sealingBench.current.ear());
  const counts = () => page.evaluate(() => window.sealingBench.current.counts());

  /** Waits for so many frames on the wire; gives all that came. */
  async function frames(least: number): Promise<Wire> {
    const seen: { frames: number; openedBy: Record<string, number>; strange: number } = {
      frames: 0,
      openedBy: {},
      strange: 0,
    };
    await until(`${least} frames on the wire`, PATIENCE_MILLIS, async () => {
      const more = await wire();
      seen.frames += more.frames;
      seen.strange += more.strange;
      for (const [kid, count] of Object.entries(more.openedBy)) {
        seen.openedBy[kid] = (seen.openedBy[kid] ?? 0) + count;
      }
      return seen.frames >= least;
    });
    return seen;
  }

  test("can seal", async () => {
    expect(await page.evaluate(() => window.sealingBench.canSealVoice())).toBe(true);
  });

  test("from the very first frame on, all that the network brings is sealed", async () => {
    await start({ kid: KID });
    const seen = await frames(40);
    expect(seen).toEqual({ frames: seen.frames, openedBy: { [KID]: seen.frames }, strange: 0 });
  });

  test("without a key nothing goes out, however long the microphone sends", async () => {
    await start({});
    await until("our frames are dropped", PATIENCE_MILLIS, async () => {
      return (await counts()).dropped["no-key"] >= 25;
    });
    expect(await wire()).toEqual({ frames: 0, openedBy: {}, strange: 0 });
    await page.evaluate((kid: number) => window.sealingBench.current.seal(kid), KID);
    expect((await frames(20)).strange).toBe(0);
  });

  test("a worker that handles nothing lets nothing out", async () => {
    await start({ kid: KID, deafWorker: true });
    const sent = await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const report = await window.sealingBench.current.near?.getStats();
      let energy = 0;
      for (const entry of report?.values() ?? []) {
        if (entry.type === "media-source") energy += entry.totalSamplesDuration ?? 1;
      }
      return energy;
    });
    expect(sent, "the microphone was on").toBeGreaterThan(0);
    expect((await wire()).frames).toBe(0);
  });

  test("another key takes over without a frame in between", async () => {
    await start({ kid: KID });
    await frames(20);
    await page.evaluate((kid: number) => window.sealingBench.current.seal(kid), NEXT_KID);
    await until("the new key is in use", PATIENCE_MILLIS, async () => {
      const { openedBy, strange } = await wire();
      expect(strange).toBe(0);
      return (openedBy[NEXT_KID] ?? 0) > 0;
    });
    expect(Object.keys((await frames(20)).openedBy)).toEqual([String(NEXT_KID)]);
  });

  test("another track, and none for a while, change nothing", async () => {
    await start({ kid: KID });
    await frames(20);
    await page.evaluate(async () => {
      const call = window.sealingBench.current;
      await call.connection.send(null);
      await call.connection.send(call.tone(440));
    });
    const seen = await frames(40);
    expect(seen).toEqual({ frames: seen.frames, openedBy: { [KID]: seen.frames }, strange: 0 });
  });

  test("what is opened is heard, and its key says who it is", async () => {
    await start({ kid: KID, far: FAR_KID, openKid: FAR_KID });
    await until(
      "the tone is heard",
      PATIENCE_MILLIS,
      async () => (await ear()).tone > HEARD_DECIBELS,
    );
    expect(await page.evaluate(() => window.sealingBench.current.heard())).toBe(7);
  });

  test.each([
    ["sealed under a key that is not ours", { far: FAR_KID, openKid: FAR_KID, wrongKey: true }],
    ["sealed under a key id that we do not know", { far: FAR_KID }],
    ["not sealed", { far: "clear" }],
  ] as const)("what comes %s is dropped, not played as noise", async (_how, options) => {
    await start({ kid: KID, ...options });
    await until("frames are dropped", PATIENCE_MILLIS, async () => {
      const { unauthentic, malformed } = (await counts()).dropped;
      return unauthentic + malformed + (await counts()).dropped["unknown-key"] >= 25;
    });
    expect((await ear()).loudest).toBeLessThan(SILENT_DECIBELS);
    expect((await counts()).opened).toBe(0);
    expect(await page.evaluate(() => window.sealingBench.current.heard())).toBeUndefined();
  });

  // Firefox has no DTX for voice: its silence is sealed like anything else.
  if (name === "Chromium") {
    test("silence costs next to nothing, as without seals", async () => {
      await start({ kid: KID });
      await frames(20);
      const perSecond = await page.evaluate(async () => {
        const call = window.sealingBench.current;
        const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
        call.gain.gain.value = 0;
        await pause(1_000);
        call.frames.length = 0;
        const since = performance.now();
        await pause(2_000);
        return (call.frames.length * 1_000) / (performance.now() - since);
      });
      expect(perSecond).toBeLessThanOrEqual(5);
      expect(perSecond).toBeGreaterThan(0);
      expect((await counts()).empty).toBeGreaterThan(0);
      await page.evaluate(() => {
        window.sealingBench.current.gain.gain.value = 1;
      });
      expect((await frames(20)).strange).toBe(0);
    });
  }
});
