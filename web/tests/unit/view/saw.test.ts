import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toBase64Url } from "../../../src/crypto/bytes.ts";
import { encodeProfile } from "../../../src/crypto/profile.ts";
import { saw } from "../../../src/text/en-saw.ts";
import { sawGroups, sawValue } from "../../../src/view/room/saw-words.ts";

const item = (kind: string, value: string, sealed = false) => ({
  ...{ kind, value, sealed },
  kept: "room",
});

function labels(file: string): readonly string[] {
  const path = `../../../../room/src/main/java/chat/free4/room/saw/${file}.java`;
  const source = readFileSync(new URL(path, import.meta.url), "utf8");
  return [...source.matchAll(/^ {2}[A-Z_]+\("([a-z-]+)"/gm)].map((match) => match[1] as string);
}

test("there are words for every kind that a server tells, and for how long it is kept", () => {
  const kinds = labels("SawKind");
  expect(kinds.length).toBeGreaterThan(25);
  expect(Object.keys(saw.kinds).sort()).toEqual([...kinds].sort());
  expect(Object.keys(saw.kept).sort()).toEqual([...labels("Kept")].sort());
});

test("every kind has its place, and one that is not known is shown all the same", () => {
  const groups = sawGroups([...labels("SawKind"), "news"].map((kind) => item(kind, "1")));
  const other = groups.find(({ group }) => group === "other");
  expect(other?.items.map(({ kind }) => kind)).toEqual(["news"]);
});

test("values are as people read them", () => {
  const profile = toBase64Url(encodeProfile({ nickname: "Ada" }));
  expect(sawValue(item("profile", profile))).toBe("Ada");
  expect(sawValue(item("profile", profile, true))).toBe("18 bytes");
  expect(sawValue(item("address", "c0000207"))).toBe("192.0.2.7");
  expect(sawValue(item("address", "20010db812340056"))).toBe("2001:db8:1234:56::/64");
  expect(sawValue(item("talked", "61000"))).toBe("61 seconds");
  expect(sawValue(item("muted", "true"))).toBe("yes");
  expect(sawValue(item("log-bytes", "1"))).toBe("1 byte");
});
