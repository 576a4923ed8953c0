import type { Collaborator, SocketId } from "@excalidraw/excalidraw/types";
import type { Board } from "../../board/board.ts";
import type { Presence } from "../../board/presence.ts";
import type { Person } from "../../state/room-view.ts";
import type { Scene } from "./scene.ts";

/** So often we show where we are at most. */
const SHOW_MILLIS = 100;
/** Who has shown nothing for so long points nowhere. */
const GONE_MILLIS = 10_000;

type Pointer = NonNullable<Presence["pointer"]>;

/** The others at the board: shows where they point, and them where we do; goes along with one of them. */
export class Company {
  readonly #board: Board;
  readonly #scene: Scene;
  readonly #seen = new Map<string, { readonly presence: Presence; readonly millis: number }>();
  readonly #unlisten: () => void;
  readonly #sweep: ReturnType<typeof setInterval>;
  #people: readonly Person[] = [];
  #followed: string | undefined;
  #pointer: Pointer | undefined;
  #isDown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shownMillis = Number.NEGATIVE_INFINITY;
  #shown = "";

  constructor(board: Board, scene: Scene) {
    this.#board = board;
    this.#scene = scene;
    this.#unlisten = board.listen({
      changed: () => {},
      stateChanged: () => {},
      shown: (author, presence) => this.#see(author, presence),
    });
    this.#sweep = setInterval(() => this.#forgetGone(), GONE_MILLIS / 2);
  }

  /** Who is here, and whom we go along with, by member id. */
  set(people: readonly Person[], followed: string | undefined): void {
    this.#people = people;
    this.#followed = followed;
    this.#forgetGone();
    const view = followed === undefined ? undefined : this.#seen.get(followed)?.presence.view;
    if (view) this.#look(view);
    this.#paint();
  }

  /** We point somewhere else. */
  pointed(pointer: Pointer, isDown: boolean): void {
    this.#pointer = pointer;
    this.#isDown = isDown;
    this.moved();
  }

  /** We point, or look, somewhere else. */
  moved(): void {
    const wait = this.#shownMillis + SHOW_MILLIS - performance.now();
    this.#timer ??= setTimeout(() => this.#show(), Math.max(0, wait));
  }

  stop(): void {
    this.#unlisten();
    clearInterval(this.#sweep);
    clearTimeout(this.#timer);
    this.#board.show({ isDown: false, needs: false });
  }

  #show(): void {
    this.#timer = undefined;
    const { scrollX, scrollY, width, height, zoom } = this.#scene.getAppState();
    const view = {
      x: width / 2 / zoom.value - scrollX,
      y: height / 2 / zoom.value - scrollY,
      zoom: zoom.value,
    };
    const presence = { pointer: this.#pointer, isDown: this.#isDown, view, needs: false };
    const word = JSON.stringify(presence);
    if (word === this.#shown) return;
    this.#shown = word;
    this.#shownMillis = performance.now();
    this.#board.show(presence);
  }

  #see(author: string, presence: Presence): void {
    if (presence.needs || !this.#people.some(({ id }) => id === author)) return;
    this.#seen.set(author, { presence, millis: performance.now() });
    if (author === this.#followed && presence.view) this.#look(presence.view);
    this.#paint();
  }

  #look({ x, y, zoom }: NonNullable<Presence["view"]>): void {
    const { width, height } = this.#scene.getAppState();
    this.#scene.updateScene({
      appState: {
        scrollX: width / 2 / zoom - x,
        scrollY: height / 2 / zoom - y,
        zoom: { value: zoom as never },
      },
    });
  }

  #forgetGone(): void {
    const since = performance.now() - GONE_MILLIS;
    for (const [author, { millis }] of this.#seen)
      if (millis < since || !this.#people.some(({ id }) => id === author))
        this.#seen.delete(author);
  }

  #paint(): void {
    const collaborators = new Map<SocketId, Collaborator>();
    for (const [author, { presence }] of this.#seen) {
      const person = this.#people.find(({ id }) => id === author);
      if (!person || !presence.pointer) continue;
      collaborators.set(author as SocketId, {
        pointer: { ...presence.pointer, tool: "pointer" },
        button: presence.isDown ? "down" : "up",
        username: person.nickname,
      });
    }
    this.#scene.updateScene({ collaborators });
  }
}
