package chat.free4.rtc.sctp;

import chat.free4.wire.DropReason;
import java.util.Locale;

/** Why {@link DataChannels} do not take a message or a channel. */
public enum DataChannelDrop implements DropReason {
  /** A message on a channel that nobody has opened. */
  UNKNOWN_CHANNEL,
  /** A payload protocol that no browser of today uses. */
  UNKNOWN_PROTOCOL,
  /** A channel more than there may be. */
  TOO_MANY_CHANNELS,
  /** A label or protocol that is too long. */
  NAME_TOO_LONG,
  /** A channel under a number that is ours to give, or that is taken. */
  WRONG_NUMBER;

  private final String label = "channel_" + name().toLowerCase(Locale.ROOT);

  @Override
  public String label() {
    return label;
  }
}
