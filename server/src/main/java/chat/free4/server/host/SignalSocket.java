package chat.free4.server.host;

import chat.free4.room.signal.CloseCode;

/** The sending side of one WebSocket. Never blocks; called on the control task. */
public interface SignalSocket {
  /** No part that stands for another node. */
  int HERE = -1;

  /**
   * The part of rooms that is at the node of this socket, as workers and nodes are numbered; {@link
   * #HERE} where that is this node, or one without parts of rooms.
   */
  default int part() {
    return HERE;
  }

  /** Sends a text frame. */
  void send(String frame);

  /** Closes it, after what was sent. */
  void close(CloseCode code);
}
