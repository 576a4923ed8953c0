package chat.free4.rtc.ice;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A client's side towards an ICE-lite server: full and controlling (RFC 8445). */
@SuppressWarnings("DoNotCallSuggester")
public final class IceControllingAgent implements IceAgent {
  /**
   * An agent without paths.
   *
   * @param random for transaction ids, the tie-breaker and the spread of consent checks
   */
  public IceControllingAgent(
      long nowNanos, IceCredentials local, IceCredentials remote, RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /**
   * Checks this path too: a local address to one of the server's candidates.
   *
   * @param priority higher is better (RFC 8445 section 5.1.2)
   */
  public void addPath(long nowNanos, int path, int priority) {
    throw new UnsupportedOperationException();
  }

  /** Forgets a path: its local address is gone. */
  public void removePath(long nowNanos, int path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void handleTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean pollTransmit(Transmit out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable IceEvent pollEvent() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long pollTimeout() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void restart(long nowNanos, IceCredentials local, IceCredentials remote) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int selectedPath() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isValidated(int path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long lastHeardNanos() {
    throw new UnsupportedOperationException();
  }
}
