package chat.free4.rtc.dtls;

import chat.free4.wire.dtls.DtlsHandshakeHeader;
import chat.free4.wire.dtls.DtlsRecord;
import java.lang.foreign.MemorySegment;

/**
 * Tells the first sending of a handshake message from a repeat. A side's messages are numbered in
 * epoch 0 (RFC 6347 section 4.2.2); behind them it sends one ChangeCipherSpec and, in epoch 1, one
 * Finished.
 */
final class SentMessages {
  private final DtlsRecord record = new DtlsRecord();
  private final DtlsHandshakeHeader header = new DtlsHandshakeHeader();
  private long newestFragment = -1;
  private boolean changeCipherSpec;
  private boolean finished;

  /** Notes a record of ours; false when what it carries was sent before. */
  boolean add(byte[] buffer, int offset, int length) {
    MemorySegment datagram = MemorySegment.ofArray(buffer);
    if (record.read(datagram, offset, length) != null) {
      throw new IllegalStateException("Bouncy Castle sends what is no record");
    }
    return switch (record.type()) {
      case DtlsRecord.CHANGE_CIPHER_SPEC -> {
        boolean first = !changeCipherSpec;
        changeCipherSpec = true;
        yield first;
      }
      case DtlsRecord.HANDSHAKE -> record.epoch() == 0 ? addFragment(datagram) : addFinished();
      default -> true;
    };
  }

  private boolean addFragment(MemorySegment datagram) {
    if (header.read(datagram, record.bodyOffset(), record.bodyLength()) != null) {
      throw new IllegalStateException("Bouncy Castle sends what is no handshake message");
    }
    long fragment = (long) header.messageSequence() << 24 | header.fragmentOffset();
    if (fragment <= newestFragment) {
      return false;
    }
    newestFragment = fragment;
    return true;
  }

  private boolean addFinished() {
    boolean first = !finished;
    finished = true;
    return first;
  }
}
