import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const SOURCE = path.resolve(import.meta.dirname, "../../src");

/**
 * The page's folders (ARCHITECTURE.md), each with those it may take code from; types may come from anywhere. The sealing stands
 * around the client's line and both know what crosses it, so they are one layer.
 */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  storage: [],
  offline: [],
  text: [],
  crypto: ["storage"],
  files: ["crypto", "storage"],
  sealing: ["client", "crypto", "storage"],
  client: ["sealing", "files", "crypto", "storage"],
  board: ["client", "crypto", "storage"],
  games: ["client", "sealing", "crypto", "storage"],
  state: ["client", "files", "crypto", "text"],
  view: ["state", "board", "games", "sealing", "crypto", "text"],
};

/** Code that is fetched when it is needed: whoever fetches does not depend on how it is made. */
const IMPORT = /^(?:import|export)\s+(?!type\s)([^;"]*?)\s*(?:from\s+)?"(\.[^"]+)"/gmu;

test("code of the page flows upwards, from storage to views", () => {
  const against = sources().flatMap((file) => {
    const layer = file.split(path.sep)[0] as string;
    const allowed = MAY_USE[layer];
    if (allowed === undefined) return layer === "main.tsx" ? [] : [`${file}: no such layer`];
    return takenFrom(file)
      .filter((other) => other !== layer && !allowed.includes(other))
      .map((other) => `${file} uses ${other}`);
  });
  expect(against).toEqual([]);
});

test("an import that goes down is seen", () => {
  expect(takenFrom("view/room/room-page.tsx")).toContain("text");
  expect(takenFrom("games/ground/secrets.ts")).toContain("sealing");
});

function sources(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.tsx?$/u.test(file));
}

/** The folders that a file has values from. */
function takenFrom(file: string): string[] {
  const code = readFileSync(path.join(SOURCE, file), "utf8");
  return [...code.matchAll(IMPORT)]
    .filter(([, names = ""]) => !onlyTypes(names))
    .map(([, , target = ""]) => path.join(path.dirname(file), target).split(path.sep)[0] as string);
}

function onlyTypes(names: string): boolean {
  const inside = /^\{(.*)\}$/su.exec(names.trim())?.[1];
  if (inside === undefined) return false;
  return inside
    .split(",")
    .filter((name) => name.trim() !== "")
    .every((name) => name.trim().startsWith("type "));
}
