/**
 * WebCrypto answers from a thread of its own, for which virtual time does not wait. Here its work is counted, so that a test can
 * wait until none is left, however slow the machine is.
 */
let pending = 0;

const METHODS = [
  ...(["sign", "verify", "importKey", "exportKey", "generateKey", "digest"] as const),
  ...(["deriveBits", "encrypt", "decrypt"] as const),
] as const;

for (const method of METHODS) {
  const original = crypto.subtle[method].bind(crypto.subtle) as (
    ...parameters: unknown[]
  ) => Promise<unknown>;
  Object.defineProperty(crypto.subtle, method, {
    value: async (...parameters: unknown[]) => {
      pending++;
      try {
        return await original(...parameters);
      } finally {
        pending--;
      }
    },
  });
}

/** So many turns in a row without anything under way, and everything has settled. */
const QUIET_TURNS = 10;

export async function settle(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (pending > 0) quiet = 0;
  }
}
