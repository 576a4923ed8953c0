/** Measures what the loss of a node costs a thousand rooms, of which a third were there. */
import { Cluster } from "./support/cluster.ts";
import { pause, tableRow } from "./support/measures.ts";
import { until } from "./support/page.ts";
import { Talkers } from "./support/talkers.ts";

const ROOMS = 1_000;
/** Slowly enough for two cores that do all of it. */
const FLAGS = ["--ramp=25", "--follow"];
const LIMIT_MILLIS = 120_000;

async function measureRooms(): Promise<void> {
  const cluster = await Cluster.start([
    "--max-rooms=2000",
    "--max-sockets=4000",
    "--max-address-sockets=4000",
    "--max-address-rooms=4000",
  ]);
  try {
    const talkers = await Talkers.start(cluster, ROOMS, 1, 0, FLAGS);
    try {
      const [killed] = cluster.nodes.slice(-1);
      if (!killed) throw new Error("no node");
      const rooms = await killed.metric("free4chat_rooms");
      const since = performance.now();
      await killed.kill("SIGKILL");
      await until("all rooms answer", LIMIT_MILLIS, async () => {
        return (await cluster.sum("free4chat_members")) === ROOMS;
      });
      const seconds = (performance.now() - since) / 1_000;
      tableRow(
        `kill -9 of one of three nodes with ${ROOMS.toLocaleString("en")} rooms, of which it had ${rooms}`,
        `all members were in all rooms after ${seconds.toFixed(1)} s`,
      );
      await pause(1_000);
      const { moves } = await talkers.end();
      if (moves.lost > 0) throw new Error(`${moves.lost} members did not come back`);
    } finally {
      talkers.stop();
    }
  } catch (error) {
    cluster.tell();
    throw error;
  } finally {
    await cluster.stop();
  }
}

await measureRooms();
