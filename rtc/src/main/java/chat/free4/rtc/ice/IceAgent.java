package chat.free4.rtc.ice;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One side of an ICE session with a single component (RFC 8445), sans I/O. One input, then drain
 * every output, then the next input: an output that was not drained may be lost like a datagram.
 */
public sealed interface IceAgent permits IceLiteAgent, IceControllingAgent {
  /** Never: what {@link #pollTimeout} gives when nothing is due. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Takes a STUN datagram.
   *
   * @return why it was dropped, for the owner to count; null when it was taken
   */
  @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length);

  /** Does what is due at {@code nowNanos}. */
  void handleTimeout(long nowNanos);

  /** Writes the next datagram; false when there is none. */
  boolean pollTransmit(Transmit out);

  /** The next event; null when there is none. */
  @Nullable IceEvent pollEvent();

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is due. */
  long pollTimeout();

  /**
   * Restarts (RFC 8445 section 9): new credentials on both sides. Data goes on over the selected
   * path until another is selected. Credentials equal to the present ones change nothing.
   */
  void restart(long nowNanos, IceCredentials local, IceCredentials remote);

  /** Where data is sent; {@link chat.free4.wire.PacketBatch#NO_PATH} before the first check. */
  int selectedPath();

  /** True when data that comes over {@code path} belongs to this session. */
  boolean isValidated(int path);

  /** When the last authenticated message came: what shorter detection can go by. */
  long lastHeardNanos();
}
