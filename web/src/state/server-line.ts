import { Nodes } from "../client/nodes.ts";

let nodes: Nodes | undefined;

/** Where the page's server is, and what opens a socket to it: to one of its nodes, where it has several that the page may choose from. */
export function serverLine(): { url: string; connect: ReturnType<Nodes["connector"]> } {
  const home = location.origin.replace(/^http/, "ws");
  nodes ??= new Nodes({
    home,
    ask: async () => (await fetch("/api/nodes", { cache: "no-store" })).json(),
    open: (url) => new WebSocket(url),
    storage: storage(),
  });
  return { url: `${home}/ws`, connect: nodes.connector() };
}

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // forbidden: what it knows lasts as long as the page
  }
}
