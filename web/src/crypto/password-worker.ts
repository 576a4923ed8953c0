import type { Bytes } from "./bytes.ts";
import { hashPassword } from "./password-hash.ts";

/** Hashes one password, so that the page can go on moving meanwhile. */
addEventListener("message", (event: MessageEvent<{ password: string; salt: Bytes }>) => {
  const { password, salt } = event.data;
  void hashPassword(password, salt).then((hash) => postMessage(hash));
});
