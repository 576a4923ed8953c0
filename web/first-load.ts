import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** What a browser loads before it can show a room, as script, gzipped. */
const MOST_BYTES = 130_000;
/** Beside the page's own script: what the address of a room asks for. */
const ROOM_PAGE = "/src/view/room/room-page.tsx";
/** The page's words in a language other than English; one of them may be fetched as well. */
const WORDS = /\/src\/text\/[a-z]{2}\.ts$/;

/** Fails the build where the first load of the room page has become too large. What a person opens later is not part of it. */
export function firstLoad(): Plugin {
  return {
    name: "first-load",
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const roots = chunks.filter(
        ({ isEntry, facadeModuleId }) => isEntry || facadeModuleId?.endsWith(ROOM_PAGE),
      );
      const sizeOf = (name: string) => ({ name, bytes: gzipSync(codeOf(chunks, name)).length });
      const sizes = [...closure(chunks, roots)].map(sizeOf);
      const words = chunks
        .filter(({ facadeModuleId }) => WORDS.test(facadeModuleId ?? ""))
        .map(({ fileName }) => sizeOf(fileName))
        .sort((a, b) => b.bytes - a.bytes);
      if (words[0]) sizes.push(words[0]);
      const whole = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      if (roots.length < 2) this.error("The room page is no part of its own any more");
      if (words.length === 0) this.error("The words of other languages are no parts of their own");
      if (whole <= MOST_BYTES) return this.info(`The room page loads ${whole} bytes of script`);
      sizes.sort((a, b) => b.bytes - a.bytes);
      const parts = sizes.map(({ name, bytes }) => `${name} ${bytes}`).join(", ");
      this.error(`The room page loads ${whole} bytes of script, ${MOST_BYTES} at most: ${parts}`);
    },
  };
}

/** These chunks, and all that they need at once. */
function closure(
  chunks: readonly Rolldown.OutputChunk[],
  roots: readonly Rolldown.OutputChunk[],
): ReadonlySet<string> {
  const names = new Set(roots.map(({ fileName }) => fileName));
  for (const name of names)
    for (const needed of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      names.add(needed);
  return names;
}

function codeOf(chunks: readonly Rolldown.OutputChunk[], name: string): string {
  return chunks.find(({ fileName }) => fileName === name)?.code ?? "";
}
