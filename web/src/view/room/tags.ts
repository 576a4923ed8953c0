/** Commas between them; a leading # is how others write a tag. */
export function tagsOf(typed: string): readonly string[] {
  return typed
    .split(/[,\u060c\u3001\uff0c]/)
    .map((tag) => tag.trim().replace(/^#/, ""))
    .filter((tag) => tag !== "");
}
