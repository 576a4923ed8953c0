package chat.free4.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes over links that lose, reorder and duplicate, in virtual time. */
class DtlsLossTest {
  private static final int SEEDS = 60;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.1, 0.2, 0.3})
  void everyHandshakeEndsWithEqualKeysOnBothSides(double loss) {
    for (long seed = 0; seed < SEEDS; seed++) {
      DtlsPair pair = run(seed, loss);
      String what = "loss " + loss + " seed " + seed;
      assertThat(pair.client.closed).as(what).isNull();
      assertThat(pair.server.closed).as(what).isNull();
      DtlsEvent.Established client = DtlsEndpointTest.established(pair.client);
      DtlsEvent.Established server = DtlsEndpointTest.established(pair.server);
      assertThat(client.localKey()).as(what).isEqualTo(server.remoteKey());
      assertThat(client.localSalt()).as(what).isEqualTo(server.remoteSalt());
      assertThat(client.remoteKey()).as(what).isEqualTo(server.localKey());
      assertThat(client.remoteSalt()).as(what).isEqualTo(server.localSalt());
    }
  }

  @Test
  void aLinkThatLosesNineOfTenEndsByTheDeadlineAtTheLatest() {
    int timedOut = 0;
    for (long seed = 0; seed < 20; seed++) {
      DtlsPair pair = run(seed, 0.9);
      for (DtlsPair.Side side : List.of(pair.client, pair.server)) {
        assertThat(side.keys != null || side.closed != null).as("seed %d", seed).isTrue();
        if (side.closed != null) {
          assertThat(side.closed.reason()).isEqualTo(DtlsEvent.Reason.TIMED_OUT);
          assertThat(side.closedAt).isEqualTo(DtlsEndpoint.HANDSHAKE_DEADLINE_NANOS);
          timedOut++;
        }
      }
    }
    assertThat(timedOut).as("else this test shows nothing").isPositive();
  }

  @Test
  void withoutLossNothingIsSentTwice() {
    for (long seed = 0; seed < SEEDS; seed++) {
      // A way of 40 ms and back takes less than the first resend timer.
      SplittableRandom random = new SplittableRandom(seed);
      DtlsPair pair = new DtlsPair(seed, DtlsPair.lossy(random, 0, 0)).runToEnd();
      assertThat(pair.client.sent).as("seed %d", seed).hasSize(2);
      assertThat(pair.server.sent).as("seed %d", seed).hasSize(2);
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 100; seed < 110; seed++) {
      assertThat(schedule(run(seed, 0.3))).as("seed %d", seed).isEqualTo(schedule(run(seed, 0.3)));
    }
  }

  private static DtlsPair run(long seed, double loss) {
    SplittableRandom random = new SplittableRandom(seed);
    return new DtlsPair(seed, DtlsPair.lossy(random, loss, 0.1)).runToEnd();
  }

  /** When each side sent, and what kind of records; not their bytes, which nonces differ in. */
  private static List<String> schedule(DtlsPair pair) {
    List<String> schedule = new ArrayList<>();
    for (DtlsPair.Side side : List.of(pair.client, pair.server)) {
      for (int i = 0; i < side.sent.size(); i++) {
        StringBuilder line = new StringBuilder(side.role + " " + side.sentAt.get(i));
        for (byte[] record : Records.split(side.sent.get(i))) {
          line.append(' ').append(Records.type(record)).append('/').append(record[13]);
        }
        schedule.add(line.toString());
      }
      schedule.add(side.role + " established at " + side.establishedAt);
    }
    return schedule;
  }
}
