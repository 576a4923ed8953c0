package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.rtp.SequenceNumber;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RtpRewriterTest {
  private static final long MS = 1_000_000;
  private static final int A = 0xaaaa;
  private static final int B = 0xbbbb;

  private final RtpRewriter rewriter = new RtpRewriter(new Random(1));

  @Test
  void beginsBelowHalfOfTheSequenceSpace() {
    for (int seed = 0; seed < 1000; seed++) {
      var fresh = new RtpRewriter(new Random(seed));
      assertThat(fresh.place(0, A, 65535, 1)).isTrue();
      assertThat(fresh.sequence()).isLessThan(1 << 15);
    }
  }

  @Test
  void keepsTheGapsOfASpeaker() {
    rewriter.place(0, A, 70, 1000);
    int sequence = rewriter.sequence();
    int timestamp = rewriter.timestamp();
    rewriter.place(60 * MS, A, 73, 1000 + 3 * 960);
    assertThat(rewriter.sequence()).isEqualTo(SequenceNumber.plus(sequence, 3));
    assertThat(rewriter.timestamp()).isEqualTo(timestamp + 3 * 960);
    assertThat(rewriter.isSwitch()).isFalse();
  }

  @Test
  void placesReorderedPacketsWhereTheyBelongAndDropsDoubles() {
    rewriter.place(0, A, 70, 1000);
    int sequence = rewriter.sequence();
    rewriter.place(1, A, 72, 2920);
    assertThat(rewriter.place(2, A, 71, 1960)).isTrue();
    assertThat(rewriter.sequence()).isEqualTo(SequenceNumber.plus(sequence, 1));
    assertThat(rewriter.place(3, A, 71, 1960)).isFalse();
    assertThat(rewriter.place(3, A, 72, 2920)).isFalse();
    assertThat(rewriter.place(3, A, 70, 1000)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "20, 1",
    "59, 1",
    "60, 3",
    "69, 3",
    "70, 4",
    "149, 7",
    "150, 8",
    "1000, 50",
    "150000, 7500"
  })
  void atASwitchSequenceGoesOnByOneAndTimestampByTheRule(int elapsedMillis, int frames) {
    rewriter.place(0, A, 70, 1000);
    int sequence = rewriter.sequence();
    int timestamp = rewriter.timestamp();
    rewriter.endSpeaker();
    assertThat(rewriter.place(elapsedMillis * MS, B, 40_000, 77)).isTrue();
    assertThat(rewriter.isSwitch()).isTrue();
    assertThat(rewriter.sequence()).isEqualTo(SequenceNumber.plus(sequence, 1));
    assertThat(rewriter.timestamp() - timestamp).isEqualTo(frames * 960);
  }

  @Test
  void fixesTheOffsetsUntilTheNextSwitch() {
    rewriter.place(0, A, 70, 1000);
    rewriter.endSpeaker();
    rewriter.place(37 * MS, B, 500, 5000);
    int sequence = rewriter.sequence();
    int timestamp = rewriter.timestamp();
    // 2 s of DTX: the speaker's own timestamp says how long, not our clock.
    rewriter.place(2500 * MS, B, 501, 5000 + 96_000);
    assertThat(rewriter.sequence()).isEqualTo(SequenceNumber.plus(sequence, 1));
    assertThat(rewriter.timestamp() - timestamp).isEqualTo(96_000);
  }

  @Test
  void dropsPacketsFromBeforeTheSwitch() {
    rewriter.place(0, A, 70, 1000);
    rewriter.place(1, A, 71, 1960);
    rewriter.endSpeaker();
    rewriter.place(20 * MS, B, 500, 5000);
    assertThat(rewriter.place(21 * MS, B, 499, 4040)).isFalse();
    assertThat(rewriter.place(21 * MS, B, 450, 4040)).isFalse();
    assertThat(rewriter.place(22 * MS, B, 501, 5960)).isTrue();
  }

  @Test
  void goesOnLongAfterASwitchWhereTheAnchorIsOutOfSight() {
    int in = 60_000;
    rewriter.place(0, A, in, 0);
    int out = rewriter.sequence();
    for (int i = 1; i <= 100_000; i++) {
      assertThat(rewriter.place(i * 20L * MS, A, (in + i) & 0xffff, i * 960)).isTrue();
      assertThat(rewriter.sequence()).isEqualTo(SequenceNumber.plus(out, i));
    }
    assertThat(rewriter.place(0, A, (in + 99_999) & 0xffff, 0)).isFalse();
  }

  @Test
  void anotherSsrcOfTheSameSpeakerIsASwitch() {
    rewriter.place(0, A, 70, 1000);
    int sequence = rewriter.sequence();
    rewriter.place(20 * MS, B, 9, 1_000_000);
    assertThat(rewriter.isSwitch()).isTrue();
    assertThat(rewriter.sequence()).isEqualTo(SequenceNumber.plus(sequence, 1));
  }

  @Test
  void closesAGapThatNothingCanRepair() {
    rewriter.place(0, A, 70, 1000);
    int sequence = rewriter.sequence();
    rewriter.place(20 * MS, A, 70 + RtpRewriter.MAX_GAP_PACKETS, 2000);
    assertThat(rewriter.sequence())
        .isEqualTo(SequenceNumber.plus(sequence, RtpRewriter.MAX_GAP_PACKETS));
    rewriter.place(40 * MS, A, 70 + 2 * RtpRewriter.MAX_GAP_PACKETS + 1, 3000);
    assertThat(rewriter.sequence())
        .isEqualTo(SequenceNumber.plus(sequence, RtpRewriter.MAX_GAP_PACKETS + 1));
  }

  @Test
  void aSenderReportSaysWhereTheStreamIsNow() {
    rewriter.place(0, A, 70, 1000);
    assertThat(rewriter.timestampAt(250 * MS) - rewriter.timestamp()).isEqualTo(12_000);
    assertThat(rewriter.timestampAt(3_600_000 * MS) - rewriter.timestamp()).isEqualTo(172_800_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverGivesOneIndexTwiceWhateverItIsSent(long seed) {
    Random random = new Random(seed);
    Set<Long> used = new HashSet<>();
    long highest = -1;
    int[] last = {random.nextInt(65536), random.nextInt(65536)};
    for (int i = 0; i < 100_000; i++) {
      int speaker = random.nextInt(100) == 0 ? 1 : 0;
      if (random.nextInt(500) == 0) {
        rewriter.endSpeaker();
      }
      int jump =
          switch (random.nextInt(20)) {
            case 0 -> random.nextInt(65536);
            case 1, 2, 3 -> -random.nextInt(100);
            case 4 -> random.nextInt(2000);
            default -> 1;
          };
      last[speaker] = (last[speaker] + jump) & 0xffff;
      if (!rewriter.place(i * MS, speaker, last[speaker], random.nextInt())) {
        continue;
      }
      long index =
          highest < 0
              ? rewriter.sequence()
              : highest + SequenceNumber.distance((int) highest & 0xffff, rewriter.sequence());
      assertThat(used.add(index)).as("index %d, seed %d, packet %d", index, seed, i).isTrue();
      assertThat(index - highest).isLessThanOrEqualTo(Short.MAX_VALUE);
      highest = Math.max(highest, index);
    }
  }
}
