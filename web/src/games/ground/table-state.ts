/** A game's table: who plays, who is the referee, how the game stands. What follows from the log, and from nothing else. */
import { type Fields, read } from "../../client/wire.ts";
import { type GameEntry, isGameId, isMember, MAX_PLAYERS, readSeating } from "./messages.ts";
import type { Catalogue, Rules } from "./rules.ts";

export interface Player {
  readonly id: string;
  readonly nickname: string;
  /** What secrets for them are sealed to: of the page that they have open. */
  readonly key: string;
  /** They have left: "room" is left by closing a page, too, and who comes back to it plays on. */
  readonly gone: "no" | "room" | "game";
}

export interface TableState {
  readonly id: string;
  readonly game: string;
  readonly settings: object;
  readonly opener: string;
  readonly phase: "lobby" | "playing" | "over";
  readonly players: readonly Player[];
  readonly referee: string;
  /** Counts referees. */
  readonly term: number;
  /** Players who find that this referee does not do. */
  readonly doubts: readonly string[];
  /** Who has ended it before it was over. */
  readonly stoppedBy: string;
  /** The state of the game itself; null before it begins. */
  readonly play: unknown;
}

/** The table after a message; undefined where it is not allowed, or changes nothing here. `deed` is what a `do` was read as. */
export function takeMessage(
  state: TableState | undefined,
  by: string,
  entry: GameEntry,
  catalogue: Catalogue,
  deed?: unknown,
): TableState | undefined {
  if (entry.m === "open") return opened(state, by, entry, catalogue);
  const rules = state && catalogue.get(state.game)?.rules;
  if (!state || !rules || entry.g !== state.id || state.phase === "over") return undefined;
  const plays = isIn(state, by);
  switch (entry.m) {
    case "join":
      return joined(state, by, entry, rules);
    case "leave":
      return plays ? left(state, [by], "game", rules) : undefined;
    case "start":
      return by === state.referee ? started(state, rules) : undefined;
    case "stop":
      return plays ? { ...state, phase: "over", stoppedBy: by } : undefined;
    case "gone":
      return by === state.referee ? left(state, entry.players, "room", rules) : undefined;
    case "doubt":
      return plays ? doubted(state, by, entry.term) : undefined;
    case "time": {
      const isDue = by === state.referee && state.phase === "playing";
      if (!isDue || rules.step(state.play).number !== entry.step) return undefined;
      return played(state, rules.timeUp(state.play), rules);
    }
    case "do": {
      if (!plays || state.phase !== "playing" || deed === undefined) return undefined;
      const play = rules.deed(state.play, by, deed);
      return play === undefined ? undefined : played(state, play, rules);
    }
    default:
      return undefined;
  }
}

/** Whether somebody plays at this table, and has not gone. */
export function isIn(state: TableState, id: string): boolean {
  return state.players.some((player) => player.id === id && player.gone === "no");
}

/** A table as another browser has written it; undefined for what is none. */
export function readTable(value: unknown, catalogue: Catalogue): TableState | undefined {
  const state = read(value, (fields) => readFields(fields, catalogue));
  if (!state || state.players.length > MAX_PLAYERS) return undefined;
  const ids = [state.opener, state.referee, ...state.doubts];
  if (state.stoppedBy !== "") ids.push(state.stoppedBy);
  return ids.every(isMember) && isGameId(state.id) ? state : undefined;
}

function readFields(fields: Fields, catalogue: Catalogue): TableState | undefined {
  const rules = catalogue.get(fields.text("game"))?.rules;
  const settings = rules?.readSettings(fields.raw("settings"));
  const players = fields.list("players").map(readPlayer);
  const phase = fields.text("phase");
  const isPhase = phase === "lobby" || phase === "playing" || phase === "over";
  const begun = fields.has("play");
  const play = begun ? rules?.readState(fields.raw("play")) : null;
  if (!settings || !isPhase || play === undefined || (phase === "playing" && !begun))
    return undefined;
  const seated = players.filter((player) => player !== undefined);
  if (seated.length !== players.length) return undefined;
  return {
    ...{ id: fields.text("id"), game: fields.text("game"), settings, phase, players: seated, play },
    ...{ opener: fields.text("opener"), referee: fields.text("referee") },
    ...{ term: fields.count("term"), doubts: fields.texts("doubts") },
    stoppedBy: fields.text("stoppedBy"),
  };
}

function readPlayer(fields: Fields): Player | undefined {
  const [seating, id, gone] = [readSeating(fields), fields.text("id"), fields.text("gone")];
  const isGone = gone === "no" || gone === "room" || gone === "game";
  return seating && isMember(id) && isGone ? { id, ...seating, gone } : undefined;
}

/** A new table takes the place of one that is over. */
function opened(
  state: TableState | undefined,
  by: string,
  { g, game, settings: typed, nickname, key }: GameEntry & { readonly m: "open" },
  catalogue: Catalogue,
): TableState | undefined {
  const settings = catalogue.get(game)?.rules.readSettings(typed);
  if (!settings || (state && state.phase !== "over") || state?.id === g) return undefined;
  return {
    ...{ id: g, game, settings, opener: by, phase: "lobby", referee: by, term: 1 },
    players: [{ id: by, nickname, key, gone: "no" }],
    ...{ doubts: [], stoppedBy: "", play: null },
  };
}

function joined(
  state: TableState,
  id: string,
  { nickname, key }: GameEntry & { readonly m: "join" },
  rules: Rules<unknown, unknown>,
): TableState | undefined {
  const before = state.players.find((player) => player.id === id);
  if (!before && state.players.length >= Math.min(rules.most, MAX_PLAYERS)) return undefined;
  const player: Player = { id, nickname, key, gone: "no" };
  const players = before
    ? state.players.map((one) => (one.id === id ? player : one))
    : [...state.players, player];
  const isNew = before?.gone !== "no" && state.phase === "playing";
  const play = isNew ? rules.joined(state.play, id) : state.play;
  return { ...state, players, play };
}

function left(
  state: TableState,
  ids: readonly string[],
  gone: "room" | "game",
  rules: Rules<unknown, unknown>,
): TableState | undefined {
  const leaving = ids.filter((id) => isIn(state, id));
  if (leaving.length === 0) return undefined;
  const players = state.players.map((player) =>
    leaving.includes(player.id) ? { ...player, gone } : player,
  );
  const now = { ...state, players };
  const referee = leaving.includes(state.referee) ? nextReferee(now, []) : undefined;
  const seated =
    referee === undefined ? now : { ...now, referee, term: state.term + 1, doubts: [] };
  if (!seated.players.some((player) => player.gone === "no")) return { ...seated, phase: "over" };
  if (state.phase !== "playing") return seated;
  return played(
    seated,
    leaving.reduce<unknown>((play, id) => rules.gone(play, id), state.play),
    rules,
  );
}

function started(state: TableState, rules: Rules<unknown, unknown>): TableState | undefined {
  const players = state.players.filter((player) => player.gone === "no").map(({ id }) => id);
  if (state.phase !== "lobby" || players.length < rules.least) return undefined;
  return played({ ...state, phase: "playing" }, rules.begin(players, state.settings), rules);
}

/** More than half of the others have to say so; then the next of them who has, in the order of the table. */
function doubted(state: TableState, by: string, term: number): TableState | undefined {
  const isNew = by !== state.referee && term === state.term && !state.doubts.includes(by);
  if (!isNew) return undefined;
  const doubts = [...state.doubts, by];
  const others = state.players.filter(({ id, gone }) => gone === "no" && id !== state.referee);
  const voices = others.filter(({ id }) => doubts.includes(id)).length;
  if (voices * 2 <= others.length) return { ...state, doubts };
  return { ...state, referee: nextReferee(state, doubts), term: term + 1, doubts: [] };
}

/** The next at the table after the referee; of some of them, where there are some. */
function nextReferee({ players, referee }: TableState, among: readonly string[]): string {
  const place = players.findIndex(({ id }) => id === referee);
  const order = [...players.slice(place + 1), ...players.slice(0, place)];
  const present = order.filter(({ gone }) => gone === "no");
  const chosen = present.find(({ id }) => among.length === 0 || among.includes(id));
  return chosen?.id ?? referee;
}

function played(state: TableState, play: unknown, rules: Rules<unknown, unknown>): TableState {
  return { ...state, play, phase: rules.step(play).millis === 0 ? "over" : "playing" };
}
