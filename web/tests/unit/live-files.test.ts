import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ChatLine } from "../../src/client/chat.ts";
import type { ChatWriting } from "../../src/client/chat-body.ts";
import { toBase64Url } from "../../src/crypto/bytes.ts";
import { MAX_FILE_BYTES } from "../../src/files/file-offer.ts";
import { AUTO_BYTES, LiveFiles, MAX_PREPARING } from "../../src/state/live-files.ts";
import { digest, MemoryDesk } from "./support/memory-desk.ts";
import { settle } from "./support/settle.ts";

const PNG = Uint8Array.from("\x89PNG\r\n\x1a\n rest", (letter) => letter.charCodeAt(0));
const SVG = new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>");

const made: Blob[] = [];
const revoked: string[] = [];

beforeEach(() => {
  made.length = 0;
  revoked.length = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    made.push(blob as Blob);
    return `blob:${made.length}`;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((address) => void revoked.push(address));
});

afterEach(() => {
  vi.restoreAllMocks();
});

function bench(canFetch = true) {
  const written: ChatWriting[] = [];
  const faults: string[] = [];
  const client = {
    memberId: "me",
    members: new Map(),
    self: 1,
    phase: "connected" as const,
    write: async (writing: ChatWriting) => void written.push(writing),
  };
  const events = { failed: (fault: string) => void faults.push(fault), changed: () => {} };
  const files = new LiveFiles(() => client, canFetch, events, new MemoryDesk());
  return { files, written, faults };
}

function line(key: string, file: ChatLine["file"]): ChatLine {
  const rest = {
    text: "",
    edited: false,
    aloud: false,
    reply: undefined,
    reactions: [],
    nickname: "Ben",
  };
  return { key, author: "ben", sequence: 1, file, time: 0, logical: 1, pending: false, ...rest };
}

const picture = (size: number, fill = 1) => ({
  ...{ name: "a.png", size, type: "image/png" },
  hash: toBase64Url(new Uint8Array(32).fill(fill)),
});

describe("offering", () => {
  test("reads a file, makes its name harmless, and says it in the chat", async () => {
    const { files, written } = bench();
    files.offer([new File([PNG], "../../a\u202e.png", { type: "image/png" })]);
    expect(files.view([]).preparing).toMatchObject([{ name: "a.png", size: PNG.length }]);
    await vi.waitFor(() => expect(written).toHaveLength(1));
    const hash = toBase64Url(await digest(PNG));
    const file = { name: "a.png", size: PNG.length, type: "image/png", hash };
    expect(written).toEqual([{ kind: "file", file }]);
    await settle();
    expect(files.view([line("k", file)]).preparing).toEqual([]);
    expect(files.view([line("k", file)]).of.get("k")?.state).toBe("here");
    expect(files.data.wanted).toBe(true);
  });

  test("refuses what is empty, too large or too much, in words", () => {
    const { files, faults } = bench();
    files.offer([new File([], "nothing")]);
    const huge = new File(["x"], "huge");
    Object.defineProperty(huge, "size", { value: MAX_FILE_BYTES + 1 });
    files.offer([huge]);
    files.offer(Array.from({ length: MAX_PREPARING + 1 }, () => new File(["x"], "x")));
    expect(faults).toEqual(["file-empty", "file-too-large", "too-many-files"]);
  });

  test("that is stopped says nothing in the chat", async () => {
    const { files, written, faults } = bench();
    files.offer([new File([PNG], "a.png")]);
    const [prepared] = files.view([]).preparing;
    files.stopOffering(prepared?.id ?? 0);
    await settle();
    expect(files.view([]).preparing).toEqual([]);
    expect([written, faults]).toEqual([[], []]);
  });
});

describe("what others offer", () => {
  test("comes by itself where it is small and to be seen, and nobody needs a line before", () => {
    const { files } = bench();
    files.view([]);
    const large = line("large", picture(AUTO_BYTES + 1, 1));
    const drawn = line("svg", { ...picture(9, 2), type: "image/svg+xml" });
    const other = line("other", { ...picture(9, 3), type: "application/pdf" });
    const states = files.view([large, drawn, other]).of;
    expect([...states.values()].map(({ state }) => state)).toEqual(Array(3).fill("offered"));
    expect(files.data.wanted).toBe(false);
    const { of } = files.view([large, line("small", picture(9, 4))]);
    expect(of.get("small")?.state).toBe("asking");
    expect(files.data.wanted).toBe(true);
  });

  test("is out of reach without data channels", () => {
    const { files } = bench(false);
    const { of } = files.view([line("k", picture(9))]);
    expect(of.get("k")?.state).toBe("impossible");
    files.fetch("k");
    expect(files.data.wanted).toBe(false);
  });
});

describe("what is here", () => {
  async function here(bytes: Uint8Array<ArrayBuffer>, type: string) {
    const parts = bench();
    parts.files.offer([new File([bytes], "x", { type })]);
    await vi.waitFor(() => expect(parts.written).toHaveLength(1));
    const [writing] = parts.written;
    const lines = [line("k", writing?.kind === "file" ? writing.file : undefined)];
    parts.files.view(lines);
    await settle();
    return { ...parts, lines, view: () => parts.files.view([...lines]).of.get("k") };
  }

  test("is shown by its content, under a type of ours", async () => {
    const { view } = await here(PNG, "text/html");
    expect(view()?.preview).toEqual({ kind: "image", address: "blob:1" });
    expect(made[0]?.type).toBe("image/png");
  });

  test("is not shown where it could run something, whatever it is called", async () => {
    const { view } = await here(SVG, "image/png");
    expect(view()?.preview).toBeUndefined();
    expect(made).toEqual([]);
  });

  test("is saved as bytes", async () => {
    const { files } = await here(SVG, "image/svg+xml");
    expect(files.get("k")?.content.type).toBe("application/octet-stream");
    expect(files.get("k")?.content.size).toBe(SVG.length);
  });

  test("is let go of with its line, and with the room", async () => {
    const taken = await here(PNG, "image/png");
    taken.files.view([]);
    expect(revoked).toEqual(["blob:1"]);
    expect(taken.files.view(taken.lines).of.get("k")?.state).not.toBe("here");
    const left = await here(PNG, "image/png");
    left.files.letGo();
    expect(revoked).toEqual(["blob:1", "blob:2"]);
  });
});
