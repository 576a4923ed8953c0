package chat.free4.room.member;

import java.util.Locale;

/** How a member's line stands, as the others are told. */
public enum Connection {
  /** A session is open, or was a moment ago. */
  CONNECTED,
  /** Lost, and waited for. */
  RECONNECTING;

  /** As the wire writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
