package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sim.SimulatedSfu.Participant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshake and forwarding under loss, reorder and duplication of the same share each. */
class RoughNetworkTest {
  private static final long ROOM = 1;
  private static final int FIREFOX = 2;
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest(name = "{0} %, seed {1}")
  @CsvSource({"0, 11", "1, 12", "5, 13", "10, 14", "20, 15", "30, 16", "30, 17", "30, 18"})
  void peopleConnectAndHearEachOther(int percent, long seed) {
    SimulatedSfu sfu = new SimulatedSfu(seed);
    double share = percent / 100.0;
    sfu.network().setConditions(NetworkConditions.rough(share));
    List<Participant> people = new ArrayList<>();
    for (int member = 1; member <= 4; member++) {
      people.add(
          sfu.join(
              ROOM, member, member == FIREFOX ? BrowserKind.FIREFOX : BrowserKind.CHROMIUM, 3));
    }
    String run = "%d %%, seed %d".formatted(percent, seed);
    boolean connected =
        sfu.runUntil(() -> people.stream().allMatch(p -> p.browser().isConnected()), 15 * SECOND);
    assertThat(connected).as("all connected, %s", run).isTrue();
    for (Participant person : people) {
      person.browser().microphone().speak(30);
    }
    sfu.runFor(10 * SECOND);
    for (Participant listener : people) {
      for (Participant speaker : people) {
        assertHears(listener, speaker, share, run);
      }
      for (SlotReceiver slot : listener.browser().slots()) {
        assertThat(slot.duplicates()).as(run).isZero();
        assertThat(slot.wrongSpeakers()).as(run).isZero();
        assertThat(slot.timestampFaults()).as(run).isZero();
      }
    }
    // Nobody was thrown out: consent held.
    assertThat(sfu.engine().counters().connectedPeers()).as(run).isEqualTo(4);
  }

  private static void assertHears(
      Participant listener, Participant speaker, double share, String run) {
    long packets = listener.browser().packetsFrom(speaker.member());
    String who = "%d hears %d, %s".formatted(listener.member(), speaker.member(), run);
    if (listener == speaker) {
      assertThat(packets).as(who).isZero();
      return;
    }
    // Lost on the way in and on the way out; where NACK was offered, most comes back.
    double expected = 500 * arriving(speaker, share) * arriving(listener, share);
    assertThat(packets).as(who).isBetween((long) (0.95 * expected), 501L);
  }

  private static double arriving(Participant participant, double share) {
    return participant.member() == FIREFOX ? 1 - share : 1 - share / 2;
  }
}
