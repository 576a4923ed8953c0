/** Measures what a packet costs each of three nodes, and one alone that carries as much. */
import { Cluster } from "./support/cluster.ts";
import { pause, tableRow } from "./support/measures.ts";
import { ServerProcess } from "./support/server.ts";
import { Talkers } from "./support/talkers.ts";

const FLAGS = ["--max-address-sockets=2000", "--max-address-rooms=1000"];
/** Rooms of each node, members and speakers of each, while the cost is measured: 22,500 packets a second and node. */
const COST = { rooms: 10, members: 10, speakers: 5 } as const;
/** What is often run is compiled once more by then. */
const WARM_MILLIS = 40_000;
const MEASURED_MILLIS = 20_000;
const ROUNDS = 3;

type Nodes = Pick<Cluster, "nodes" | "sum">;

const FORWARDED = "free4chat_media_forwarded_total";

/** Microseconds of processor for each packet that is sent to a listener, and packets a second. */
async function costOf(nodes: Nodes): Promise<{ micros: number; rate: number }> {
  const { rooms, members, speakers } = COST;
  const talkers = await Talkers.start(nodes, rooms * nodes.nodes.length, members, speakers);
  try {
    await pause(WARM_MILLIS);
    const [cpu, sent] = [await nodes.sum("process_cpu_seconds_total"), await nodes.sum(FORWARDED)];
    const began = performance.now();
    await pause(MEASURED_MILLIS);
    const seconds = (await nodes.sum("process_cpu_seconds_total")) - cpu;
    const packets = (await nodes.sum(FORWARDED)) - sent;
    const rate = packets / ((performance.now() - began) / 1_000);
    const { right } = await talkers.end();
    if (!right) throw new Error("somebody heard whom they should not, or not whom they should");
    return { micros: (seconds * 1e6) / packets, rate };
  } finally {
    talkers.stop();
  }
}

async function measureCost(): Promise<void> {
  const cluster = await Cluster.start(FLAGS);
  const server = await ServerProcess.start(["--workers=1", ...FLAGS]);
  const alone: Nodes = { nodes: [server], sum: (metric) => server.metric(metric) };
  try {
    const micros = { one: 0, three: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const one = await costOf(alone);
      const three = await costOf(cluster);
      micros.one += one.micros / ROUNDS;
      micros.three += three.micros / ROUNDS;
      tableRow(
        `processor for each packet sent, round ${round + 1}`,
        `one node alone ${one.micros.toFixed(2)} µs at ${one.rate.toFixed(0)} a second, three ${three.micros.toFixed(2)} µs at ${three.rate.toFixed(0)}`,
      );
    }
    const more = (micros.three / micros.one - 1) * 100;
    tableRow(
      "each of three nodes beside one alone, with the same load",
      `${more.toFixed(1)} % more processor for each packet (10)`,
    );
  } finally {
    await server.stop();
    await cluster.stop();
  }
}

await measureCost();
