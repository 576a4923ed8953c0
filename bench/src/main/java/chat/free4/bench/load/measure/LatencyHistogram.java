package chat.free4.bench.load.measure;

import java.util.Arrays;

/**
 * Counts times in buckets whose width is about 3 % of the time itself, so that a percentile is
 * right to 3 % from a microsecond to a minute. The longest is kept exactly.
 */
public final class LatencyHistogram {
  /** Longer times count as this. */
  public static final long MAX_NANOS = 60_000_000_000L;

  private static final int SUB_BITS = 5;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[index(MAX_NANOS) + 1];
  private long count;
  private long maxNanos;
  private double sumNanos;

  private static int index(long nanos) {
    if (nanos < SUB_BUCKETS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
    return (shift << SUB_BITS) + (int) (nanos >>> shift);
  }

  /** The longest time of a bucket. */
  private static long highest(int index) {
    if (index < 2 * SUB_BUCKETS) {
      return index;
    }
    int shift = (index >>> SUB_BITS) - 1;
    long mantissa = SUB_BUCKETS + (long) (index & (SUB_BUCKETS - 1));
    return ((mantissa + 1) << shift) - 1;
  }

  /** Counts a time; one below zero, which a clock that was set gives, counts as 0. */
  public void add(long nanos) {
    long bounded = Math.clamp(nanos, 0, MAX_NANOS);
    counts[index(bounded)]++;
    count++;
    sumNanos += bounded;
    maxNanos = Math.max(maxNanos, bounded);
  }

  /** Counts all that {@code other} has counted. */
  public void addAll(LatencyHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    sumNanos += other.sumNanos;
    maxNanos = Math.max(maxNanos, other.maxNanos);
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(counts, 0);
    count = 0;
    sumNanos = 0;
    maxNanos = 0;
  }

  /** How many were counted. */
  public long count() {
    return count;
  }

  /** The longest; 0 when there is none. */
  public long maxNanos() {
    return maxNanos;
  }

  /** The mean; 0 when there is none. */
  public long meanNanos() {
    return count == 0 ? 0 : (long) (sumNanos / count);
  }

  /** The time that {@code share} (0 to 1) of all do not exceed; 0 when there is none. */
  public long percentileNanos(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return Math.min(highest(i), maxNanos);
      }
    }
    return maxNanos;
  }

  /** How many lie above {@code fromNanos} and up to {@code toNanos}, right to a bucket. */
  public long countBetween(long fromNanos, long toNanos) {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      long value = highest(i);
      if (counts[i] > 0 && value > fromNanos && value <= toNanos) {
        sum += counts[i];
      }
    }
    return sum;
  }
}
