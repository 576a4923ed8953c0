import { expect, test } from "vitest";
import { InTurn } from "../../src/client/in-turn.ts";

test("what was asked for first is done first, however long it takes", async () => {
  const turns = new InTurn();
  const done: number[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const work = [held, Promise.resolve()].map((wait, i) =>
    turns.run(async () => {
      await wait;
      done.push(i);
      return i;
    }),
  );
  await Promise.resolve();
  expect(done).toEqual([]);
  release();
  expect(await Promise.all(work)).toEqual([0, 1]);
  expect(done).toEqual([0, 1]);
});

test("a failure is told to whom it concerns, and the next goes on", async () => {
  const turns = new InTurn();
  const failed = turns.run(() => Promise.reject(new Error("too large")));
  const next = turns.run(() => Promise.resolve("written"));
  await expect(failed).rejects.toThrow("too large");
  expect(await next).toBe("written");
});
