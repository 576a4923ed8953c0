package chat.free4.room.signal;

import java.util.concurrent.TimeUnit;

/** Whether the other end of a WebSocket is still there: heartbeats go out, words come in. */
final class Liveness {
  /** Without a word for so long a member counts as lost. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Beats in the time between two heartbeats; they fall on beats. */
  static final int BEATS = 10;

  private final long graceNanos;
  private final long heartbeatNanos;
  private long lastHeardNanos;
  private long nextHeartbeatNanos;
  private boolean silent;

  /** Of an end that was just heard. */
  Liveness(long nowNanos, ServerFacts facts) {
    this.graceNanos = TimeUnit.MILLISECONDS.toNanos(facts.graceMillis());
    this.heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(facts.heartbeatMillis());
    this.lastHeardNanos = nowNanos;
  }

  /** From now on heartbeats are due. */
  void begin(long nowNanos) {
    lastHeardNanos = nowNanos;
    scheduleHeartbeat(nowNanos);
  }

  /** A word; true when it ends a silence. */
  boolean hear(long nowNanos) {
    boolean wasSilent = silent;
    lastHeardNanos = nowNanos;
    silent = false;
    return wasSilent;
  }

  /** How long not a word was heard. */
  long sinceHeardNanos(long nowNanos) {
    return nowNanos - lastHeardNanos;
  }

  /** True when not a word was heard for the grace. */
  boolean isGone(long nowNanos) {
    return nowNanos - lastHeardNanos >= graceNanos;
  }

  /** True once, when a silence has lasted long enough to be told. */
  boolean takeSilence(long nowNanos) {
    boolean begins = !silent && nowNanos - lastHeardNanos >= SILENCE_NANOS;
    silent |= begins;
    return begins;
  }

  /** True when a heartbeat must go out; the next one is due later then. */
  boolean takeHeartbeat(long nowNanos) {
    boolean due = nowNanos >= nextHeartbeatNanos;
    if (due) {
      scheduleHeartbeat(nowNanos);
    }
    return due;
  }

  /** When one of these may be true. */
  long dueAtNanos() {
    long silence = silent ? graceNanos : Math.min(SILENCE_NANOS, graceNanos);
    return Math.min(nextHeartbeatNanos, lastHeardNanos + silence);
  }

  /**
   * After a full interval, less what is left of a beat: all sessions share {@link #BEATS} of them
   * in an interval, so that one wake-up serves many sockets.
   */
  private void scheduleHeartbeat(long nowNanos) {
    long beatNanos = Math.max(1, heartbeatNanos / BEATS);
    nextHeartbeatNanos = Math.floorDiv(nowNanos + heartbeatNanos, beatNanos) * beatNanos;
  }
}
