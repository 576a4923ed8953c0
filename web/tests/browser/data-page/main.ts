/** A member with data channels and nothing to look at: what the test of data asks for, as `window.dataBench`. */
import { RoomClient } from "../../../src/client/room-client.ts";
import { RoomData, type SendOptions } from "../../../src/client/room-data.ts";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import { loadCredentials, renewCredentials } from "../../../src/crypto/credentials.ts";

export interface Received {
  readonly from: number;
  readonly length: number;
  /** Of bytes; a text is itself. */
  readonly hash: string;
}

const BYTES_A_CALL = 65_536;
const MEGABYTE = 1 << 20;

async function hash(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function random(length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += BYTES_A_CALL) {
    crypto.getRandomValues(bytes.subarray(at, at + BYTES_A_CALL));
  }
  return bytes;
}

const received: Promise<Received>[] = [];
const missed: (readonly [number, string])[] = [];
const data = new RoomData({
  received: (from, what) => {
    received.push(
      typeof what === "string"
        ? Promise.resolve({ from, length: what.length, hash: what })
        : hash(what).then((digest) => ({ from, length: what.length, hash: digest })),
    );
  },
  missed: (member, reason) => missed.push([member, reason]),
});
let client: RoomClient | undefined;

export const dataBench = {
  /** Enters and gives the own number, once data can be sent. */
  async join(room: string, nickname: string): Promise<number> {
    client = new RoomClient(
      {
        room,
        url: `${location.origin.replace(/^http/, "ws")}/ws`,
        origin: location.origin,
        build: "",
        nickname,
        muted: true,
        mutedForMe: [],
        loadCredentials,
        renewCredentials,
        createPeer: (configuration) => new RTCPeerConnection(configuration),
        data,
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
    while (!data.isOpen) await new Promise((resolve) => setTimeout(resolve, 20));
    return client.self;
  },

  /** Sends random bytes; gives their hash once the transport has them. */
  async sendRandom(length: number, options: SendOptions): Promise<string> {
    const bytes = random(length);
    const digest = await hash(bytes);
    await data.send(bytes, options);
    return digest;
  },

  /** Sends so many times the same megabyte; gives its hash. */
  async flood(count: number, options: SendOptions): Promise<string> {
    const bytes = random(MEGABYTE);
    for (let i = 0; i < count; i++) await data.send(bytes, options);
    return await hash(bytes);
  },

  sendText: (text: string, options: SendOptions): Promise<void> => data.send(text, options),

  /** What has come so far. */
  received: (): Promise<Received[]> => Promise.all(received),

  missed: () => missed,
};

declare global {
  interface Window {
    dataBench: typeof dataBench;
  }
}

window.dataBench = dataBench;
