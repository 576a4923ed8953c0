package chat.free4.server.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who is due next: a binary heap in which everyone stands at most once and knows their place, so it
 * is never larger than what it serves. Times are those of {@link System#nanoTime}, compared by
 * difference.
 */
final class Deadlines {
  private static final int NOWHERE = -1;

  /** Someone who wants to be called at a time. */
  abstract static class Timed {
    private long due = Long.MAX_VALUE;
    private int place = NOWHERE;

    /** Does what is due. */
    abstract void handleTimeout(long nowNanos);
  }

  private @Nullable Timed[] heap = new Timed[64];
  private int size;

  /** Sets the time at which {@code timed} is due; {@link Long#MAX_VALUE} takes it out. */
  void set(Timed timed, long dueNanos) {
    if (dueNanos == Long.MAX_VALUE) {
      remove(timed);
      return;
    }
    timed.due = dueNanos;
    if (timed.place == NOWHERE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      put(timed, size++);
    }
    siftUp(timed);
    siftDown(timed);
  }

  /** Takes {@code timed} out. */
  void remove(Timed timed) {
    int hole = timed.place;
    if (hole == NOWHERE) {
      return;
    }
    timed.place = NOWHERE;
    Timed last = at(--size);
    heap[size] = null;
    if (hole != size) {
      put(last, hole);
      siftUp(last);
      siftDown(last);
    }
  }

  /** When the first is due; {@link Long#MAX_VALUE} when nobody is. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : at(0).due;
  }

  /** Takes out and gives the first, if it is due; null when not. */
  @Nullable Timed pollDue(long nowNanos) {
    if (size == 0 || at(0).due - nowNanos > 0) {
      return null;
    }
    Timed first = at(0);
    remove(first);
    return first;
  }

  /** How many are in. */
  int size() {
    return size;
  }

  private Timed at(int place) {
    Timed timed = heap[place];
    if (timed == null) {
      throw new IllegalStateException("hole in the heap at " + place);
    }
    return timed;
  }

  private void put(Timed timed, int place) {
    heap[place] = timed;
    timed.place = place;
  }

  private void siftUp(Timed timed) {
    while (timed.place > 0) {
      Timed parent = at((timed.place - 1) / 2);
      if (parent.due - timed.due <= 0) {
        return;
      }
      swap(parent, timed);
    }
  }

  private void siftDown(Timed timed) {
    while (true) {
      int left = 2 * timed.place + 1;
      if (left >= size) {
        return;
      }
      boolean rightFirst = left + 1 < size && at(left + 1).due - at(left).due < 0;
      Timed child = at(rightFirst ? left + 1 : left);
      if (timed.due - child.due <= 0) {
        return;
      }
      swap(timed, child);
    }
  }

  private void swap(Timed a, Timed b) {
    int place = a.place;
    put(a, b.place);
    put(b, place);
  }
}
