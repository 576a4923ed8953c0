package chat.free4.sim;

/** Time that moves only when it is told to. */
public final class VirtualClock {
  private long nowNanos;

  /** A clock that stands at {@code startNanos}. */
  public VirtualClock(long startNanos) {
    this.nowNanos = startNanos;
  }

  /** What it shows. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Moves on to {@code nanos}; never back. */
  public void advanceTo(long nanos) {
    if (nanos < nowNanos) {
      throw new IllegalArgumentException("back by " + (nowNanos - nanos) + " ns");
    }
    nowNanos = nanos;
  }
}
