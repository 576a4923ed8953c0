/** Builds the page of two ends of one sealed call, and serves it under the server's own policy. */
import path from "node:path";
import { build, type PreviewServer, preview } from "vite";

const WEB = path.resolve(import.meta.dirname, "../../..");
const ROOT = path.join(WEB, "tests/browser/sealing-page");
const BUILT = path.join(WEB, ".cache/sealing-page");
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; media-src 'self' blob:";

export class SealingPage {
  readonly url: string;
  private readonly server: PreviewServer;

  private constructor(server: PreviewServer, url: string) {
    this.server = server;
    this.url = url;
  }

  static async serve(): Promise<SealingPage> {
    const shared = { root: ROOT, configFile: false, logLevel: "warn" } as const;
    await build({
      ...shared,
      base: "./",
      build: { outDir: BUILT, emptyOutDir: true, modulePreload: { polyfill: false } },
      worker: { format: "es" },
    });
    const server = await preview({
      ...shared,
      build: { outDir: BUILT },
      preview: { port: 0, host: "localhost", headers: { "Content-Security-Policy": POLICY } },
    });
    const url = server.resolvedUrls?.local[0];
    if (url === undefined) throw new Error("the page is not served");
    return new SealingPage(server, url);
  }

  async stop(): Promise<void> {
    await this.server.close();
  }
}
