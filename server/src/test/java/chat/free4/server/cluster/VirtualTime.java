package chat.free4.server.cluster;

import java.util.PriorityQueue;

/** What happens when, in a simulation: at one time in the order in which it was planned. */
final class VirtualTime {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos;
  private long order;

  private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  long now() {
    return nowNanos;
  }

  /** Something happens so much later. */
  void in(long delayNanos, Runnable action) {
    events.add(new Event(nowNanos + delayNanos, order++, action));
  }

  /** Lets time go on. */
  void pass(long nanos) {
    long end = nowNanos + nanos;
    while (!events.isEmpty() && events.element().atNanos <= end) {
      Event event = events.remove();
      nowNanos = event.atNanos;
      event.action.run();
    }
    nowNanos = end;
  }
}
