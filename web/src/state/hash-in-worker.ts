import type { Bytes } from "../crypto/bytes.ts";

/** Hashes a canonical password in a worker of its own, which ends with it. */
export function hashInWorker(password: string, salt: Bytes): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    // Written in one: so the build sees that there is a worker to be made.
    const worker = new Worker(new URL("../crypto/password-worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = (event: MessageEvent<Bytes>) => {
      worker.terminate();
      resolve(event.data);
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new Error("The password could not be hashed"));
    };
    worker.postMessage({ password, salt });
  });
}
