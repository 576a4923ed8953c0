package chat.free4.sfu;

import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.wire.PacketBatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All media of one worker: the transports of its rooms' members and the forwarding between them,
 * sans I/O. One input ({@code handle*}), then every output is drained ({@code poll*} until 0,
 * null), then the next input. Belongs to one thread; only {@link #counters} may be called from
 * others.
 *
 * <p>A received batch is worked on in place and must not change until {@link #pollTransmits} has
 * returned 0.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MediaEngine {
  /** Never: what {@link #pollTimeout} gives when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * An engine without rooms.
   *
   * @param certificate what all its transports show: the process has one
   * @param dtls its wakeup must lead to a {@link #handleTimeout} on the worker's thread, soon
   * @param random for stream offsets; secure outside tests
   */
  public MediaEngine(
      MediaLimits limits,
      DtlsCertificate certificate,
      DtlsEnvironment dtls,
      SrtpBackend srtp,
      RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /** Does what control asks for. */
  public void handleCommand(long nowNanos, MediaCommand command) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a batch as it was received: STUN, DTLS, SRTP and SRTCP of any room, mixed. The path of a
   * slot is the index the caller gave its 5-tuple.
   */
  public void handleDatagrams(long nowNanos, PacketBatch received) {
    throw new UnsupportedOperationException();
  }

  /** Does what is due; also to be called when a DTLS handshake's wakeup ran. */
  public void handleTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /**
   * Appends datagrams that are ready to be sent, as many as fit. A slot whose length is 0 was
   * refused by the SRTP layer and is to be passed over.
   *
   * @return how many slots were added; 0 when drained
   */
  public int pollTransmits(PacketBatch out) {
    throw new UnsupportedOperationException();
  }

  /** The next event; null when there is none. */
  public @Nullable MediaEvent pollEvent() {
    throw new UnsupportedOperationException();
  }

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is due. */
  public long pollTimeout() {
    throw new UnsupportedOperationException();
  }

  /**
   * True when {@code path} belongs to a peer. The index of a path that is not bound may be given to
   * another 5-tuple once the batch it stands in is drained.
   */
  public boolean isPathBound(int path) {
    throw new UnsupportedOperationException();
  }

  /** A copy of all counters; may be called from any thread. */
  public MediaCounters counters() {
    throw new UnsupportedOperationException();
  }
}
