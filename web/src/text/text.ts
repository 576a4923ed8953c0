import { en, type Text } from "./en.ts";
import { addWords } from "./languages.ts";

/** The words of the page, in the reader's language. To be read anew at each rendering: it changes with the language. */
export let text: Text = en;

addWords(
  en,
  {
    es: async () => (await import("./es.ts")).es,
    zh: async () => (await import("./zh.ts")).zh,
  },
  (words) => {
    text = words;
  },
);
