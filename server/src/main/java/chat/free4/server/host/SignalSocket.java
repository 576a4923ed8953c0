package chat.free4.server.host;

import chat.free4.room.signal.CloseCode;

/** The sending side of one WebSocket. Never blocks; called on the control task. */
public interface SignalSocket {
  /** Sends a text frame. */
  void send(String frame);

  /** Closes it, after what was sent. */
  void close(CloseCode code);
}
