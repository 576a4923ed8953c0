/** A room of twelve (Chromium, Firefox, ten virtual browsers) with six slots: the six loudest are heard. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { Crowd } from "./support/crowd.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, type Person, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const HEARD_WITHIN_MILLIS = 1_500;

let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;
let crowd: Crowd;
let ann: ChromiumPerson;
let fay: Person;

beforeAll(async () => {
  server = await ServerProcess.start();
  chromium = await Chromium.start();
  firefox = await Firefox.start();
  const url = `${server.url}/r/twelve`;
  ann = await chromium.person("Ann", 0, 0);
  fay = await firefox.person("Fay", 1, 0);
  await ann.join(url);
  await fay.join(url);
  crowd = await Crowd.join(server.url, "twelve", 10);
});

afterAll(async () => {
  await crowd?.leave();
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
});

function heardBy(person: Person): Promise<number[]> {
  return person.ears((millis: number) => window.ears.contributors(millis), HEARD_WITHIN_MILLIS);
}

async function hearsExactly(person: Person, members: readonly number[]): Promise<void> {
  const wanted = [...members].sort((a, b) => a - b).join(" ");
  let heard = "";
  await until(`${person.nickname} hears ${wanted}`, PATIENCE_MILLIS, async () => {
    heard = (await heardBy(person)).join(" ");
    return heard === wanted;
  }).catch((error) => {
    throw new Error(`${error.message}, but ${heard}`);
  });
}

const numbers = (...indices: number[]) => indices.map((index) => crowd.members[index] ?? 0);

test("everybody is at the table", async () => {
  expect(new Set(crowd.members).size).toBe(10);
  for (const person of [ann, fay]) {
    await until("all are seen", PATIENCE_MILLIS, async () => (await person.people()).length >= 12);
  }
});

test("the six loudest are heard, in both browsers", async () => {
  for (let index = 0; index < 8; index++) crowd.speak(index, 20 + 6 * index);
  await hearsExactly(ann, numbers(0, 1, 2, 3, 4, 5));
  await hearsExactly(fay, numbers(0, 1, 2, 3, 4, 5));
});

test("a quiet one who starts to speak is heard, and takes the quietest one's place", async () => {
  crowd.speak(9, 10);
  await hearsExactly(ann, numbers(0, 1, 2, 3, 4, 9));
  await hearsExactly(fay, numbers(0, 1, 2, 3, 4, 9));
});

test("who falls silent makes room", async () => {
  crowd.silent(0);
  crowd.silent(1);
  await hearsExactly(ann, numbers(2, 3, 4, 5, 6, 9));
});

test("nobody negotiated again", async () => {
  for (const person of [ann, fay]) {
    const peers = await person.ears(
      () => window.ears.peers.filter((peer) => peer.signalingState === "stable").length,
      undefined,
    );
    expect(peers).toBe(1);
  }
});
