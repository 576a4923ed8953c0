/** The rules for what a public room says of itself (protocol/README.md, "Describing a room"). */
import { type Checked, checkText, foldText, tidyText } from "./names.ts";

export interface Description {
  readonly topic: string;
  readonly tags: readonly string[];
  readonly language: string;
}

export const TOPIC_CHARACTERS = 120;
export const TOPIC_BYTES = 600;
export const TAGS = 5;
export const TAG_MIN_CHARACTERS = 2;
export const TAG_CHARACTERS = 24;
export const TAG_BYTES = 120;
export const ANY_LANGUAGE = "any";
/** BCP 47, and "any". */
export const LANGUAGES: readonly string[] =
  "any ar bn cs da de el en es fa fi fr he hi hu id it ja ko nb nl pl pt ro ru sv sw ta th tr uk ur vi zh".split(
    " ",
  );

export const NO_DESCRIPTION: Description = { topic: "", tags: [], language: ANY_LANGUAGE };

/** A topic as it is signed and shown; an empty one is none. */
export function checkTopic(typed: string): Checked {
  const topic = tidyText(typed);
  if (topic === "") return { ok: true, text: "" };
  if (topic === undefined) return { ok: false, fault: "too-long" };
  return checkText(topic, TOPIC_CHARACTERS, TOPIC_BYTES);
}

/** A tag as it is compared, signed and shown. Too short counts as empty. */
export function checkTag(typed: string): Checked {
  const tag = foldText(typed);
  if (tag === undefined) return { ok: false, fault: "too-long" };
  return checkText(tag, TAG_CHARACTERS, TAG_BYTES, TAG_MIN_CHARACTERS);
}

export type DescriptionField = "topic" | "tags" | "language";

/** The canonical description, or the first field that breaks the rules. */
export function checkDescription(
  typed: Description,
):
  | { readonly ok: true; readonly description: Description }
  | { readonly ok: false; readonly field: DescriptionField } {
  const topic = checkTopic(typed.topic);
  if (!topic.ok) return { ok: false, field: "topic" };
  const tags: string[] = [];
  for (const each of typed.tags) {
    const tag = checkTag(each);
    if (!tag.ok || tags.includes(tag.text) || tags.length === TAGS) {
      return { ok: false, field: "tags" };
    }
    tags.push(tag.text);
  }
  if (!LANGUAGES.includes(typed.language)) return { ok: false, field: "language" };
  return { ok: true, description: { topic: topic.text, tags, language: typed.language } };
}
