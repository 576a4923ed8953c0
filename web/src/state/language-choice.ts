import { changeLanguage, LANGUAGES, type Language } from "../text/languages.ts";
import { text } from "../text/text.ts";

/** Which language the page speaks: the browser's, or another by choice, which this browser alone keeps. */

/** "" is as the browser has it. */
export type LanguageChoice = Language | "";

const KEY = "free4chat.language";

/** Before the page is shown. Without a line to fetch them it begins in English, rather than not at all. */
export async function startLanguage(): Promise<void> {
  await speak(languageChoice()).catch(() => {});
}

export function languageChoice(): LanguageChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return LANGUAGES.find((language) => language === kept) ?? "";
  } catch {
    return "";
  }
}

/** Throws where the words cannot be fetched; then the choice stays as it was. */
export async function setLanguageChoice(choice: LanguageChoice): Promise<void> {
  await speak(choice);
  try {
    if (choice === "") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage is full or forbidden: the choice lives as long as the page.
  }
}

/** The first of the browser's languages that the page has; whoever prefers one that it has not reads English. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [primary] = tag.toLowerCase().split(/[-_]/);
    const found = LANGUAGES.find((language) => language === primary);
    if (found) return found;
  }
  return "en";
}

async function speak(choice: LanguageChoice): Promise<void> {
  await changeLanguage(choice === "" ? languageOf(navigator.languages) : choice);
  document.documentElement.lang = text.language;
}
