package chat.free4.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks do what they are about: each runs a few times here, and checks itself. */
class BenchmarksTest {
  /** With every library and profile: that is what the parameters multiply by. */
  private static final int COMBINATIONS = 3 * 2;

  @ParameterizedTest
  @ValueSource(classes = {CodecBenchmark.class, SrtpBenchmark.class, ForwardBenchmark.class})
  void everyBenchmarkRuns(Class<?> benchmark) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getName() + "\\.")
                    .param("listeners", "10")
                    .mode(Mode.SingleShotTime)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(3)
                    .timeout(TimeValue.seconds(60))
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    int expected =
        benchmark == CodecBenchmark.class
            ? 8
            : benchmark == SrtpBenchmark.class ? 2 * COMBINATIONS : COMBINATIONS;
    assertThat(results).hasSize(expected);
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }
}
