import { useSyncExternalStore } from "react";
import { type Language, languageNow, subscribeLanguage } from "../text/languages.ts";

/** Renders again when the page changes its language: the whole page by its App, and each part that is memoized. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribeLanguage, languageNow);
}
