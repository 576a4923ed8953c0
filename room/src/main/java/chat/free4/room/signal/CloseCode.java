package chat.free4.room.signal;

/** Why a WebSocket is closed (RFC 6455 section 7.4; 4000 and up are ours). */
public enum CloseCode {
  /** Done: the member left. */
  DONE(1000, "done"),
  /** From a client: the page goes. From the server: shutting down, connect again. */
  GOING_AWAY(1001, "going away"),
  /** A frame over the limit. */
  TOO_LARGE(1009, "frame too large"),
  /** Protocol errors go on. */
  PROTOCOL(4000, "protocol errors"),
  /** The member entered again elsewhere. */
  SUPERSEDED(4001, "superseded"),
  /** From a client: as 1001, which a script cannot send. */
  PAGE_GONE(4002, "page gone"),
  /** Who moderates the room has removed the member. */
  REMOVED(4003, "removed"),
  /** Too many messages. */
  FLOOD(4008, "too many messages"),
  /** No hello in time, or no word for the grace. */
  SILENT(4009, "silent"),
  /** Too many sockets from this address. */
  TOO_MANY_SOCKETS(4010, "too many sockets from this address");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The status code. */
  public int code() {
    return code;
  }

  /** The close frame's reason. */
  public String reason() {
    return reason;
  }
}
