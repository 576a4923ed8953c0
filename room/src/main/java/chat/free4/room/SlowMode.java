package chat.free4.room;

import chat.free4.room.access.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** How long one waits between two messages in the chat, where a room is slow. */
final class SlowMode {
  /** People whose last message is remembered; beyond, the eldest is forgotten. */
  static final int MAX_WRITERS = 4_096;

  /** The document that it is about. */
  static final String CHAT = "chat";

  private final Predicate<Bytes> isFree;
  private final LinkedHashMap<Bytes, Long> wroteNanos = new LinkedHashMap<>();
  private long pauseNanos;

  /** No pause; it is never for those whom {@code isFree} finds. */
  SlowMode(Predicate<Bytes> isFree) {
    this.isFree = isFree;
  }

  /** So many seconds between two messages of one person. */
  void setSeconds(int seconds) {
    pauseNanos = TimeUnit.SECONDS.toNanos(seconds);
  }

  /** How long an identity waits until it may write; 0 when it may now. */
  long waitNanos(long nowNanos, Bytes identity, String doc) {
    Long last = wroteNanos.get(identity);
    if (pauseNanos == 0 || last == null || !doc.equals(CHAT) || isFree.test(identity)) {
      return 0;
    }
    return Math.max(0, last + pauseNanos - nowNanos);
  }

  /** How long ago an identity has written in the chat; -1 when it has not, or too long ago. */
  long sinceNanos(long nowNanos, Bytes identity) {
    Long last = wroteNanos.get(identity);
    return last == null ? -1 : nowNanos - last;
  }

  /** When people have written last, of at most so many; the latest stands last. */
  SequencedMap<Bytes, Long> newest(int most) {
    LinkedHashMap<Bytes, Long> newest = new LinkedHashMap<>();
    wroteNanos.reversed().entrySet().stream()
        .limit(most)
        .forEach(each -> newest.putFirst(each.getKey(), each.getValue()));
    return newest;
  }

  /** Goes on with what was known elsewhere; {@code shiftNanos} from that node's times to ours. */
  void restore(Map<Bytes, Long> wrote, long shiftNanos) {
    wrote.forEach(
        (identity, at) -> {
          if (wroteNanos.size() < MAX_WRITERS) {
            wroteNanos.merge(identity, at + shiftNanos, Math::max);
          }
        });
  }

  /** An identity has written. */
  void wrote(long nowNanos, Bytes identity, String doc) {
    if (!doc.equals(CHAT)) {
      return;
    }
    wroteNanos.remove(identity);
    wroteNanos.put(identity, nowNanos);
    if (wroteNanos.size() > MAX_WRITERS) {
      wroteNanos.pollFirstEntry();
    }
  }
}
