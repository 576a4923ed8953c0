/** Some people who draw, without a picture: what the figure of the board asks for, as `window.boardBench`. */
import * as boardModule from "../../../src/board/board.ts";
import type { BoardElement } from "../../../src/board/element.ts";
import { RoomClient } from "../../../src/client/room-client.ts";
import { credentialsOf, makeKeys } from "../../../src/crypto/credentials.ts";
import { Pace } from "../../../src/view/board/pace.ts";

/** A stroke of a pen, some 60 points a second. */
const POINTS = 40;
const PAUSE_MILLIS = 600;

export interface Seen {
  readonly id: string;
  /** ms since 1970, by this machine's one clock. */
  readonly atMillis: number;
}

const drawn: Seen[] = [];
const seen: Seen[] = [];
const boards: boardModule.Board[] = [];
let isDrawing = true;

const clock = () => performance.timeOrigin + performance.now();
const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

async function enter(room: string, nickname: string): Promise<boardModule.Board> {
  const credentials = await credentialsOf(await makeKeys(), true);
  const client = new RoomClient(
    {
      ...{ room, nickname, origin: location.origin, build: "", muted: true, mutedForMe: [] },
      url: `${location.origin.replace(/^http/, "ws")}/ws`,
      loadCredentials: async () => credentials,
      renewCredentials: async () => credentials,
      loadBoard: async () => boardModule,
    },
    {
      changed: () => {},
      joined: () => {},
      left: () => {},
      lineRefused: () => {},
      slotsChanged: () => {},
      newBuild: () => {},
    },
  );
  client.enter();
  while (client.phase !== "connected" || !client.documents.board?.ready) await pause(20);
  return await client.documents.board.ready;
}

function stroke(id: string): BoardElement {
  const x = Math.random() * 2_000;
  const points = Array.from({ length: POINTS }, (_, index) => [
    index * 3,
    Math.round(20 * Math.sin(index / 3 + x)),
  ]);
  return {
    ...{ id, type: "freedraw", version: 1, versionNonce: 7, isDeleted: false, index: "a0" },
    ...{ x, y: x / 2, width: POINTS * 3, height: 40, seed: 1 },
    ...{ points, pressures: [], simulatePressure: true },
  };
}

/** One stroke after the other, each sent when the pen is up, as the page does it. */
async function draw(board: boardModule.Board, name: string): Promise<void> {
  const pace = new Pace();
  for (let number = 0; isDrawing; number++) {
    await pause(PAUSE_MILLIS * (0.5 + Math.random()));
    const element = stroke(`${name}-${number}`);
    const upMillis = clock();
    await pause(pace.waitMillis(performance.now(), false, 0));
    pace.wrote(performance.now(), 0);
    if (board.write([element])) drawn.push({ id: element.id, atMillis: upMillis });
  }
}

export const boardBench = {
  /** So many people enter and begin to draw; the first of them looks, too. */
  async start(room: string, page: string, people: number): Promise<void> {
    for (let number = 0; number < people; number++) {
      boards.push(await enter(room, `${page}${number}`));
    }
    boards[0]?.listen({
      changed: ({ elements }) => {
        const atMillis = clock();
        for (const id of elements) seen.push({ id, atMillis });
      },
      stateChanged: () => {},
    });
    boards.forEach((board, number) => void draw(board, `${page}${number}`));
  },

  /** What was drawn in this page, and what the first of its people has seen; nothing is drawn any more. */
  async stop(): Promise<{ drawn: readonly Seen[]; seen: readonly Seen[]; notice: string }> {
    isDrawing = false;
    await pause(2 * PAUSE_MILLIS);
    return { drawn, seen, notice: boards.map(({ notice }) => notice ?? "").join("") };
  },
};

declare global {
  interface Window {
    boardBench: typeof boardBench;
  }
}

window.boardBench = boardBench;
