/** Letters of other alphabets that look like Latin ones, after lower case. What people take for each other, not what Unicode lists. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [
    ..."аa вb еe ёe кk мm нh оo рp сc тt уy хx іi їi ѕs јj ԁd һh ԛq ԝw ӏl".split(" "), // Cyrillic
    ..."αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw".split(" "), // Greek
    ..."ıi ɑa ɡg ƅb 0o 1l".split(" "),
  ].map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** What two names have in common that people could take for each other: case, spaces, invisible characters and lookalikes gone. */
export function likenessOf(nickname: string): string {
  const plain = nickname
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{Default_Ignorable_Code_Point}\p{P}]+/gu, "");
  return Array.from(plain, (letter) => LOOKALIKES.get(letter) ?? letter).join("");
}
