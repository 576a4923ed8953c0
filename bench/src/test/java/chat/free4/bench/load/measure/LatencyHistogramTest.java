package chat.free4.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @Test
  void percentilesAreRightToThreePercentFromAMicrosecondToAMinute() {
    for (long unit = 1_000; unit <= 10_000_000; unit *= 10) {
      histogram.clear();
      for (int i = 1; i <= 1000; i++) {
        histogram.add(i * unit);
      }
      assertThat(histogram.percentileNanos(0.5)).isCloseTo(500 * unit, withPercentage(3.2));
      assertThat(histogram.percentileNanos(0.99)).isCloseTo(990 * unit, withPercentage(3.2));
      assertThat(histogram.maxNanos()).isEqualTo(1000 * unit);
      assertThat(histogram.percentileNanos(1)).isEqualTo(1000 * unit);
      assertThat(histogram.meanNanos()).isEqualTo(500_500 * unit / 1000);
    }
  }

  @Test
  void timesOutOfRangeCountAsTheNearest() {
    histogram.add(-5);
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.count()).isEqualTo(2);
    assertThat(histogram.percentileNanos(0.1)).isZero();
    assertThat(histogram.maxNanos()).isEqualTo(LatencyHistogram.MAX_NANOS);
  }

  @Test
  void nothingHasNoTime() {
    assertThat(histogram.percentileNanos(0.99)).isZero();
    assertThat(histogram.meanNanos()).isZero();
  }

  @Test
  void severalAreOne() {
    var other = new LatencyHistogram();
    histogram.add(100_000);
    other.add(900_000);
    histogram.addAll(other);
    assertThat(histogram.count()).isEqualTo(2);
    assertThat(histogram.maxNanos()).isEqualTo(900_000);
    assertThat(histogram.percentileNanos(0.5)).isCloseTo(100_000, withPercentage(3.2));
  }

  @Test
  void everyTimeLiesBetweenSomeBounds() {
    for (int i = 0; i < 1000; i++) {
      histogram.add(i * 1_000L);
    }
    long sum = 0;
    for (long from = -1; from < 1_100_000; from += 50_000) {
      sum += histogram.countBetween(from, from + 50_000);
    }
    assertThat(sum).isEqualTo(1000);
  }
}
