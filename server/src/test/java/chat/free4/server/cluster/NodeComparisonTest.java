package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NodeComparisonTest {
  private static final String SELF = "10.0.0.1:2552";
  private static final String OTHER = "10.0.0.2:2552";
  private static final long NOW = 1_795_500_000_000L;
  private static final long LIMIT = NodeComparison.MAX_CLOCK_MILLIS;
  private static final List<String> OURS = List.of(SELF, OTHER);

  private final NodeComparison comparison = new NodeComparison(SELF);

  @Test
  void aClockThatIsOffIsSaidOnceAndThatItIsRightAgain() {
    long first = comparison.ask(NOW, OURS);
    assertThat(comparison.clock(NOW + 10, OTHER, first, NOW + 10 + LIMIT + 95_000))
        .isEqualTo(
            "the clock of 10.0.0.2:2552 is 125 s ahead of this node's (10.0.0.1:2552): set both by"
                + " NTP. Rooms go on; invites end by the clock of their room's node, too early or"
                + " too late by as much");
    long second = comparison.ask(NOW + 15_000, OURS);
    assertThat(comparison.clock(NOW + 15_010, OTHER, second, NOW + 150_000)).isNull();
    long third = comparison.ask(NOW + 30_000, OURS);
    assertThat(comparison.clock(NOW + 30_010, OTHER, third, NOW + 30_005))
        .isEqualTo("the clock of 10.0.0.2:2552 is right again by this node's (10.0.0.1:2552)");
    long fourth = comparison.ask(NOW + 45_000, OURS);
    assertThat(comparison.clock(NOW + 45_010, OTHER, fourth, NOW - 15_000))
        .startsWith("the clock of 10.0.0.2:2552 is 60 s behind this node's");
  }

  @Test
  void nobodyIsOffForAnAnswerThatTookLong() {
    long asked = comparison.ask(NOW, OURS);
    long heard = NOW + 40 * LIMIT; // one of the two stood still
    assertThat(comparison.clock(heard, OTHER, asked, NOW - LIMIT)).isNull();
    assertThat(comparison.clock(heard, OTHER, asked, heard + LIMIT)).isNull();
    assertThat(comparison.clock(heard, OTHER, asked, NOW - LIMIT - 1)).contains("30 s behind");
  }

  @Test
  void anAnswerToWhatWasAskedBeforeSaysNothing() {
    long asked = comparison.ask(NOW, OURS);
    comparison.ask(NOW + 15_000, OURS);
    assertThat(comparison.clock(NOW + 15_001, OTHER, asked, 0)).isNull();
  }

  @Test
  void ofANodeThatWentNothingIsRemembered() {
    long first = comparison.ask(NOW, OURS);
    assertThat(comparison.clock(NOW, OTHER, first, 0)).isNotNull();
    comparison.ask(NOW, List.of(SELF));
    long third = comparison.ask(NOW, OURS);
    assertThat(comparison.clock(NOW, OTHER, third, 0)).isNotNull();
  }

  private String cluster(long unixMillis, List<String> ours, List<String> theirs) {
    return String.valueOf(comparison.cluster(unixMillis, OTHER, ours, theirs));
  }

  @Test
  void aSecondClusterIsSaidNowAndThen() {
    List<String> ours = List.of("10.0.0.3:2552", SELF);
    String line = cluster(NOW, ours, List.of(OTHER));
    assertThat(line)
        .isEqualTo(
            "there are two clusters of this name and secret: 10.0.0.2:2552, and with this node"
                + " 10.0.0.1:2552, 10.0.0.3:2552. Neither has the other's rooms, and they do not"
                + " become one: end the nodes of one of them and start them again without"
                + " --bootstrap");
    assertThat(cluster(NOW + NodeComparison.AGAIN_MILLIS - 1, ours, List.of(OTHER)))
        .isEqualTo("null");
    assertThat(cluster(NOW + NodeComparison.AGAIN_MILLIS, ours, List.of(OTHER))).isEqualTo(line);
  }

  @Test
  void whoIsKnownToOneOfTheTwoIsOfTheSame() {
    assertThat(cluster(NOW, List.of(SELF), List.of())).as("about to join").isEqualTo("null");
    assertThat(cluster(NOW, List.of(), List.of(OTHER))).as("we are").isEqualTo("null");
    assertThat(cluster(NOW, List.of(SELF), List.of(OTHER, SELF))).as("woke up").isEqualTo("null");
    assertThat(cluster(NOW, OURS, List.of(OTHER))).as("has just joined").isEqualTo("null");
  }

  @Test
  void ofManyNodesTheFirstAreNamed() {
    List<String> many =
        IntStream.range(0, NodeComparison.MAX_NAMED + 3)
            .mapToObj("10.0.1.%02d:2552"::formatted)
            .toList();
    List<String> theirs = new java.util.ArrayList<>(many);
    theirs.add(OTHER);
    assertThat(cluster(NOW, List.of(SELF), theirs))
        .contains("10.0.1.05:2552, 10.0.1.06:2552 and 4 more")
        .doesNotContain("10.0.1.07");
  }
}
