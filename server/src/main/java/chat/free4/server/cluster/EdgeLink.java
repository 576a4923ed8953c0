package chat.free4.server.cluster;

import chat.free4.server.rpc.Decoded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The end of a link at the socket's node. */
final class EdgeLink {
  /** So much is taken before the other end is told. */
  static final int TAKEN_LENGTH = 64 * 1024;

  /** Longest frame to a client: a whole log, and somewhat more. */
  static final int MAX_FRAME_LENGTH = 8 << 20;

  final long id;
  final Peer peer;
  final long incarnation;
  private final Deque<Runnable> unhandled = new ArrayDeque<>();
  private final Frames frames = new Frames(MAX_FRAME_LENGTH);
  private long sent;
  private long received;
  private long taken;

  EdgeLink(long id, Peer peer, long incarnation) {
    this.id = id;
    this.peer = peer;
    this.incarnation = incarnation;
  }

  /** Sends what came from the client; {@code done} is called when it was handled. */
  void send(Decoded frame, String text, Runnable done) {
    unhandled.add(done);
    if (frame instanceof Decoded.TooLarge(long limit)) {
      peer.tell(new NodeMessage.TooLong(id, ++sent, limit));
      return;
    }
    for (Iterator<String> parts = Frames.split(text).iterator(); parts.hasNext(); ) {
      peer.tell(new NodeMessage.FromClient(id, ++sent, parts.next(), !parts.hasNext()));
    }
  }

  /** Whether that message is the next one. */
  boolean isNext(long number) {
    return number == ++received;
  }

  /** False when a frame is longer than any. */
  boolean fits(String part) {
    return !frames.wouldOverflow(part);
  }

  /** A part came; gives the frame when it was the last. */
  @Nullable String add(String part, boolean last) {
    taken += part.length();
    if (taken >= TAKEN_LENGTH) {
      peer.tell(new NodeMessage.Taken(id, taken));
      taken = 0;
    }
    return frames.add(part, last);
  }

  void handled() {
    Runnable done = unhandled.poll();
    if (done != null) {
      done.run();
    }
  }

  /** Nothing of what was sent will be handled any more. */
  void end() {
    unhandled.forEach(Runnable::run);
    unhandled.clear();
  }
}
