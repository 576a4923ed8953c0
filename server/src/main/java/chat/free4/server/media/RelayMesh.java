package chat.free4.server.media;

import chat.free4.sfu.HeardPacket;
import chat.free4.wire.PacketBatch;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The rings between the workers, and from each to the ears, one for each pair and direction, made
 * when the first message goes that way: most rooms are with one worker and need none. Who sends
 * wakes the other only when it may be asleep.
 */
final class RelayMesh {
  /** Flags of different workers lie on different cache lines. */
  private static final int FLAG_STRIDE = 16;

  private final int workers;

  /** The workers, and the ears behind the last of them. */
  private final int places;

  private final AtomicReferenceArray<RelayRing> rings;
  private final AtomicReferenceArray<Runnable> wakeups;

  /** 1 from before a worker looks into its rings for the last time until it is awake. */
  private final AtomicIntegerArray asleep;

  RelayMesh(int workers) {
    this.workers = workers;
    this.places = workers + 1;
    this.rings = new AtomicReferenceArray<>(workers * places);
    this.wakeups = new AtomicReferenceArray<>(places);
    this.asleep = new AtomicIntegerArray(places * FLAG_STRIDE);
  }

  /** Where ears receive; they send nothing. */
  int ears() {
    return workers;
  }

  /** Joins a worker, or the ears; {@code wakeup} is called from the threads of others. */
  void join(int worker, Runnable wakeup) {
    wakeups.set(worker, wakeup);
  }

  /** By worker {@code from}: sends each slot to the worker that is its path, or to the ears. */
  void send(int from, PacketBatch batch) {
    long receivers = 0;
    boolean isHeard = false;
    for (int i = 0; i < batch.count(); i++) {
      boolean isForEars = batch.path(i) == HeardPacket.PART;
      int to = isForEars ? workers : batch.path(i);
      if (ringTo(from, to).offer(batch.slab(), batch.offset(i), batch.length(i))) {
        isHeard |= isForEars;
        receivers |= isForEars ? 0 : 1L << to;
      }
    }
    // What was written must be seen by who is about to fall asleep, or its flag by us.
    VarHandle.fullFence();
    for (long left = receivers; left != 0; left &= left - 1) {
      wake(Long.numberOfTrailingZeros(left));
    }
    if (isHeard) {
      wake(workers);
    }
  }

  private void wake(int to) {
    Runnable wakeup = wakeups.get(to);
    if (wakeup != null && asleep.get(to * FLAG_STRIDE) == 1) {
      wakeup.run();
    }
  }

  private RelayRing ringTo(int from, int to) {
    int index = from * places + to;
    RelayRing ring = rings.getPlain(index);
    if (ring == null) {
      ring = new RelayRing();
      rings.setRelease(index, ring);
    }
    return ring;
  }

  /**
   * By worker {@code to}: appends what others sent, as many as fit; the path of a slot is the
   * sender.
   */
  void receive(int to, PacketBatch into) {
    for (int from = 0; from < workers; from++) {
      RelayRing ring = rings.getAcquire(from * places + to);
      if (ring != null) {
        ring.pollInto(into, from);
      }
    }
  }

  /**
   * By a worker that wants to rest: from now on it is woken.
   *
   * @return false when something waits for it already; it is awake then
   */
  boolean fallAsleep(int worker) {
    asleep.set(worker * FLAG_STRIDE, 1);
    VarHandle.fullFence();
    for (int from = 0; from < workers; from++) {
      RelayRing ring = rings.getAcquire(from * places + worker);
      if (ring != null && !ring.isEmpty()) {
        awake(worker);
        return false;
      }
    }
    return true;
  }

  /** By a worker that goes on. */
  void awake(int worker) {
    asleep.setRelease(worker * FLAG_STRIDE, 0);
  }

  /** Messages of a worker that found a full ring; for any thread. */
  long dropped(int from) {
    long dropped = 0;
    for (int to = 0; to < places; to++) {
      RelayRing ring = rings.getAcquire(from * places + to);
      dropped += ring == null ? 0 : ring.dropped();
    }
    return dropped;
  }
}
