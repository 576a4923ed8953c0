import type { Description } from "../crypto/description.ts";
import type { Fields } from "./wire.ts";

/** What the server says of public rooms and of the room one is in (protocol/README.md), read into types. */

/** A room in the directory. */
export interface Listing extends Description {
  readonly name: string;
  readonly people: number;
  readonly talking: boolean;
  /** Seconds since 1970, by the server's clock. */
  readonly opened: number;
}

export interface DirectoryPage {
  readonly rooms: readonly Listing[];
  readonly total: number;
  readonly next: string | undefined;
}

type ListingChange = { readonly name: string } & Partial<Omit<Listing, "name" | "opened">>;

export interface DirectoryChange extends DirectoryPage {
  readonly order: readonly string[] | undefined;
  readonly changed: readonly ListingChange[];
}

export type RoomChange = Partial<Description> & { readonly moderator?: string };

export function readDirectoryPage(fields: Fields): DirectoryPage {
  return {
    rooms: fields.list("rooms").map(readListing),
    total: fields.count("total"),
    next: fields.has("next") ? fields.text("next") : undefined,
  };
}

export function readDirectoryChange(fields: Fields): DirectoryChange {
  return {
    ...readDirectoryPage(fields),
    order: fields.has("order") ? fields.texts("order") : undefined,
    changed: fields.list("changed").map(readListingChange),
  };
}

/** The page after a change; the same rooms stay the same objects. */
export function applyChange(page: DirectoryPage, change: DirectoryChange): DirectoryPage {
  const byName = new Map(page.rooms.map((room) => [room.name, room]));
  for (const { name, ...news } of change.changed) {
    const room = byName.get(name);
    if (room) byName.set(name, { ...room, ...news });
  }
  for (const room of change.rooms) byName.set(room.name, room);
  const order = change.order ?? page.rooms.map((room) => room.name);
  const rooms = order.flatMap((name) => byName.get(name) ?? []);
  return { rooms, total: change.total, next: change.next };
}

export function readDescription(fields: Fields): Description {
  return {
    topic: fields.text("topic"),
    tags: fields.texts("tags"),
    language: fields.text("language"),
  };
}

export function readRoomChange(fields: Fields): RoomChange {
  return {
    ...readPartialDescription(fields),
    ...(fields.has("moderator") && { moderator: fields.text("moderator") }),
  };
}

function readPartialDescription(fields: Fields): Partial<Description> {
  return {
    ...(fields.has("topic") && { topic: fields.text("topic") }),
    ...(fields.has("tags") && { tags: fields.texts("tags") }),
    ...(fields.has("language") && { language: fields.text("language") }),
  };
}

function readListing(fields: Fields): Listing {
  return {
    ...readDescription(fields),
    name: fields.text("name"),
    people: fields.count("people"),
    talking: fields.flag("talking"),
    opened: fields.count("opened"),
  };
}

function readListingChange(fields: Fields): ListingChange {
  return {
    ...readPartialDescription(fields),
    name: fields.text("name"),
    ...(fields.has("people") && { people: fields.count("people") }),
    ...(fields.has("talking") && { talking: fields.flag("talking") }),
  };
}
