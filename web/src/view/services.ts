import type { DirectoryStore } from "../state/directory-view.ts";
import type { RecentRoom } from "../state/recent-rooms.ts";
import type { RoomStore } from "../state/room-view.ts";

/** What the pages need of `state` beside one room's store. Made once in main.tsx; by fixtures in tests. */
export interface Services {
  openRoom(name: string): RoomStore;
  openDirectory(): DirectoryStore;
  recentRooms(): readonly RecentRoom[]; // the same array until it changes
  subscribeRecentRooms(listener: () => void): () => void;
  forgetRoom(name: string): void;
  rememberedNickname(): string;
  rememberNickname(nickname: string): void;
  rollRoomName(): string;
  rollNickname(): string;
}
