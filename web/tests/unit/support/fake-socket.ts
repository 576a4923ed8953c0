/** A WebSocket whose other end is the test. */
export class FakeSocket {
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  /** With what code our side closed it. */
  closedWith: number | undefined;
  /** The test's own way to answer; called for each message. */
  answer: ((message: Record<string, unknown>) => void) | undefined;

  /** The other end accepts. */
  open(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  /** The other end says something. */
  say(message: object | string): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.onmessage?.({ data });
  }

  notify(method: string, params: object = {}): void {
    this.say({ jsonrpc: "2.0", method, params });
  }

  /** The other end, or the network, closes it. */
  drop(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }

  send(text: string): void {
    const message = JSON.parse(text) as Record<string, unknown>;
    this.sent.push(message);
    this.answer?.(message);
  }

  close(code?: number): void {
    // What browsers throw at a script that sends another code.
    if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999)) {
      throw new DOMException(`The code ${code} is not allowed`, "InvalidAccessError");
    }
    this.readyState = WebSocket.CLOSING;
    this.closedWith = code ?? 1005;
  }

  /** Messages of one method, in order. */
  requests(method: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message.method === method);
  }
}

/** All sockets that were opened, the newest last. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  opened: ((socket: FakeSocket) => void) | undefined;

  /** What each was opened with. */
  readonly told: unknown[] = [];

  readonly connect = (_url: string, told?: unknown): WebSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    this.told.push(told);
    this.opened?.(socket);
    return socket as unknown as WebSocket;
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }
}
