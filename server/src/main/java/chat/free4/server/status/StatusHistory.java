package chat.free4.server.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last hour of a node. Without a clock; for any thread. */
public final class StatusHistory {
  /** Time from one sample to the next. */
  public static final int STEP_MILLIS = 5_000;

  /** An hour of them. */
  static final int MAX_SAMPLES = 3_600_000 / STEP_MILLIS;

  private static final double NANOS_A_SECOND = 1e9;

  private final Deque<StatusSample> samples = new ArrayDeque<>();
  private long lastNanos;
  private long lastForwarded;
  private long lastCpuNanos;

  /** Counts from here on. */
  public StatusHistory(long nowNanos, Counts counts) {
    this.lastNanos = nowNanos;
    this.lastForwarded = counts.forwarded();
    this.lastCpuNanos = counts.cpuNanos();
  }

  /**
   * What is counted at one moment.
   *
   * @param members now
   * @param rooms now
   * @param forwarded since the workers began, which may begin anew
   * @param cpuNanos of the process since its start
   */
  public record Counts(long members, long rooms, long forwarded, long cpuNanos) {}

  /** Takes a sample. */
  public synchronized void add(long nowNanos, long nowMillis, Counts counts) {
    double seconds = Math.max(1, nowNanos - lastNanos) / NANOS_A_SECOND;
    double cores = (counts.cpuNanos() - lastCpuNanos) / NANOS_A_SECOND / seconds;
    // A worker that began anew counts from nothing again.
    double forwards = Math.max(0, counts.forwarded() - lastForwarded) / seconds;
    samples.addLast(new StatusSample(nowMillis, counts.members(), counts.rooms(), forwards, cores));
    if (samples.size() > MAX_SAMPLES) {
      samples.removeFirst();
    }
    lastNanos = nowNanos;
    lastForwarded = counts.forwarded();
    lastCpuNanos = counts.cpuNanos();
  }

  /** All that are kept, oldest first. */
  public synchronized List<StatusSample> samples() {
    return List.copyOf(samples);
  }
}
