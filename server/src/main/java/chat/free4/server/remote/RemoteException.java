package chat.free4.server.remote;

import java.io.IOException;

/**
 * A service elsewhere has not done what it was asked for. The message is ours alone: nothing that
 * the service said stands in it, for that may be anything, the key too.
 */
public final class RemoteException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a reason that can be logged. */
  public RemoteException(String message) {
    super(message);
  }
}
