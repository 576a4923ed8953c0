package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpParameters;
import chat.free4.wire.sctp.SctpWriter;
import java.nio.ByteBuffer;

/** Asks now and then whether the other side is there (RFC 9260 section 8.3). */
final class Heartbeat {
  /** Between two questions. */
  static final long INTERVAL_NANOS = 30_000_000_000L;

  private static final int CHUNK_BYTES = 16;

  private long atNanos;
  private boolean due;
  private boolean awaited;
  private int missed;

  Heartbeat(long nowNanos) {
    atNanos = nowNanos + INTERVAL_NANOS;
  }

  void handleTimeout(long nowNanos, RetransmissionTimeout timeout) {
    if (nowNanos >= atNanos) {
      missed += awaited ? 1 : 0;
      awaited = true;
      due = true;
      atNanos = nowNanos + INTERVAL_NANOS + timeout.nanos();
    }
  }

  long nextTimeoutNanos() {
    return atNanos;
  }

  /** Questions in a row that had no answer. */
  int missed() {
    return missed;
  }

  void write(long nowNanos, SctpWriter out) {
    if (due && out.room() >= CHUNK_BYTES) {
      due = false;
      out.beginChunk(Sctp.HEARTBEAT, 0);
      out.parameter(Sctp.HEARTBEAT_INFO, ByteBuffer.allocate(Long.BYTES).putLong(nowNanos).array());
      out.endChunk();
    }
  }

  /** Takes the content of an answer; false when it is not to a question of ours. */
  boolean handleAck(long nowNanos, SctpParameters info, RetransmissionTimeout timeout) {
    boolean ours =
        awaited && info.next() && info.type() == Sctp.HEARTBEAT_INFO && info.length() == Long.BYTES;
    if (!ours) {
      return false;
    }
    awaited = false;
    missed = 0;
    long roundTrip = nowNanos - ByteBuffer.wrap(info.value()).getLong();
    if (roundTrip >= 0) {
      timeout.measure(roundTrip);
    }
    return true;
  }
}
