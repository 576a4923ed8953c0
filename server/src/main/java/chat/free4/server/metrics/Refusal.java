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
  /** A WebSocket whose frames break RFC 6455, or are too long to be read. */
  BROKEN_SOCKET,
  /** A notification that no client has to send. */
  IGNORED_NOTIFICATION,
  /** A request while the control task was behind. */
  CONTROL_BUSY,
  /** Somebody who wanted in while too many others were joining. */
  JOIN_STORM,
  /** Somebody at the door of a sealed room after too many wrong proofs. */
  DOOR_BUSY,
  /** A question to the directory while too many others waited. */
  DIRECTORY_BUSY,
  /** A command for a media worker that was behind. */
  MEDIA_BUSY,
  /** A reader so slow that its queue was full; its WebSocket was closed. */
  SLOW_READER;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
