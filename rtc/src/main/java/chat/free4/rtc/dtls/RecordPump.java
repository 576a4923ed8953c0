package chat.free4.rtc.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/**
 * The record layer after the handshake, driven by the worker without a thread: a record is put into
 * the pipe, and Bouncy Castle reads until the pipe says that there is none. It answers a peer that
 * repeats its last flight with our own (RFC 6347 section 4.2.4), and reads alerts.
 */
final class RecordPump {
  /** What became of a record. */
  enum Result {
    TAKEN,
    /** Not authentic, replayed, or of no use. */
    REFUSED,
    /** Authentic, but nobody is there to read it. */
    APPLICATION_DATA,
    /** The peer ended the association. */
    CLOSED_BY_PEER,
    /** The peer broke the protocol; the association has ended. */
    BROKEN
  }

  private final DTLSTransport records;
  private final DtlsHandshake handshake;
  private final HandshakePipe pipe;
  private final @Nullable ApplicationData reader;
  private boolean accepted;

  /**
   * Made once the handshake is done.
   *
   * @param reader of application data; null when there is none to be read
   */
  RecordPump(
      DTLSTransport records,
      DtlsHandshake handshake,
      HandshakePipe pipe,
      @Nullable ApplicationData reader) {
    this.records = records;
    this.handshake = handshake;
    this.pipe = pipe;
    this.reader = reader;
  }

  /** Reads one record. */
  Result handle(byte[] record) {
    pipe.offer(record);
    return drain();
  }

  /** Reads what came while the handshake's thread was ending. */
  Result drain() {
    accepted = false;
    boolean applicationData = false;
    // Not kept: a transport has next to no records after its handshake, and there are many of them.
    byte[] plaintext = new byte[HandshakePipe.MAX_RECEIVE_BYTES];
    try {
      // Ends by InterruptedIOException: every round takes a record out of the pipe.
      while (true) {
        int read = records.receive(plaintext, 0, plaintext.length, 0, flags -> accepted = true);
        if (read >= 0 && reader != null) {
          reader.received(plaintext, read);
        }
        applicationData |= read >= 0 && reader == null;
      }
    } catch (InterruptedIOException e) {
      // The pipe is empty.
    } catch (IOException e) {
      return closedBy(Result.BROKEN);
    } finally {
      pipe.flush();
    }
    if (handshake.isClosedByPeer()) {
      return Result.CLOSED_BY_PEER;
    }
    if (applicationData) {
      return Result.APPLICATION_DATA;
    }
    return accepted ? Result.TAKEN : Result.REFUSED;
  }

  private Result closedBy(Result otherwise) {
    return handshake.isClosedByPeer() ? Result.CLOSED_BY_PEER : otherwise;
  }

  /** Sends application data, one record in a datagram of its own; false when it cannot. */
  boolean send(byte[] bytes, int length) {
    try {
      records.send(bytes, 0, length);
      return true;
    } catch (IOException e) {
      // The association has ended, or its sequence numbers have: neither can be mended here.
      return false;
    } finally {
      pipe.flush();
    }
  }

  /** Sends close_notify. */
  void close() {
    try {
      records.close();
    } catch (IOException e) {
      // The association ends here with or without the word.
    } finally {
      pipe.flush();
    }
  }
}
