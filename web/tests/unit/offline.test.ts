import { describe, expect, test } from "vitest";
import { cacheName, isCacheable, isPage } from "../../src/offline/offline-rules.ts";

describe("the page's own cache", () => {
  test("answers for the page's addresses, and leaves the server's to the server", () => {
    for (const path of ["/", "/r/coffee", "/s/Zm9sbG93", "/s/"])
      expect(isPage(path), path).toBe(true);
    for (const path of ["/trust", "/api/rooms", "/ws", "/r", "/r/a/b", "/assets/x.js", "/metrics"])
      expect(isPage(path), path).toBe(false);
  });

  test("keeps what the build is made of and what never changes, and no room's address", () => {
    const files = ["/icon.svg"];
    for (const path of ["/icon.svg", "/assets/a-1.js"]) expect(isCacheable(path, files)).toBe(true);
    for (const path of ["/s/Zm9sbG93", "/r/coffee", "/", "/index.html", "/api/rooms"])
      expect(isCacheable(path, files), path).toBe(false);
  });

  test("is another one for each build", () => {
    const names = [["/a"], ["/b"], ["/a", "/b"], []].map(cacheName);
    expect(new Set(names).size).toBe(4);
    expect(cacheName(["/a"])).toBe(cacheName(["/a"]));
    expect(names[0]).toMatch(/^free4chat\.page\.[0-9a-f]+$/);
  });
});
