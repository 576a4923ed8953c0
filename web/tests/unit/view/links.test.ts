import { expect, test } from "vitest";
import { MAX_LINKS, pieces } from "../../../src/view/chat/links.ts";

function links(message: string): readonly string[] {
  return pieces(message).flatMap(({ href }) => href ?? []);
}

test("addresses become links, and nothing of a message is lost", () => {
  const message = "See https://example.org/a?b=c#d, and (http://example.org/x_(y)). Done";
  expect(links(message)).toEqual(["https://example.org/a?b=c#d", "http://example.org/x_(y)"]);
  expect(
    pieces(message)
      .map(({ text }) => text)
      .join(""),
  ).toBe(message);
});

test.each([
  ["no link", []],
  ["https://", []],
  ["https://word", []],
  ["javascript:alert(1)", []],
  ["data:text/html,x", []],
  ["file:///etc/passwd", []],
  ["https://bank.example@evil.example/", []],
  ["https://user:secret@evil.example/", []],
  ['<a href="https://example.org">', ["https://example.org/"]],
  ["HTTPS://EXAMPLE.ORG!", ["https://example.org/"]],
  ["http://localhost:8080/r/tea", ["http://localhost:8080/r/tea"]],
  // A host of look-alike letters shows as what it is.
  ["https://еxample.org", ["https://xn--xample-2of.org/"]],
])("%s", (message, expected) => {
  expect(links(message)).toEqual(expected);
});

test("so many and no more", () => {
  expect(links("http://a.b ".repeat(2 * MAX_LINKS)).length).toBe(MAX_LINKS);
});
