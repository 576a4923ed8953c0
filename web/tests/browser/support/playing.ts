/** Draw and guess, as people play it in their pages. */
import { PATIENCE_MILLIS, type Person, until } from "./page.ts";

/** Animals with shorter names stand by chance in what is encrypted; no name stands in what browsers say by themselves. */
const TELLING = 5;

/** Lays the game on the table, with one round. */
export async function layOut({ browser }: Person): Promise<void> {
  await browser.press("button", "Play");
  await until("the rules are there", PATIENCE_MILLIS, () =>
    browser.sees("button", "Lay it on the table"),
  );
  await browser.evaluate(() => {
    const choices = [...document.querySelectorAll<HTMLSelectElement>("section select")];
    const rounds = choices.find(({ labels }) => labels[0]?.textContent === "Rounds");
    if (!rounds) throw new Error("no rounds");
    rounds.value = "1";
    rounds.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await browser.press("button", "Lay it on the table");
}

export async function sitDown({ browser, nickname }: Person): Promise<void> {
  await until(`${nickname} sees the game`, PATIENCE_MILLIS, () =>
    browser.sees("button", "To the game"),
  );
  await browser.press("button", "To the game");
  await until(`${nickname} may sit down`, PATIENCE_MILLIS, () =>
    browser.sees("button", "Sit down"),
  );
  await browser.press("button", "Sit down");
  await until(`${nickname} sits`, PATIENCE_MILLIS, () => browser.sees("button", "Get up"));
}

/** Who is to draw now, of some people. */
export async function drawerOf(people: readonly Person[]): Promise<Person> {
  let drawer: Person | undefined;
  await until("somebody may choose a word", 40_000, async () => {
    for (const person of people) if ((await choices(person)).length > 0) drawer = person;
    return drawer !== undefined;
  });
  return drawer as Person;
}

/** The words that somebody has to choose from; none where they are not to draw. */
export function choices({ browser }: Person): Promise<string[]> {
  return browser.evaluate(() => {
    const game = document.querySelector('section[aria-label="Game"]');
    const question = [...(game?.querySelectorAll("h3") ?? [])].find(
      ({ textContent }) => textContent === "Choose what to draw",
    );
    const cards = question?.parentElement?.querySelectorAll("button") ?? [];
    return [...cards].map(({ textContent }) => textContent ?? "");
  });
}

/** Chooses the longest word, and draws something by keys; gives the word. */
export async function chooseAndDraw(person: Person): Promise<string> {
  const { browser, nickname } = person;
  const [word = ""] = (await choices(person)).sort((a, b) => b.length - a.length);
  await browser.press("button", word);
  await until(`${nickname} has a sheet`, PATIENCE_MILLIS, () =>
    browser.evaluate(() => document.querySelector('[role="application"]') !== null),
  );
  await browser.evaluate(() => {
    const sheet = document.querySelector<HTMLElement>('[role="application"]');
    sheet?.focus();
    for (const key of [" ", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowDown"])
      sheet?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, shiftKey: true }));
  });
  return word;
}

/** Waits for a drawing, then guesses. */
export async function guess({ browser, nickname }: Person, words: string): Promise<void> {
  await until(`${nickname} sees what is drawn`, PATIENCE_MILLIS, () =>
    browser.evaluate(
      () => document.querySelector('section[aria-label="Game"] svg[role="img"] path') !== null,
    ),
  );
  await browser.fill("Your guess", words);
  await browser.press("button", "Guess");
}

export function hasIt({ browser, nickname }: Person): Promise<number> {
  return until(`${nickname} has it`, PATIENCE_MILLIS, () =>
    browser.evaluate(
      () =>
        [...document.querySelectorAll('section[aria-label="Game"] [role="status"]')].some(
          ({ textContent }) => textContent === "You have it.",
        ) || /It was/.test(document.querySelector('section[aria-label="Game"]')?.textContent ?? ""),
    ),
  );
}

/** Lines of the list of points, as a screen reader has them. */
export function points({ browser }: Person): Promise<string[]> {
  return browser.evaluate(() =>
    [...document.querySelectorAll('section[aria-label="Game"] [aria-label="Points"] li')].map(
      (line) => {
        const name = line.querySelector("bdi")?.textContent ?? "";
        return `${name} ${/\d+ points?/.exec(line.textContent ?? "")?.[0]}`;
      },
    ),
  );
}

export function isOver({ browser }: Person): Promise<boolean> {
  return browser.sees("button", "Play again");
}

export function isTelling(word: string): boolean {
  return word.length >= TELLING;
}
