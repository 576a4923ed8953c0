/** Which language the page speaks, and the words of it that are here. English comes with the page; others are fetched. */

export const LANGUAGES = ["en", "es", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];
type Fetched = Exclude<Language, "en">;

/** What each is called by those who speak it. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  es: "Español",
  zh: "中文",
};

/** Words that come with one part of the page. */
interface Part {
  there: Language;
  fetch(language: Language): Promise<() => void>; // what puts them in place
}

const parts: Part[] = [];
const listeners = new Set<() => void>();
let now: Language = "en";
let wanted: Language = "en";

/** Adds a part that is English so far; `put` gets it in each language that is chosen. */
export function addWords<T>(
  english: T,
  others: Readonly<Record<Fetched, () => Promise<T>>>,
  put: (words: T) => void,
): void {
  const part: Part = {
    there: "en",
    fetch: async (language) => {
      const words = language === "en" ? english : await others[language]();
      return () => {
        put(words);
        part.there = language;
      };
    },
  };
  parts.push(part);
}

export function languageNow(): Language {
  return now;
}

export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes all words at once when the last of them is here. Without a line it throws, and all stays as it was. */
export async function changeLanguage(language: Language): Promise<void> {
  wanted = language;
  const fetched = await fetchWords(language);
  if (wanted !== language) return; // another was chosen meanwhile
  for (const put of fetched) put();
  now = language;
  for (const listener of listeners) listener();
}

/** Before a part is shown that came later: its words in the language of the page. */
export async function wordsThere(): Promise<void> {
  while (parts.some(({ there }) => there !== now)) {
    const language = now;
    const fetched = await fetchWords(language);
    if (language === now) for (const put of fetched) put();
  }
}

/** A part may come while others are on their way. */
async function fetchWords(language: Language): Promise<readonly (() => void)[]> {
  const fetched = new Map<Part, () => void>();
  for (;;) {
    const missing = parts.filter((part) => part.there !== language && !fetched.has(part));
    if (missing.length === 0) return [...fetched.values()];
    await Promise.all(missing.map(async (part) => fetched.set(part, await part.fetch(language))));
  }
}
