const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** "1 person", "2,000 people". */
export function count(amount: number, one: string, other: string): string {
  return `${number.format(amount)} ${plural.select(amount) === "one" ? one : other}`;
}
