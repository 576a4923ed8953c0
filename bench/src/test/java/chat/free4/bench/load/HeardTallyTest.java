package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeardTallyTest {
  private final HeardTally tally = new HeardTally();

  private Set<Long> heard() {
    Set<Long> heard = new HashSet<>();
    tally.forEach(heard::add);
    return heard;
  }

  @Test
  void countsEachSpeakerApart() {
    for (int round = 0; round < 3; round++) {
      for (int member = 1; member <= 1000; member++) {
        tally.add(member * 31);
      }
    }
    tally.add(31);
    assertThat(heard()).hasSize(1000).contains(31L, 31_000L);
    assertThat(tally.packetsOf(31)).isEqualTo(4);
    assertThat(tally.packetsOf(62)).isEqualTo(3);
    assertThat(tally.packetsOf(1)).isZero();
  }

  @Test
  void numbersAreUnsigned() {
    tally.add(-1);
    assertThat(heard()).containsExactly(4_294_967_295L);
  }

  @Test
  void overTheLimitPacketsAreCountedTogether() {
    for (int member = 1; member <= HeardTally.MAX_SPEAKERS / 2 + 10; member++) {
      tally.add(member);
    }
    assertThat(heard()).hasSize(HeardTally.MAX_SPEAKERS / 2);
    assertThat(tally.others()).isEqualTo(10);
  }

  @Test
  void canBeginAnew() {
    tally.add(5);
    tally.clear();
    assertThat(heard()).isEmpty();
    tally.add(5);
    assertThat(tally.packetsOf(5)).isEqualTo(1);
  }
}
