package chat.free4.sfu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All deadlines of an engine: a binary heap whose entries know their place in it, so that moving a
 * deadline costs the logarithm of their number and finding the next one costs nothing.
 */
final class TimerHeap<E extends TimerHeap.Entry> {
  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int OUTSIDE = -1;

  /** What has a deadline; belongs to at most one heap. */
  abstract static class Entry {
    private long deadlineNanos = NEVER;
    private int place = OUTSIDE;

    /** When it is due; {@link #NEVER} when it is in no heap. */
    final long deadlineNanos() {
      return deadlineNanos;
    }
  }

  private @Nullable Entry[] heap = new Entry[16];
  private int size;

  int size() {
    return size;
  }

  /** The earliest deadline; {@link #NEVER} when there is none. */
  long nextNanos() {
    Entry first = heap[0];
    return first == null ? NEVER : first.deadlineNanos;
  }

  /** Takes out the earliest entry if it is due. */
  @SuppressWarnings("unchecked")
  @Nullable E pollDue(long nowNanos) {
    Entry first = heap[0];
    if (first == null || first.deadlineNanos > nowNanos) {
      return null;
    }
    schedule((E) first, NEVER);
    return (E) first;
  }

  /** Sets or moves an entry's deadline; {@link #NEVER} takes it out. */
  void schedule(E entry, long deadlineNanos) {
    Entry timed = entry;
    if (timed.deadlineNanos == deadlineNanos) {
      return;
    }
    timed.deadlineNanos = deadlineNanos;
    if (deadlineNanos == NEVER) {
      remove(timed);
    } else if (timed.place == OUTSIDE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      size++;
      siftUp(timed, size - 1);
    } else {
      int place = timed.place;
      siftDown(timed, place);
      siftUp(timed, timed.place);
    }
  }

  private void remove(Entry entry) {
    int place = entry.place;
    entry.place = OUTSIDE;
    size--;
    Entry last = heap[size];
    heap[size] = null;
    if (last != null && place < size) {
      siftDown(last, place);
      siftUp(last, last.place);
    }
  }

  private void siftUp(Entry entry, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      Entry above = heap[parent];
      if (above == null || above.deadlineNanos <= entry.deadlineNanos) {
        break;
      }
      set(place, above);
      place = parent;
    }
    set(place, entry);
  }

  private void siftDown(Entry entry, int from) {
    int place = from;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      Entry least = heap[child];
      Entry right = child + 1 < size ? heap[child + 1] : null;
      if (least != null && right != null && right.deadlineNanos < least.deadlineNanos) {
        least = right;
        child++;
      }
      if (least == null || least.deadlineNanos >= entry.deadlineNanos) {
        break;
      }
      set(place, least);
      place = child;
    }
    set(place, entry);
  }

  private void set(int place, Entry entry) {
    heap[place] = entry;
    entry.place = place;
  }
}
