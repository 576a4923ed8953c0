import { ANY_LANGUAGE, LANGUAGES } from "../../crypto/description.ts";
import { text } from "../../text/text.ts";

/** Languages in the order people look for them: "any", then by name. */
export const languageChoices: readonly { readonly tag: string; readonly name: string }[] = [
  { tag: ANY_LANGUAGE, name: text.directory.anyLanguage },
  ...LANGUAGES.filter((tag) => tag !== ANY_LANGUAGE)
    .map((tag) => ({ tag, name: text.directory.languageName(tag) }))
    .sort((a, b) => a.name.localeCompare(b.name, text.language)),
];
