package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SctpClosingTest {
  private static final byte[] HELLO = {1, 2, 3};

  @Test
  void aStreamThatIsResetBeginsAnewAfterAllThatWasSentOnIt() {
    for (long seed = 1; seed <= 30; seed++) {
      SctpLink link = new SctpLink(seed).connected();
      link.loss = 0.15;
      link.reorder = 0.1;
      link.duplicate = 0.1;
      for (int round = 0; round < 3; round++) {
        int before = link.b.messages.size();
        for (int i = 0; i < 5; i++) {
          link.a.association.send(link.now, 2, 53, new byte[4000], Reliability.ORDERED);
          link.a.association.send(link.now, 3, 53, HELLO, Reliability.ORDERED);
        }
        link.a.association.resetStream(link.now, 2);
        link.a.events.clear();
        link.b.events.clear();
        link.runUntil(
            () -> link.a.events.contains(new SctpEvent.OutgoingReset(List.of(2))), 300 * SECOND);
        assertThat(link.a.events)
            .as("seed %d, round %d", seed, round)
            .containsOnlyOnce(new SctpEvent.OutgoingReset(List.of(2)));
        assertThat(link.b.events)
            .as("seed %d, round %d", seed, round)
            .containsExactly(new SctpEvent.IncomingReset(List.of(2)));
        link.runUntil(() -> link.b.messages.size() == before + 10, 60 * SECOND);
        assertThat(link.b.messages).as("seed %d, round %d", seed, round).hasSize(before + 10);
      }
    }
  }

  @Test
  void shutDownSendsWhatWaitsAndEndsBothSides() {
    for (long seed = 1; seed <= 30; seed++) {
      SctpLink link = new SctpLink(seed).connected();
      link.loss = 0.2;
      link.duplicate = 0.1;
      for (int i = 0; i < 20; i++) {
        link.a.association.send(link.now, 0, 53, new byte[5000], Reliability.ORDERED);
        link.b.association.send(link.now, 0, 53, new byte[500], Reliability.ORDERED);
      }
      link.a.association.shutdown(link.now);
      if (seed % 3 == 0) {
        link.b.association.shutdown(link.now);
      }
      SctpEvent end = new SctpEvent.Closed(SctpEvent.Reason.SHUT_DOWN);
      link.runUntil(() -> link.a.events.contains(end) && link.b.events.contains(end), 900 * SECOND);
      assertThat(link.b.events).as("seed %d", seed).contains(end);
      assertThat(link.a.events).as("seed %d", seed).contains(end);
      assertThat(link.b.messages).as("seed %d", seed).hasSize(20);
      assertThat(link.a.messages).as("seed %d", seed).hasSize(20);
      assertThat(link.a.association.pollTimeout()).isEqualTo(SctpAssociation.NEVER);
    }
  }

  @Test
  void abortEndsBothSidesAtOnce() {
    SctpLink link = new SctpLink(1).connected();
    link.a.association.send(link.now, 0, 53, new byte[50_000], Reliability.ORDERED);
    link.a.association.abort(link.now);
    link.run(SECOND);
    assertThat(link.a.events).endsWith(new SctpEvent.Closed(SctpEvent.Reason.ABORTED_LOCALLY));
    assertThat(link.b.events).endsWith(new SctpEvent.Closed(SctpEvent.Reason.ABORTED_BY_PEER));
    link.a.association.abort(link.now);
    assertThat(link.a.association.pollEvent()).isNull();
  }
}
