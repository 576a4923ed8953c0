package chat.free4.rtc.dtls;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One end of a DTLS 1.2 association that agrees on SRTP keys (RFC 6347, RFC 5764, RFC 8842). Sans
 * I/O: datagrams and time go in by {@code handle*}, datagrams and events come out by {@code poll*},
 * and every output is drained after every input. All calls come from one thread.
 *
 * <p>The handshake alone runs on a thread of {@link DtlsEnvironment#handshakes}, because Bouncy
 * Castle's blocks; its thread touches only a pipe inside here. When it has something to be polled
 * it calls {@link DtlsEnvironment#wakeup}, after which the owner calls {@link #handleTimeout} and
 * drains. No thread is held once the handshake is done.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DtlsEndpoint {
  /** What {@link #pollTimeout} says when nothing is to be waited for. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Records that may wait for the handshake's thread; more are dropped. */
  public static final int MAX_INBOUND_RECORDS = 64;

  /**
   * A new endpoint, which does nothing yet.
   *
   * @param expectedPeer what the peer's SDP says of its certificate; another one ends the
   *     association with {@link DtlsEvent.Reason#WRONG_FINGERPRINT}
   */
  public DtlsEndpoint(
      DtlsRole role, DtlsCertificate own, Fingerprint expectedPeer, DtlsEnvironment environment) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens the endpoint: a client sends its ClientHello, a server waits for one. Called once, when
   * the path is known to reach the peer (an authenticated STUN check), because a handshake's answer
   * is larger than its question.
   */
  public void start(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a datagram of DTLS records. Copies what it needs.
   *
   * @return why a record of it was refused at once (the first such reason); null when none was.
   *     Nothing the network sends makes this throw
   */
  public @Nullable DropReason handleDatagram(
      long nowNanos, MemorySegment slab, long offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Does what is due at {@code nowNanos}, and takes over what the handshake's thread has done. */
  public void handleTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the next datagram to be sent. Its path is left to the owner: {@link Transmit#path} is
   * {@link chat.free4.wire.PacketBatch#NO_PATH}.
   *
   * @return false when there is none
   */
  public boolean pollTransmit(Transmit out) {
    throw new UnsupportedOperationException();
  }

  /** The next event, or null when there is none. */
  public @Nullable DtlsEvent pollEvent() {
    throw new UnsupportedOperationException();
  }

  /** When {@link #handleTimeout} is to be called, in nanoseconds; {@link #NEVER} if it needn't. */
  public long pollTimeout() {
    throw new UnsupportedOperationException();
  }

  /** Ends the association; an established one sends close_notify, which is still to be polled. */
  public void close(long nowNanos) {
    throw new UnsupportedOperationException();
  }
}
