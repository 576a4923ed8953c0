import { expect, test } from "vitest";
import { passwordStrength } from "../../src/crypto/password-strength.ts";

test.each([
  ["seven77", "short"],
  ["x".repeat(129), "short"],
  ["aaaaaaaaaaaaaaaa", "weak"],
  ["abcdefghijklmnop", "weak"],
  ["1234567890", "weak"],
  ["Password2024!", "weak"],
  ["qwertyqwerty", "weak"],
  ["kBv9w2Lt", "fair"],
  ["green kettle", "fair"],
  ["seven quiet lanterns", "strong"],
  ["mT7#kq2Lw!xZ", "strong"],
] as const)("%s is %s", (password, strength) => {
  expect(passwordStrength(password)).toBe(strength);
});
