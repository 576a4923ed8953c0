const plural = new Intl.PluralRules("es");
const number = new Intl.NumberFormat("es");

/** "1 persona", "12.000 personas". */
export function count(amount: number, one: string, other: string): string {
  return `${number.format(amount)} ${plural.select(amount) === "one" ? one : other}`;
}
