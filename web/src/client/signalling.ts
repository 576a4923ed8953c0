import { Backoff } from "./backoff.ts";
import { ClientError, errorFromWire } from "./errors.ts";

/** What the owner of a line hears of it. */
export interface LineEvents {
  /** A fresh socket stands: say hello. */
  opened(): void;
  notified(method: string, params: unknown): void;
  /**
   * The socket is gone, or could not be opened, or the room behind it has moved (`CLOSE_MOVED`); the line comes back by itself unless
   * it is stopped now.
   */
  lost(closeCode: number): void;
}

export interface LineOptions {
  readonly url: string;
  /** `told`: what the former node said when it sent us away. */
  readonly connect?: (url: string, told?: unknown) => WebSocket;
  readonly random?: () => number;
}

/** Close codes (protocol/README.md). */
export const CLOSE_DONE = 1000;
export const CLOSE_SUPERSEDED = 4001;
/** The page goes: gone after 3 s unless it enters again. Scripts cannot send 1001. */
export const CLOSE_PAGE_GONE = 4002;
export const CLOSE_FLOOD = 4008;
/** No `enter` in time after hello: pre-join sat for long. */
export const CLOSE_SILENT = 4009;
export const CLOSE_TOO_MANY_SOCKETS = 4010;
/** What `lost` gets where no close code came: the network broke. */
export const CLOSE_ABNORMAL = 1006;
/** What `lost` gets where a socket begins anew at once, the same (the room has another node) or another (`go`). Never on the wire. */
export const CLOSE_MOVED = 0;

export const OPEN_TIMEOUT_MILLIS = 10_000;
export const REQUEST_TIMEOUT_MILLIS = 10_000;
/** Heartbeats come each second; nothing for this long means that the line is lost. */
export const SILENCE_MILLIS = 3_000;
/** The first word after a request may take longer: a busy server is not a lost one. */
export const FIRST_WORD_MILLIS = 6_000;
const WATCH_MILLIS = 500;
const MAX_REQUESTS = 256;
/** Notifications that wait for `settled`; over it the line is dropped, and what it was opened for is asked for again. */
export const MAX_HELD = 1_000;

interface Pending {
  readonly holds: boolean;
  resolve(result: unknown): void;
  reject(error: ClientError): void;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * JSON-RPC 2.0 over one WebSocket that is opened again, with back-off, for as long as the line is started. Requests belong to a
 * socket: those without an answer fail with `line-lost` when it goes. Answers the server's heartbeats.
 */
export class Line {
  readonly #options: LineOptions;
  readonly #events: LineEvents;
  readonly #backoff: Backoff;
  readonly #pending = new Map<number, Pending>();
  /** What was told since an answer that is still being looked at, by method and parameters. */
  #held: [string, unknown][] | undefined;
  #socket: WebSocket | undefined;
  #started = false;
  #nextId = 1;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #openTimer: ReturnType<typeof setTimeout> | undefined;
  #watchTimer: ReturnType<typeof setInterval> | undefined;
  #heardMillis = 0;
  #watchedMillis = 0;

  constructor(options: LineOptions, events: LineEvents) {
    this.#options = options;
    this.#events = events;
    this.#backoff = new Backoff(options.random);
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#open();
  }

  /** Closes the socket and stays closed. */
  stop(closeCode: number = CLOSE_DONE): void {
    this.#started = false;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#backoff.reset();
    this.#release(closeCode);
  }

  /** From now on silence means loss: the server sends heartbeats to those who entered, or answers soon. */
  expectWords(): void {
    if (!this.isOpen) return;
    clearInterval(this.#watchTimer);
    this.#watchedMillis = performance.now();
    this.#heardMillis = this.#watchedMillis + FIRST_WORD_MILLIS - SILENCE_MILLIS;
    this.#watchTimer = setInterval(() => this.#watch(), WATCH_MILLIS);
  }

  /** What the socket was opened for has worked: the next loss starts the back-off anew, and what was held is told. */
  settled(): void {
    this.#backoff.reset();
    const socket = this.#socket;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const [method, params] of held) {
      if (this.#socket === socket) this.#events.notified(method, params);
    }
  }

  /** Drops this socket, which is of no use, and opens another after the back-off, or when the server asked for it if that is later. */
  drop(atLeastMillis = 0): void {
    if (!this.#socket) return;
    this.#release(CLOSE_DONE);
    this.#lose(CLOSE_ABNORMAL, atLeastMillis);
  }

  /** The network or the page is back: does not wait any longer, and checks whether a socket that looks open still lives. */
  wake(): void {
    if (this.#retryTimer !== undefined) {
      clearTimeout(this.#retryTimer);
      this.#open();
    } else {
      this.#watch();
    }
  }

  /**
   * Rejects with a ClientError: the server's, `timeout`, or `line-lost`. `holds`: what is notified after the answer adds to what it
   * says, so it waits until the answer was looked at (`settled`).
   */
  request(method: string, params: object, holds = false): Promise<unknown> {
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return Promise.reject(lineLost());
    if (this.#pending.size >= MAX_REQUESTS) {
      return Promise.reject(new ClientError("busy", "network", "Too many requests are open"));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new ClientError("timeout", "network", `No answer to ${method}`));
      }, REQUEST_TIMEOUT_MILLIS);
      this.#pending.set(id, { holds, resolve, reject, timer });
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  #open(told?: unknown): void {
    this.#retryTimer = undefined;
    let socket: WebSocket;
    try {
      socket = (this.#options.connect ?? ((url) => new WebSocket(url)))(this.#options.url, told);
    } catch {
      this.#lose(CLOSE_ABNORMAL);
      return;
    }
    this.#socket = socket;
    this.#openTimer = setTimeout(() => this.drop(), OPEN_TIMEOUT_MILLIS);
    socket.onopen = () => {
      clearTimeout(this.#openTimer);
      this.#events.opened();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
    socket.onclose = (event: CloseEvent) => {
      this.#release();
      this.#lose(event.code);
    };
  }

  #watch(): void {
    if (!this.isOpen || this.#watchTimer === undefined) return;
    const now = performance.now();
    const slept = now - this.#watchedMillis > 2 * WATCH_MILLIS + 1_000;
    this.#watchedMillis = now;
    // After a sleep, what arrived meanwhile is delivered after this timer: look again at the next turn.
    if (!slept && now - this.#heardMillis > SILENCE_MILLIS) this.drop();
  }

  #receive(data: unknown): void {
    this.#heardMillis = performance.now();
    const socket = this.#socket;
    for (const message of typeof data === "string" ? parse(data) : []) {
      if (this.#socket === socket) this.#handle(message);
    }
  }

  #handle(message: Record<string, unknown>): void {
    const { id, method, params, result, error } = message;
    if (method === "heartbeat") {
      this.#socket?.send('{"jsonrpc":"2.0","method":"heartbeat","params":{}}');
    } else if (method === "moved") {
      this.#beginAnew();
    } else if (method === "go") {
      this.#release(CLOSE_DONE);
      this.#events.lost(CLOSE_MOVED);
      if (this.#started) this.#open(params);
    } else if (typeof method === "string") {
      this.#notified(method, params);
    } else if (typeof id === "number") {
      const pending = this.#pending.get(id);
      if (!pending) return;
      this.#pending.delete(id);
      clearTimeout(pending.timer);
      if (error !== undefined) pending.reject(errorFromWire(error));
      else {
        if (pending.holds) this.#held = [];
        pending.resolve(result);
      }
    }
  }

  #notified(method: string, params: unknown): void {
    if (!this.#held) this.#events.notified(method, params);
    else if (this.#held.length < MAX_HELD) this.#held.push([method, params]);
    else this.drop();
  }

  /** The room has another node: as after a loss, but with the socket that is there. */
  #beginAnew(): void {
    const socket = this.#socket;
    this.#forgetRequests();
    this.#events.lost(CLOSE_MOVED);
    if (socket && this.#socket === socket) this.#events.opened();
  }

  /** Lets go of the socket without a word to the owner. */
  #release(closeCode?: number): void {
    const socket = this.#socket;
    this.#socket = undefined;
    clearTimeout(this.#openTimer);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      if (closeCode !== undefined) socket.close(closeCode);
    }
    this.#forgetRequests();
  }

  #forgetRequests(): void {
    clearInterval(this.#watchTimer);
    this.#watchTimer = undefined;
    this.#held = undefined;
    const failed = [...this.#pending.values()];
    this.#pending.clear();
    for (const { timer, reject } of failed) {
      clearTimeout(timer);
      reject(lineLost());
    }
  }

  #lose(closeCode: number, atLeastMillis = 0): void {
    this.#events.lost(closeCode);
    if (!this.#started || this.#socket || this.#retryTimer !== undefined) return;
    const waitMillis = Math.max(this.#backoff.nextMillis(), atLeastMillis);
    this.#retryTimer = setTimeout(() => this.#open(), waitMillis);
  }
}

function lineLost(): ClientError {
  return new ClientError("line-lost", "network", "The line is lost");
}

/** The message of a frame, or those of a batch; none of what is not JSON. */
function parse(text: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).filter(
      (each) => typeof each === "object" && each !== null,
    );
  } catch {
    return [];
  }
}
