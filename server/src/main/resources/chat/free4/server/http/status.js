/** Asks for what the server remembers, again and again, and draws it. Everything it writes is text, never markup. */

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [600, 100];
const HUES = 6;
/** Places in a sample. */
const PLOTS = [
  { name: "People in its rooms", at: 1 },
  { name: "Rooms", at: 2 },
  { name: "Voice packets sent on, a second", at: 3 },
  { name: "Processors in use", at: 4 },
];
const STATES = {
  joining: "comes in",
  up: "serves",
  leaving: "hands its rooms over",
  unreachable: "does not answer",
};
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const element = (id) => document.getElementById(id);

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function path(line, className) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("d", line);
  if (className) made.setAttribute("class", className);
  return made;
}

function plot({ name, at }, samples) {
  const values = samples.map((sample) => sample[at]);
  const newest = values.at(-1) ?? 0;
  const most = Math.max(...values, 0);
  const top = most || 1;
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const height = HEIGHT - (value / top) * (HEIGHT - 4);
    return `${(index * step).toFixed(1)} ${height.toFixed(1)}`;
  });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  const words = `${number.format(newest)} now, ${number.format(most)} at most`;
  svg.setAttribute("aria-label", `${name}: ${words}`);
  if (points.length > 1) {
    svg.append(path(`M0 ${HEIGHT}L${points.join("L")}L${WIDTH} ${HEIGHT}Z`, "under"));
    svg.append(path(`M${points.join("L")}`));
  }
  const since = samples.length > 0 ? time.format(samples[0][0]) : "";
  return make(
    "figure",
    {},
    make("figcaption", {}, make("span", {}, name), make("strong", {}, number.format(newest))),
    svg,
    make("p", { class: "span" }, make("span", {}, since), `at most ${number.format(most)}`),
  );
}

function showCluster({ nodes, shards, shardCount }, events) {
  const hueOf = (address) => {
    const index = nodes.findIndex((node) => node.address === address);
    return index < 0 ? "none" : String(index % HUES);
  };
  const owned = Object.values(shards);
  element("nodes").replaceChildren(
    ...nodes.map(({ address, state, self }) => {
      const count = owned.filter((owner) => owner === address).length;
      const what = `${STATES[state]}, ${count === 1 ? "1 shard" : `${count} shards`}`;
      return make(
        "li",
        { "data-state": state },
        make("span", { class: "dot", "data-hue": hueOf(address) }),
        make("strong", {}, address),
        make("span", { class: "what" }, self ? `${what} (this one)` : what),
      );
    }),
  );
  element("shards").replaceChildren(
    ...Array.from({ length: shardCount }, (_, shard) => {
      const owner = shards[shard];
      const title = owner ?? "nobody has asked for it";
      return make("li", { "data-hue": hueOf(owner), title }, String(shard));
    }),
  );
  const lines = events.map(({ at, what }) =>
    make("li", {}, make("time", {}, time.format(at)), make("span", {}, what)),
  );
  element("events").replaceChildren(
    ...(lines.length > 0 ? lines : [make("li", {}, "Nothing since this node has started.")]),
  );
  element("cluster").hidden = false;
}

async function look() {
  let again = 5_000;
  try {
    const answer = await fetch("/status.json", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const { samples, stepMillis, cluster, events } = await answer.json();
    again = stepMillis;
    element("plots").replaceChildren(...PLOTS.map((each) => plot(each, samples)));
    if (cluster) showCluster(cluster, events);
    element("state").textContent =
      samples.length > 0
        ? `As of ${time.format(samples.at(-1)[0])}; the last hour is kept.`
        : "Just started: the first numbers come within seconds.";
  } catch {
    element("state").textContent = "The server does not answer. This page asks again by itself.";
  }
  setTimeout(look, again);
}

void look();
