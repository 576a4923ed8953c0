package chat.free4.wire.sdp;

import java.util.Locale;

/** Which way media flows, seen from the side whose description it stands in (RFC 8866 6.7). */
public enum Direction {
  SENDRECV,
  SENDONLY,
  RECVONLY,
  INACTIVE;

  /** The attribute's name. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
