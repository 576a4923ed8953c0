package chat.free4.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.MediaCounters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes to the media port: the engine throws nothing, writes nothing beside a datagram,
 * and does the same with every SRTP library and whatever else is in memory ({@link EngineTrio}).
 * Jazzer runs in a process of its own, so that native code that reads too far ends that one.
 */
final class DatagramFuzzTest {
  /** So that a run of ./test is the same as the last. */
  private static final int JAZZER_SEED = 1;

  private static final int QUICK_INPUTS = 3000;
  private static final int QUICK_LIMIT_SECONDS = 120;
  private static final int LONG_SECONDS = 300;
  private static final int SECONDS_OF_ONE_INPUT = 20;
  private static final int SHOWN_LINES = 60;

  /**
   * They look for other faults than ours, in classes that we have not, and take seconds to load.
   */
  private static final String SANITIZERS =
      Stream.of(
              "BigDecimal ClojureLangHooks Deserialization ExpressionLanguageInjection"
                  + " FilePathTraversal LdapInjection NamingContextLookup OsCommandInjection"
                  + " ReflectiveCall RegexInjection RegexRoadblocks ScriptEngineInjection"
                  + " ServerSideRequestForgery SqlInjection TemplateInjection UnsafeSanitizer"
                  + " XPathInjection XmlParserSsrfGuidance")
          .flatMap(names -> Stream.of(names.split(" ", -1)))
          .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
          .collect(Collectors.joining(File.pathSeparator));

  private static final Path HOME = Path.of("target", "fuzz").toAbsolutePath();

  @Test
  void theSeedsReachWhatTheyAreFor() {
    Map<String, byte[]> seeds = Seeds.of(DatagramFuzz.SEED);
    try (EngineTrio engines = new EngineTrio(DatagramFuzz.SEED)) {
      MediaCounters before = engines.counters();
      seeds.values().forEach(engines::run);
      MediaCounters after = engines.counters();
      // Each of two sends 4 encrypted before and 2 now, which one hears; 3 reports each.
      assertThat(after.rtpReceived() - before.rtpReceived()).isEqualTo(2 * (4 + 2));
      assertThat(after.forwarded() - before.forwarded()).isEqualTo(2 * (4 + 2));
      // Two more say that they are longer than they are.
      assertThat(after.rtcpReceived() - before.rtcpReceived()).isEqualTo(2 * 3 + 2);
      assertThat(after.resent() - before.resent()).isPositive();
      // The checks from an address that nobody knew have bound it, and were answered.
      assertThat(after.boundPaths() - before.boundPaths()).isEqualTo(1);
      assertThat(after.drops())
          .containsEntry("impossible_length", 1L)
          .containsEntry("rtcp_truncated", 2L)
          .containsEntry("srtp_malformed", 3L)
          .containsKeys("stun_wrong_length", "dtls_record_truncated");
    }
  }

  @Test
  void nothingThatJazzerMakesUpDoesHarm() throws IOException, InterruptedException {
    Path corpus = HOME.resolve("quick");
    empty(corpus);
    fuzz(corpus, QUICK_LIMIT_SECONDS, "-runs=" + QUICK_INPUTS, "-seed=" + JAZZER_SEED);
  }

  /** Goes on from what the last long run has found. */
  @Test
  @Tag("long")
  void nothingThatJazzerMakesUpInMinutesDoesHarm() throws IOException, InterruptedException {
    Path corpus = HOME.resolve("long");
    Files.createDirectories(corpus);
    fuzz(corpus, LONG_SECONDS + QUICK_LIMIT_SECONDS, "-max_total_time=" + LONG_SECONDS);
  }

  private static void fuzz(Path corpus, int limitSeconds, String... options)
      throws IOException, InterruptedException {
    Seeds.write(DatagramFuzz.SEED, corpus);
    Path log = HOME.resolve(corpus.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command(corpus, options))
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(log);
    String end =
        String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    assertThat(ended).as("ends in time:\n%s", end).isTrue();
    assertThat(process.exitValue()).as("Jazzer in %s:\n%s", HOME, end).isZero();
    // It has seen branches of ours: it did not throw dice alone.
    assertThat(lines).anyMatch(line -> line.matches("#[0-9]+\\s+DONE +cov: [0-9]{3,} .*"));
  }

  private static List<String> command(Path corpus, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + DatagramFuzz.class.getName(),
            "--instrumentation_includes=chat.free4.wire.**:chat.free4.rtc.**:chat.free4.sfu.**",
            "--disabled_hooks=" + SANITIZERS,
            "-timeout=" + SECONDS_OF_ONE_INPUT));
    command.addAll(List.of(options));
    command.add(corpus.toString());
    return command;
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> inside = Files.walk(directory)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(directory);
  }
}
