/** What a board takes, and what it costs others. */

/** The whole document; who writes stops there. */
export const MAX_BOARD_BYTES = 512 * 1024;
/** What comes from others is refused above this: only who breaks the rules gets there. */
export const MAX_FOREIGN_BYTES = 2 * MAX_BOARD_BYTES;
/** Of one update, so that with signature and seal it fits into an entry of the log. */
export const MAX_UPDATE_BYTES = 15_000;
/** Parts of the document that wait for others which have not come. */
export const MAX_PENDING_BYTES = 128 * 1024;
/** Elements that are shown. */
export const MAX_ELEMENTS = 5_000;
/** Of one image, as it is on the log. */
export const MAX_IMAGE_BYTES = 96 * 1024;
/** Of one piece of an image. */
export const IMAGE_PIECE_BYTES = 12_000;
/** Updates of our own that the server has not taken: beyond, the board says that it is behind. */
export const MANY_UNSENT = 20;
/** What others deleted is kept so long that it can be brought back. */
export const MAX_BIN = 2_000;
/** Of one piece of a snapshot, so that with signature and seal it fits into an entry of the log. */
export const SNAPSHOT_PIECE_BYTES = 14_000;
/** Entries of the board in the log, and bytes: from then on a snapshot takes their place. */
export const MANY_ENTRIES = 200;
export const MANY_ENTRY_BYTES = 200 * 1024;
