const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What stands on a seat: the first character of the first two words. An emoji stays whole. */
export function initials(nickname: string): string {
  const words = nickname.split(/[\s_.-]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => {
      const [first] = segmenter.segment(word);
      return first?.segment.toLocaleUpperCase() ?? "";
    })
    .join("");
}
