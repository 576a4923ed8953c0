package chat.free4.server.cluster;

import java.util.concurrent.TimeUnit;

/**
 * Whether this node may trust that what it has is still its own. The others take over from a node
 * after {@link #TAKEN_OVER_NANOS} of silence at the earliest; one that stood still for nearly so
 * long (a stopped process, a laptop's sleep) lets everything go the moment it wakes, and takes
 * nothing until it would have heard that the others went on without it. For any thread.
 */
final class Lease {
  /** The failure detector's pause, and the time for which a loss must be stable (NodeSettings). */
  static final long TAKEN_OVER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Who stood still for longer has slept; the rest is for what was under way. */
  static final long MAX_STILL_NANOS = TAKEN_OVER_NANOS - TimeUnit.SECONDS.toNanos(1);

  /** Until the others' word has come, or our own resolver has found that we are few. */
  static final long DISTRUST_NANOS = TimeUnit.SECONDS.toNanos(7);

  /** How often it looks. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private volatile long tickedNanos;
  private volatile long trustedFromNanos;

  Lease(long nowNanos) {
    begin(nowNanos);
  }

  /** From now on somebody looks: what was before is no standing still. */
  void begin(long nowNanos) {
    tickedNanos = nowNanos;
    trustedFromNanos = nowNanos;
  }

  /** Looks at the time; true when this process stood still: everything is to be let go. */
  boolean tick(long nowNanos) {
    boolean hasSlept = nowNanos - tickedNanos > MAX_STILL_NANOS;
    if (hasSlept) {
      trustedFromNanos = nowNanos + DISTRUST_NANOS;
    }
    tickedNanos = nowNanos;
    return hasSlept;
  }

  /** When {@link #tick} is due. */
  long nextTick() {
    return tickedNanos + TICK_NANOS;
  }

  /** Whether nothing may be taken. */
  boolean isOver(long nowNanos) {
    return nowNanos - tickedNanos > MAX_STILL_NANOS || nowNanos - trustedFromNanos < 0;
  }
}
