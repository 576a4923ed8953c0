import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const WEB = path.resolve(import.meta.dirname, "../..");
/** What the page may be made of: it asks for nothing but that a name is kept. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "CC0-1.0", "OFL-1.1"],
  ...["MIT OR Apache-2.0", "(MIT AND Zlib)"],
]);
/** The lock file does not say it, the package does, in an older way. */
const SAYS_MIT_ITSELF: ReadonlySet<string> = new Set(["node_modules/fuzzy"]);

test("every package that the page is made of is under a licence that lets us pass it on", () => {
  const { packages } = JSON.parse(readFileSync(path.join(WEB, "package-lock.json"), "utf8"));
  const names = Object.keys(packages).filter((name) => !packages[name].link && !packages[name].dev);
  expect(names.length).toBeGreaterThan(100);
  const others = names.filter(
    (name) => !ALLOWED.has(packages[name].license) && !SAYS_MIT_ITSELF.has(name),
  );
  expect(others.map((name) => `${name}: ${packages[name].license}`)).toEqual([]);
});
