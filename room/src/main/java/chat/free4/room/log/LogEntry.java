package chat.free4.room.log;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;

/**
 * An entry as the log holds it.
 *
 * @param cursor its place; each new entry has the next one
 * @param doc the document it belongs to
 * @param sequence the author's count
 * @param bytes opaque
 */
public record LogEntry(long cursor, String doc, MemberId author, long sequence, Bytes bytes) {
  /** What it takes of the log's bytes. */
  int weight() {
    return bytes.length() + doc.length();
  }
}
