import { loadCredentials, renewCredentials } from "../crypto/credentials.ts";
import { checkRoomName } from "../crypto/names.ts";
import { takeRejoin } from "./reload.ts";
import { LiveRoomStore } from "./room-store.ts";
import type { RoomStore } from "./room-view.ts";

/**
 * Opens the room of `/r/<name>` for a page. The store starts in phase "idle" (pre-join), already opening its line to the
 * server, so that Join is quick; nothing of the room is entered before `join`. Where the page was reloaded for a new build while
 * it was in this room, it joins again by itself. A name that is none gives phase "refused" with problem "room-name-invalid".
 */
export function openRoom(name: string): RoomStore {
  const checked = checkRoomName(name);
  const room = checked.ok ? checked.text : undefined;
  const title = name.normalize("NFC").replace(/\s+/gu, " ").trim();
  const store = new LiveRoomStore({
    room,
    title,
    link: `${location.origin}/r/${encodeURIComponent(title)}`,
    url: `${location.origin.replace(/^http/, "ws")}/ws`,
    origin: location.origin,
    build: document.querySelector<HTMLMetaElement>("meta[name=free4chat-build]")?.content ?? "",
    loadCredentials,
    renewCredentials,
    createPeer:
      typeof RTCPeerConnection === "undefined"
        ? undefined
        : (configuration) => new RTCPeerConnection(configuration),
  });
  const rejoin = room === undefined ? undefined : takeRejoin(room);
  if (rejoin) void store.join(rejoin);
  return store;
}
