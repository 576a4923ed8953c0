package chat.free4.server.metrics;

import chat.free4.wire.DropReason;
import java.util.Locale;

/** Why something of the WebSocket side was not taken. */
public enum Refusal implements DropReason {
  /** A WebSocket from a page of another origin, or from none. */
  WRONG_ORIGIN,
  /** A request to /ws that is no WebSocket handshake. */
  NO_HANDSHAKE,
  /** More WebSockets than the server takes. */
  SERVER_FULL,
  /** A frame so long that it was not read. */
  FRAME_TOO_LONG,
  /** A notification that no client has to send. */
  IGNORED_NOTIFICATION,
  /** A request while the control task was behind. */
  CONTROL_BUSY,
  /** A reader so slow that its queue was full; its WebSocket was closed. */
  SLOW_READER;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
