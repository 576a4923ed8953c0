package chat.free4.room.member;

import java.util.Locale;

/** Why a member is gone; the {@code reason} of {@code member.left}. */
public enum LeaveReason {
  /** It said so. */
  LEFT,
  /** The page was closed and did not come back. */
  CLOSED,
  /** The line was lost and did not come back. */
  LOST,
  /** Who moderates the room removed it. */
  REMOVED,
  /** It is a robot that did not work. */
  FAILED;

  /** As the wire writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
