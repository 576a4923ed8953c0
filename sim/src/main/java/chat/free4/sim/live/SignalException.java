package chat.free4.sim.live;

import java.io.Serial;

/** The server refused a request, closed the WebSocket, or did not answer. */
public final class SignalException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private static final String BUSY = "busy";
  private static final int NO_TIME = -1;

  private final String reason;
  private final long retryMillis;

  private SignalException(String reason, long retryMillis, String message) {
    super(message);
    this.reason = reason;
    this.retryMillis = retryMillis;
  }

  /** An error answer; {@code retryMillis} is negative when it names no time. */
  static SignalException refused(String reason, long retryMillis) {
    return new SignalException(reason, retryMillis, "the server refused: " + reason);
  }

  /** The WebSocket's end. */
  static SignalException closed(int code, String why) {
    String said = why.isEmpty() ? "" : " (" + why + ")";
    return new SignalException(
        "closed", NO_TIME, "the server closed the WebSocket: " + code + said);
  }

  /** The room went to another node before it had answered. */
  static SignalException moved() {
    return new SignalException("moved", NO_TIME, "the room has moved");
  }

  /** The line failed, or nothing was answered in time. */
  static SignalException failed(String what) {
    return new SignalException("failed", NO_TIME, what);
  }

  /**
   * The contract's word for it (protocol/README.md, "Errors"), or {@code closed}, {@code moved},
   * {@code failed}.
   */
  public String reason() {
    return reason;
  }

  /** True when the server is busy now, and told when to try again. */
  public boolean isBusy() {
    return reason.equals(BUSY) && retryMillis >= 0;
  }

  /** How long a busy server wants to be left alone. */
  public long retryMillis() {
    return retryMillis;
  }
}
