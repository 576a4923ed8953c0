package chat.free4.server.cluster;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.SignalSocket;
import java.util.Iterator;
import java.util.function.IntSupplier;

/** The end of a link at the room's node: to the room, it is the WebSocket. */
final class OwnerLink implements SignalSocket {
  /** UTF-16 units that may be on their way to the socket's node: as many as a socket may have. */
  static final int MAX_UNTAKEN = 8 << 20;

  final OwnerLinks.Key key;
  final int shard;

  /** For frames from the client. */
  final Frames frames;

  private final IntSupplier part;
  private final Runnable onEnd;

  /** What the host calls it; set before anything is handed to the host. */
  long handle;

  private long received;
  private long sent;
  private long untaken;
  private boolean hasEnded;

  /**
   * An end of a link.
   *
   * @param maxLength of a frame from the client
   * @param part that is at the socket's node
   * @param onEnd called when nothing may be sent any more; the session has been told
   */
  OwnerLink(OwnerLinks.Key key, int shard, int maxLength, IntSupplier part, Runnable onEnd) {
    this.key = key;
    this.shard = shard;
    this.frames = new Frames(maxLength);
    this.part = part;
    this.onEnd = onEnd;
  }

  /** Whether that message is the next one. */
  boolean isNext(long number) {
    return number == ++received;
  }

  /** The frame before was handled; for any thread. */
  void handled() {
    key.peer().tell(new NodeMessage.Handled(key.link()));
  }

  @Override
  public int part() {
    return part.getAsInt();
  }

  @Override
  public synchronized void send(String frame) {
    if (hasEnded) {
      return;
    }
    untaken += frame.length();
    if (untaken > MAX_UNTAKEN) {
      close(CloseCode.GOING_AWAY);
      return;
    }
    for (Iterator<String> parts = Frames.split(frame).iterator(); parts.hasNext(); ) {
      key.peer().tell(new NodeMessage.ToClient(key.link(), ++sent, parts.next(), !parts.hasNext()));
    }
  }

  synchronized void taken(long length) {
    untaken = Math.max(0, untaken - length);
  }

  @Override
  public synchronized void close(CloseCode code) {
    if (!hasEnded) {
      hasEnded = true;
      key.peer().tell(new NodeMessage.Close(key.link(), ++sent, code.code()));
      onEnd.run();
    }
  }

  /** Nothing more is sent. */
  synchronized void end() {
    hasEnded = true;
  }
}
