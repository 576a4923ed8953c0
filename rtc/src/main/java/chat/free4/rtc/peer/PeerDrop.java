package chat.free4.rtc.peer;

import chat.free4.wire.DropReason;
import java.util.Locale;

/** Why a {@link Peer} does not take a datagram. */
public enum PeerDrop implements DropReason {
  /** DTLS over a path that no authenticated check came over. */
  UNVALIDATED_PATH,
  /** Neither STUN nor DTLS by its first byte (RFC 7983). */
  NEITHER_STUN_NOR_DTLS,
  /** Application data, and no line for data channels was agreed on. */
  NO_DATA_LINE,
  /** The transport has ended. */
  ENDED;

  private final String label = "peer_" + name().toLowerCase(Locale.ROOT);

  @Override
  public String label() {
    return label;
  }
}
