package chat.free4.bench.load;

import chat.free4.bench.load.measure.LoadResult;
import chat.free4.sim.live.SignalClient;
import chat.free4.sim.live.SignalClient.Disturbance;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Members who go after their room: to another node on the same WebSocket where they are told so,
 * and on another WebSocket, at the next server, where theirs has ended. Where the node of their
 * voice alone is gone, they offer it again. Each has a thread of its own.
 */
final class Followers {
  /** So long somebody tries to come back. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final JoinDesk desk;
  private final Executor people;
  private final AtomicInteger moved = new AtomicInteger();
  private final AtomicInteger offered = new AtomicInteger();
  private final AtomicInteger reconnected = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile boolean leaving;

  /** Nobody yet; {@code people} runs each on a thread that may block. */
  Followers(JoinDesk desk, Executor people) {
    this.desk = desk;
    this.people = people;
  }

  /** From now on this one follows. */
  void add(Joined joined) {
    people.execute(() -> follow(joined));
  }

  /** Nobody follows any more: they are about to leave. */
  void end() {
    leaving = true;
  }

  private void follow(Joined joined) {
    boolean stays = true;
    while (stays) {
      Disturbance what = joined.signal().awaitDisturbance();
      if (leaving) {
        return;
      }
      joined.leave();
      switch (what) {
        case MOVED -> moved.incrementAndGet();
        case VOICE_LOST -> offered.incrementAndGet();
        case ENDED -> {} // is counted when there is another
      }
      stays = comeBack(joined, what == Disturbance.VOICE_LOST);
    }
    lost.incrementAndGet();
  }

  private boolean comeBack(Joined joined, boolean forVoice) {
    boolean isIn = forVoice;
    long deadline = System.nanoTime() + LIMIT_NANOS;
    SignalClient signal = joined.signal();
    for (int attempt = 0; !leaving && System.nanoTime() < deadline; attempt++) {
      try {
        if (!signal.isOpen()) {
          signal = desk.connectAgain(joined, attempt);
          reconnected.incrementAndGet();
        }
        isIn &= signal == joined.signal() && !JoinDesk.isMoved(signal);
        Patience patience = new Patience(deadline, new AtomicInteger());
        if (isIn) {
          desk.offerAgain(joined, patience);
        } else {
          desk.enterAgain(joined, signal, patience);
        }
        return true;
      } catch (RuntimeException e) {
        LockSupport.parkNanos(AGAIN_NANOS); // it, or another one, may do better
      }
    }
    signal.abort();
    return false;
  }

  /** True while somebody in {@code all} is away and may come back. */
  boolean isSomebodyAway(List<Joined> all) {
    return all.stream().filter(Joined::isAway).count() > lost.get();
  }

  /**
   * What came of it.
   *
   * @param silences of members who are to hear somebody, each its longest
   */
  LoadResult.Moves result(List<Long> silences) {
    List<Long> sorted = silences.stream().sorted().toList();
    return new LoadResult.Moves(
        moved.get(),
        offered.get(),
        reconnected.get(),
        lost.get(),
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
        sorted.isEmpty() ? 0 : sorted.getLast());
  }
}
