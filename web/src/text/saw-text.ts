import { saw } from "./en-saw.ts";
import { addWords } from "./languages.ts";

/** The words of "What the server saw" in the page's language. Fetched with the dialog, as there are many. */
export let sawText = saw;

addWords(
  saw,
  {
    es: async () => (await import("./es-saw.ts")).esSaw,
    zh: async () => (await import("./zh-saw.ts")).zhSaw,
  },
  (words) => {
    sawText = words;
  },
);
