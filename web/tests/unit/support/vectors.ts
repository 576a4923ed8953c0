import { readFileSync } from "node:fs";
import path from "node:path";
import { type Bytes, fromBase64Url } from "../../../src/crypto/bytes.ts";

export const VECTORS = path.resolve(import.meta.dirname, "../../../../protocol/vectors");

export type Case = { readonly about: string } & Readonly<Record<string, unknown>>;

/** The cases of a file of protocol/vectors. */
export function cases(file: string): Case[] {
  const { cases: list } = JSON.parse(readFileSync(path.join(VECTORS, file), "utf8"));
  if (list.length === 0) throw new Error(`${file} is empty`);
  return list;
}

/** A member that holds bytes. */
export function bytes(vector: Case, name: string): Bytes {
  return bytesOf(vector[name] as string);
}

export function bytesOf(text: string): Bytes {
  const value = fromBase64Url(text);
  if (!value) throw new Error(`${text} is not base64url`);
  return value;
}
