package chat.free4.rtc.ice;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The server's side: ICE-lite, always controlled (RFC 8445 section 2.5). */
public final class IceLiteAgent implements IceAgent {
  /** Starts the consent time at {@code nowNanos}. */
  public IceLiteAgent(
      long nowNanos, IceCredentials local, IceCredentials remote, PathAddresses addresses) {
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
