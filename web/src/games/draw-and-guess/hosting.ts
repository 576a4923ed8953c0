import type { Clock, GameTable } from "../ground/game-table.ts";
import type { TableState } from "../ground/table-state.ts";
import type { Play } from "./play.ts";
import { drawAndGuess } from "./rules.ts";
import { lineOf, loadScript, type Part, type Script } from "./script.ts";

/** So long before a turn's end it is said (Host.java has the same). */
export const SOON_MILLIS = 10_000;
/** Where less than that is drawn, half of it is not worth a word. */
export const LEAST_FOR_HALF_MILLIS = 40_000;

/** Something to be said. */
interface Cue {
  readonly part: Part;
  /** Who or what it is about. */
  readonly what: string;
}

export interface HostingParts {
  readonly table: GameTable;
  readonly clock: Clock;
  /** BCP 47, of the room. */
  readonly language: () => string;
  readonly load?: (language: string) => Promise<Script>;
  readonly say: (line: string, language: string) => void;
}

/**
 * A host's lines where no robot can sit: in a sealed room the server has no key, so each page says for its own listener what the
 * server's robot would say, by what it sees of the game itself. Of several lines all pages take the same.
 */
export class Hosting {
  readonly #parts: HostingParts;
  #script: Promise<Script> | undefined;
  #scriptOf = "";
  #endTimer: () => void = () => {};
  readonly #end: () => void;

  constructor(parts: HostingParts) {
    this.#parts = parts;
    this.#end = parts.table.follow((before, after) => this.#followed(before, after));
  }

  close(): void {
    this.#endTimer();
    this.#end();
  }

  #followed(before: TableState | undefined, after: TableState): void {
    if (after.game !== drawAndGuess.name) return;
    for (const [index, { part, what }] of cuesOf(before, after).entries())
      this.#say(after, part, what, index);
    const began = phaseOf(after) === "drawing" && phaseOf(before) !== "drawing";
    if (began) this.#time(after);
    else if (phaseOf(after) !== "drawing") this.#endTimer();
  }

  /** Half of the time, where that is long, and ten seconds before the end. */
  #time(state: TableState): void {
    const millis = (state.play as Play).seconds * 1_000;
    const half = millis >= LEAST_FOR_HALF_MILLIS ? millis / 2 : 0;
    const { clock } = this.#parts;
    const soon = (after: number) => {
      this.#endTimer = clock.after(after, () => this.#say(state, "soon", "", 1));
    };
    this.#endTimer();
    if (half === 0) soon(millis - SOON_MILLIS);
    else {
      this.#endTimer = clock.after(half, () => {
        this.#say(state, "half", "", 0);
        soon(millis - half - SOON_MILLIS);
      });
    }
  }

  /** `index`: of what is said at once. */
  #say({ id, play }: TableState, part: Part, what: string, index: number): void {
    const step = (play as Play | null)?.step ?? 0;
    const pick = (id.charCodeAt(0) + step + index) >>> 0;
    void this.#read().then((script) => {
      const line = script && lineOf(script, part, pick, what);
      if (line) this.#parts.say(line, script.language);
    });
  }

  async #read(): Promise<Script | undefined> {
    const language = this.#parts.language();
    if (this.#scriptOf !== language) {
      this.#scriptOf = language;
      this.#script = (this.#parts.load ?? loadScript)(language);
    }
    try {
      return await this.#script;
    } catch {
      this.#scriptOf = ""; // there was no line; tried again with the next thing to say
      return undefined;
    }
  }
}

function phaseOf(state: TableState | undefined): Play["phase"] | undefined {
  return state?.phase === "playing" ? (state.play as Play).phase : undefined;
}

/** What is to be said of a change. */
export function cuesOf(before: TableState | undefined, after: TableState): readonly Cue[] {
  if (before?.id !== after.id)
    return after.phase === "lobby" ? [{ part: "opened", what: nameOf(after, after.opener) }] : [];
  const cues: Cue[] = [];
  const [was, play] = [before.play, after.play] as [Play | null, Play | null];
  if (play) {
    if (!was) cues.push({ part: "begun", what: String(play.rounds) });
    if (play.phase !== "over") cues.push(...turnCues(was, play, after));
  }
  if (after.phase === "over" && before.phase !== "over") {
    const { stoppedBy } = after;
    if (stoppedBy === "") cues.push({ part: "over", what: "" });
    else cues.push({ part: "stopped", what: nameOf(after, stoppedBy) });
  }
  return cues;
}

const ENDS: Readonly<Record<Play["end"], Part | undefined>> = {
  ...{ "": undefined, false: undefined },
  ...{ all: "all", time: "time", idle: "idle", passed: "passed", gone: "passed" },
};

function turnCues(was: Play | null, play: Play, state: TableState): readonly Cue[] {
  const cues: Cue[] = [];
  if (play.turn !== was?.turn) {
    if (was && play.round > was.round) cues.push({ part: "round", what: String(play.round) });
    return [...cues, { part: "chooses", what: nameOf(state, play.drawer) }];
  }
  if (play.phase === "drawing" && was.phase === "choosing")
    cues.push({ part: "draws", what: nameOf(state, play.drawer) });
  const have = play.guessed.filter((id) => !was.guessed.includes(id));
  if (have.length > 0) {
    const names = have.map((id) => nameOf(state, id)).join(", ");
    cues.push({ part: was.guessed.length === 0 ? "first" : "guessed", what: names });
  }
  const end = play.phase === "showing" && was.phase !== "showing" ? ENDS[play.end] : undefined;
  if (end) cues.push({ part: end, what: "" });
  if (play.word !== "" && was.word === "") cues.push({ part: "word", what: play.word });
  return cues;
}

function nameOf({ players }: TableState, id: string): string {
  return players.find((player) => player.id === id)?.nickname ?? "";
}
