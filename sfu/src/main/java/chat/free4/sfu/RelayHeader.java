package chat.free4.sfu;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;

/**
 * What stands before everything that crosses from one part of a room to another. Never leaves the
 * process.
 *
 * <pre>
 *  0      8        12     14      16
 *  | room | member | kind | value | RTP packet, plain
 * </pre>
 */
final class RelayHeader {
  static final int BYTES = 16;

  /** A voice packet of the member; the value is its audio level, or ABSENT. */
  static final int VOICE = 1;

  /** The member's transport has ended. */
  static final int GONE = 2;

  /** To the member's own part: what its listeners elsewhere lose, in 1/256. */
  static final int LOSS = 3;

  /** A voice packet that the server plays for a person, with its audio level. */
  static final int SAID = 4;

  private RelayHeader() {}

  static void write(MemorySegment out, long offset, long room, int member, int kind, int value) {
    BigEndian.put64(out, offset, room);
    BigEndian.put32(out, offset + 8, member);
    BigEndian.put16(out, offset + 12, kind);
    BigEndian.put16(out, offset + 14, value);
  }

  static long room(MemorySegment in, long offset) {
    return BigEndian.i64(in, offset);
  }

  static int member(MemorySegment in, long offset) {
    return BigEndian.i32(in, offset + 8);
  }

  static int kind(MemorySegment in, long offset) {
    return BigEndian.u16(in, offset + 12);
  }

  static int value(MemorySegment in, long offset) {
    return (short) BigEndian.u16(in, offset + 14);
  }
}
