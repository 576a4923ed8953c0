package chat.free4.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one member sends and receives over data channels. */
final class DataPeer {
  /** No channel of a kind. */
  static final int CLOSED = -1;

  /** A message on its way: to the rest of those it goes to. */
  static final class Delivery {
    final byte[] message;
    final boolean reliable;

    /** Whether its sender named them, and is told who cannot be reached. */
    final boolean named;

    final RoomPeer[] to;
    int next;

    Delivery(byte[] message, boolean reliable, boolean named, RoomPeer[] to) {
      this.message = message;
      this.reliable = reliable;
      this.named = named;
      this.to = to;
    }

    boolean isDone() {
      return next == to.length;
    }

    /** Whoever it goes to next. */
    RoomPeer recipient() {
      return to[next];
    }

    /** Goes on, and holds on to nobody who is done. */
    void advance() {
      Arrays.fill(to, next, next + 1, null);
      next++;
    }
  }

  /** Number of the channel on which everything arrives. */
  int reliable = CLOSED;

  /** Number of the channel on which something may be lost. */
  int loose = CLOSED;

  /** What it has sent and not everybody has been given yet; nothing more is taken before. */
  @Nullable Delivery delivery;

  /** Who waits for room in its send buffer; each waits for one member at most. */
  final List<RoomPeer> waiting = new ArrayList<>(1);

  /** Whom it waits for; null when it does not. */
  @Nullable RoomPeer waitsFor;

  /** When whoever waits gives it up. */
  long stalledAtNanos = TimerHeap.NEVER;

  /** True from then on until it has taken half of what waits for it. */
  boolean stalled;

  /** True while it stands in the relay's queue. */
  boolean isQueued;

  int channel(boolean isReliable) {
    return isReliable ? reliable : loose;
  }
}
