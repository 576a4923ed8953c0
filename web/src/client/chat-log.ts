import type { Bytes } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { CHAT_DOC, type Chat } from "./chat.ts";
import { codeOf } from "./errors.ts";
import { type LogTransport, SignedLog } from "./log.ts";
import type { OwnEntries } from "./own-entries.ts";
import type { RoomClientEvents } from "./room-client-types.ts";

/** Opens a room's log, from which its chat is fed; what a reload kept of it shows at once. */
export function openChatLog(
  credentials: Credentials,
  roomId: Bytes,
  own: OwnEntries,
  transport: LogTransport,
  chat: Chat,
  events: Pick<RoomClientEvents, "changed" | "lineRefused">,
): SignedLog {
  const author = credentials.memberId;
  const log = new SignedLog(credentials, roomId, own, transport, {
    received: (doc, entry, pending) => {
      if (doc === CHAT_DOC && chat.take(entry, pending)) events.changed();
    },
    acknowledged: (sequence) => {
      chat.acknowledge(author, sequence);
      events.changed();
    },
    refused: (sequence, error) => {
      chat.remove(author, sequence);
      events.lineRefused(codeOf(error));
      events.changed();
    },
  });
  void log.restore();
  return log;
}
