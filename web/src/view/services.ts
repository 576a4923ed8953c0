import type { SealedRoom } from "../client/sealed-room.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { DirectoryStore } from "../state/directory-view.ts";
import type { IdentityBox } from "../state/identity.ts";
import type { RecentRoom } from "../state/recent-rooms.ts";
import type { RedeemEvents } from "../state/redeem-invite.ts";
import type { RoomStore } from "../state/room-view.ts";
import type { FoundRoom, MakeFault, NewSealedRoom } from "../state/sealed-rooms.ts";

/** What the pages need of `state` beside one room's store. Made once in main.tsx; by fixtures in tests. */
export interface Services {
  openRoom(name: string): RoomStore;
  openSealedRoom(room: SealedRoom): RoomStore;
  findSealedRoom(id: string, again: boolean): Promise<FoundRoom>;
  unlockSealedRoom(id: string, password: string): Promise<SealedRoom | undefined>;
  makeSealedRoom(typed: NewSealedRoom): Promise<{ path: string } | { fault: MakeFault }>;
  redeemInvite(id: string, seed: Bytes, events: RedeemEvents): () => void;
  forgetInvite(id: string): void;
  openDirectory(): DirectoryStore;
  recentRooms(): readonly RecentRoom[]; // the same array until it changes
  subscribeRecentRooms(listener: () => void): () => void;
  forgetRoom(name: string, path?: string): void;
  rememberedNickname(): string;
  rememberNickname(nickname: string): void;
  readonly identity: IdentityBox;
  rollRoomName(): string;
  rollNickname(): string;
}
