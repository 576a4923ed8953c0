package chat.free4.server.cluster;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.SignalSocket;

/**
 * A WebSocket as long as its session is at this node: once shut, what that session still says is
 * said to nobody, for the socket goes on with another.
 */
final class HomeSocket implements SignalSocket {
  private final SignalSocket socket;
  private boolean isShut;

  HomeSocket(SignalSocket socket) {
    this.socket = socket;
  }

  @Override
  public synchronized void send(String frame) {
    if (!isShut) {
      socket.send(frame);
    }
  }

  @Override
  public synchronized void close(CloseCode code) {
    if (!isShut) {
      socket.close(code);
    }
  }

  synchronized void shut() {
    isShut = true;
  }
}
