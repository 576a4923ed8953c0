/** Robots, games, captions and spoken texts for who has a keyboard and nothing else; captions where a browser has ears, and where it has none. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { Firefox } from "./support/firefox.ts";
import { Keyboard } from "./support/keyboard.ts";
import { PATIENCE_MILLIS, type Person, until } from "./support/page.ts";
import { choices, hasIt, isOver, points } from "./support/playing.ts";
import { ServerProcess } from "./support/server.ts";
import { captionOf, installWebSpeech, listens } from "./support/web-speech.ts";

let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;

beforeAll(async () => {
  server = await ServerProcess.start();
  chromium = await Chromium.start();
  firefox = await Firefox.start();
});

afterAll(async () => {
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
});

function sees({ browser, nickname }: Person, role: string, name: string): Promise<number> {
  return until(`${nickname} sees ${name}`, PATIENCE_MILLIS, () => browser.sees(role, name));
}

/** Whether a switch is on. */
function isOn({ browser }: Person, name: string): Promise<boolean> {
  return browser.evaluate(
    (label: string) =>
      document.querySelector(`[role="switch"][aria-label="${label}"]`)?.ariaChecked === "true",
    name,
  );
}

/** Comes in by keys alone, and is muted. */
async function comeIn(person: Person, keyboard: Keyboard, url: string): Promise<void> {
  await person.browser.goto(url);
  await sees(person, "textbox", "Nickname");
  await keyboard.fill(/^Nickname/, person.nickname);
  await keyboard.enter(/^Join$/);
  await sees(person, "button", "Mute");
  await until(`${person.nickname} is connected`, PATIENCE_MILLIS, async () =>
    /^connected/i.test((await person.connection()).trim()),
  );
  await keyboard.isAt(/^keyboards$/); // the room's title, where a reader begins
  await keyboard.enter(/^Mute$/);
  await sees(person, "button", "Unmute");
}

/** Chooses a word as who is to draw, and draws; gives the word. */
async function drawByKeys(drawer: Person, keyboard: Keyboard): Promise<string> {
  let [word = ""] = await choices(drawer);
  await until(`${drawer.nickname} may choose`, PATIENCE_MILLIS, async () => {
    [word = ""] = await choices(drawer);
    return word !== "";
  });
  await keyboard.enter(new RegExp(`^${word}$`));
  await keyboard.isAt(/^Your sheet/);
  for (const key of ["Space", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp"] as const) {
    await keyboard.press(key);
  }
  await keyboard.press("Space");
  return word;
}

/** Types a guess. */
async function typeGuess(keyboard: Keyboard, guess: string): Promise<void> {
  await keyboard.fill(/^Your guess/, guess);
  await keyboard.press("Enter");
}

/** Says a guess, having read where that goes; the browser's ears are a stand-in's. */
async function sayGuess(guesser: ChromiumPerson, keyboard: Keyboard, guess: string): Promise<void> {
  const { page } = guesser;
  await keyboard.enter(/^Say it$/);
  await page.getByText("sends your voice to its maker").waitFor();
  expect(await page.evaluate(() => window.webSpeech.listening), "without consent").toBe(false);
  await keyboard.press("Enter");
  await listens(guesser, true);
  await page.evaluate((words) => window.webSpeech.hear(`${words}.`, true), guess);
  await listens(guesser, false);
}

/** Guesses wrong in the given way, then right by typing. */
async function guessByKeys(
  guesser: Person,
  keyboard: Keyboard,
  word: string,
  tell: (wrong: string) => Promise<void>,
): Promise<void> {
  await sees(guesser, "textbox", "Your guess");
  await tell("xylophone");
  await until(`${guesser.nickname} is told that it is wrong`, PATIENCE_MILLIS, () =>
    guesser.browser.evaluate(() =>
      [...document.querySelectorAll('[role="status"]')].some(
        ({ textContent }) => textContent === "“xylophone” is not it.",
      ),
    ),
  );
  await keyboard.isAt(/^Your guess/);
  await typeGuess(keyboard, word);
  await hasIt(guesser);
}

test("robots, spoken texts, captions, languages and a whole game by keyboard alone, in both browsers", async () => {
  const kay = await chromium.person("Kay", 0);
  await kay.context.addInitScript(installWebSpeech, { hasLanguageHere: false });
  const kays = new Keyboard(kay, kay.page.keyboard);
  const url = `${server.url}/r/keyboards`;
  await comeIn(kay, kays, url);

  await kays.enter(/^Settings$/);
  await sees(kay, "dialog", "Settings");
  await kays.choose(/^Language/, "Esp");
  await sees(kay, "dialog", "Ajustes");
  await kays.isAt(/^Idioma/);
  await kays.press("ArrowUp");
  await sees(kay, "dialog", "Settings");
  for (const name of ["Captions", "Read robots and spoken texts aloud"]) {
    const before = await isOn(kay, name);
    await kays.turn(new RegExp(`^${name}$`));
    expect(await isOn(kay, name), name).toBe(!before);
    await kays.press("Space");
    expect(await isOn(kay, name), name).toBe(before);
  }
  await kays.press("Escape");
  await kays.isAt(/^Settings$/);

  await kays.enter(/^Robots$/);
  await sees(kay, "dialog", "Robots");
  await kays.choose(/^It speaks/, "Spa");
  await kays.press("ArrowUp");
  await kays.enter(/^Add the host$/);
  await until("Kay sees Quill", PATIENCE_MILLIS, () => kay.seesPerson("Quill"));
  await kays.isAt(/^Robots$/);
  await kays.enter(/^Quill/);
  await sees(kay, "dialog", "Quill");
  await kays.to(/^Send away$|^Send it away$/);
  await kays.press("Escape");
  await kays.isAt(/^Quill/);
  await kays.enter(/^Robots$/);
  await sees(kay, "dialog", "Robots");
  await kays.enter(/^Add the dice$/);
  await kays.isAt(/^Robots$/);
  await kays.press("Enter");
  await sees(kay, "dialog", "Robots");
  await kays.enter(/^Send .* away$/);
  await kays.isAt(/^Here now$/);
  await kays.press("Escape");
  await kays.isAt(/^Robots$/);

  await kays.turn(/^Speak what I write$/);
  await until("Kay may choose a voice", PATIENCE_MILLIS, () =>
    kay.browser.sees("combobox", "Voice"),
  );
  await kays.choose(/^Voice/, "High");
  await kays.fill(/^Message/, "Said without a mouse.");
  await kays.press("Enter");

  const lou = await firefox.person("Lou", 1);
  const lous = new Keyboard(lou, lou.page.keyboard);
  await comeIn(lou, lous, url);
  await kays.enter(/^Lou/);
  await sees(kay, "dialog", "Lou");
  await until("Kay reads of the way from mouth to ear", PATIENCE_MILLIS, () =>
    kay.page.getByRole("heading", { name: "From mouth to ear" }).isVisible(),
  );
  await kays.press("Escape");
  await kays.isAt(/^Lou/);

  await kays.enter(/^Play$/);
  await sees(kay, "button", "Lay it on the table");
  await kays.choose(/^Words in/, "Eng");
  await kays.choose(/^Theme/, "Thi");
  await kays.choose(/^Rounds/, "1");
  await kays.choose(/^Time to draw/, "120");
  await kays.enter(/^Lay it on the table$/);
  await sees(lou, "button", "To the game");
  await lous.enter(/^To the game$/, "back"); // past the last control Firefox goes to its own
  await lous.isAt(/^Draw and guess$/);
  await sees(lou, "button", "Sit down");
  await lous.enter(/^Sit down$/);
  await sees(lou, "button", "Get up");
  await until("Kay may start", PATIENCE_MILLIS, () =>
    kay.page.getByRole("button", { name: "Start", exact: true }).isEnabled(),
  );
  await kays.enter(/^Start$/);

  await guessByKeys(lou, lous, await drawByKeys(kay, kays), (wrong) => typeGuess(lous, wrong));
  await guessByKeys(kay, kays, await drawByKeys(lou, lous), (wrong) => sayGuess(kay, kays, wrong));
  for (const person of [kay, lou]) {
    await until(`${person.nickname} sees the end`, PATIENCE_MILLIS, () => isOver(person));
    expect(await points(person)).toEqual(["Kay 12 points", "Lou 12 points"]);
  }
  const downloading = kay.page.waitForEvent("download");
  await kays.enter(/^Save as a picture$/);
  expect((await downloading).suggestedFilename()).toMatch(/\.png$/);
  await kays.enter(/^Back to the table$/, "back");
  await kays.isAt(/^(Play|To the game)$/);
  await kays.enter(/^Leave$/);
  await lous.enter(/^Leave$/);
  for (const person of [kay, lou]) await person.browser.close();
});

/** Turns on captions of what somebody says; gives what they were told of it before. */
async function captionOwn({ page, browser }: ChromiumPerson): Promise<string> {
  await browser.press("button", "Settings");
  const own = page.getByRole("switch", { name: "Caption what I say" });
  await own.waitFor();
  const told = await page.getByRole("dialog", { name: "Settings" }).innerText();
  await own.click();
  await page.keyboard.press("Escape");
  return told;
}

test("what is said stands at the seat of who says it, by consent, and passes by; who has no such ears types", async () => {
  const [ann, ben] = [await chromium.person("Ann", 0), await chromium.person("Ben", 2)];
  await ann.context.addInitScript(installWebSpeech, { hasLanguageHere: false });
  await ben.context.addInitScript(installWebSpeech, { hasLanguageHere: true });
  const fay = await firefox.person("Fay", 1);
  const url = `${server.url}/r/captions`;
  for (const person of [ann, ben, fay]) await person.join(url);
  expect(await ann.page.evaluate(() => window.webSpeech.listening), "without consent").toBe(false);

  expect(await captionOwn(ann)).toContain("Your browser sends your voice to its maker for that.");
  await listens(ann, true);
  await ann.page.evaluate(() => window.webSpeech.hear("the kettle", false));
  await until("Fay reads what is not settled", PATIENCE_MILLIS, async () =>
    /^the kettle/.test(await captionOf(fay, "Ann")),
  );
  await ann.page.evaluate(() => window.webSpeech.hear("The kettle is on.", true));
  for (const person of [ann, ben, fay]) {
    await until(`${person.nickname} reads Ann`, PATIENCE_MILLIS, async () => {
      return (await captionOf(person, "Ann")) === "The kettle is on.";
    });
  }
  for (const person of [ann, ben, fay]) {
    await until(`it has passed by at ${person.nickname}'s`, PATIENCE_MILLIS, async () => {
      return (await captionOf(person, "Ann")) === "";
    });
    expect(await person.chat(), "captions are no lines").not.toContain("kettle");
  }

  const told = await captionOwn(ben);
  expect(told).toContain("Your browser does that on this device.");
  await listens(ben, true);
  expect(await ben.page.evaluate(() => window.webSpeech.onDevice)).toBe(true);
  await ben.browser.press("button", "Mute");
  await listens(ben, false);
  await ben.browser.press("button", "Unmute");
  await listens(ben, true);

  await ann.page.evaluate(() => window.webSpeech.fail("not-allowed"));
  await ann.page.getByText("Your browser may not listen for captions.").waitFor();
  await listens(ann, false);

  // Firefox has no such interface: nothing is offered that is not there, and what is typed is read.
  await fay.browser.press("button", "Settings");
  await until("Fay sees the settings", PATIENCE_MILLIS, () =>
    fay.browser.sees("switch", "Captions"),
  );
  expect(await fay.browser.sees("switch", "Caption what I say")).toBe(false);
  await fay.page.keyboard.press("Escape");
  await fay.browser.fill("Message", "I type instead");
  await fay.browser.press("button", "Send");
  await until("Ann reads it", PATIENCE_MILLIS, async () =>
    (await ann.chat()).includes("I type instead"),
  );
  for (const person of [ann, ben, fay]) await person.browser.close();
});
