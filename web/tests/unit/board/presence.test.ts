import { expect, test } from "vitest";
import { encodePresence, readPresence } from "../../../src/board/presence.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";

test("what is shown in passing comes as it went, in few bytes", () => {
  const presence = {
    pointer: { x: -1_200, y: 340 },
    isDown: true,
    view: { x: 12, y: -7, zoom: 1.25 },
    needs: false,
  };
  const bytes = encodePresence(presence);
  expect(bytes.length).toBeLessThan(80);
  expect(readPresence(bytes)).toEqual(presence);
  expect(readPresence(encodePresence({ isDown: false, needs: true }))).toEqual({
    ...{ pointer: undefined, view: undefined, isDown: false, needs: true },
  });
});

test("anything else is passed over", () => {
  const wrong = [
    "",
    "nothing",
    "null",
    '{"p":[1]}',
    '{"p":[1,"2"]}',
    '{"p":[1,1e9]}',
    '{"v":[0,0,0]}',
    '{"v":[0,0,1000]}',
    '{"v":[0,0]}',
  ];
  for (const text of wrong) expect(readPresence(utf8(text)), text).toBeUndefined();
  expect(readPresence(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
});
