package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SctpFlowControlTest {
  private static final SctpSettings SETTINGS = SctpSettings.DEFAULT;

  private final SctpLink link = new SctpLink(1);

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 1000, 65_536})
  void aReceiverThatReadsNothingBoundsMemoryOnBothSides(int messageBytes) {
    link.connected();
    link.b.reads = false;
    link.loss = 0.03;
    int[] taken = {0};
    link.a.behaviour =
        () -> {
          while (link.a.association.send(
                  link.now, taken[0] % 7, 53, new byte[messageBytes], Reliability.ORDERED)
              == null) {
            taken[0]++;
          }
        };
    link.run(120 * SECOND);
    int stalled = taken[0];
    link.run(60 * SECOND);
    assertThat(taken[0]).as("taken while nobody reads").isEqualTo(stalled);
    assertThat(link.a.mostHeldToSend).isLessThanOrEqualTo(SETTINGS.sendBufferBytes());
    assertThat(link.b.mostHeldReceived)
        .isLessThanOrEqualTo(2 * SETTINGS.receiveWindowBytes() + 2000);
    assertThat(link.a.events)
        .as("who answers is not gone")
        .doesNotHaveAnyElementsOfTypes(SctpEvent.Closed.class);

    link.a.behaviour = () -> {};
    link.b.reads = true;
    link.runUntil(() -> link.b.messages.size() == stalled, 120 * SECOND);
    assertThat(link.b.messages).hasSize(stalled);
  }

  @Test
  void aClosedWindowIsKnockedAtWithOnePieceAtATime() {
    link.connected();
    link.b.reads = false;
    link.a.behaviour =
        () -> link.a.association.send(link.now, 0, 53, new byte[60_000], Reliability.ORDERED);
    link.run(20 * SECOND);
    link.a.behaviour = () -> {};
    int before = link.a.packetsSent;
    link.run(100 * SECOND);
    assertThat(link.a.packetsSent - before).isBetween(5, 30);
  }

  @Test
  void whoWaitsIsToldThatLittleIsLeftAndThatThereIsRoom() {
    link.connected();
    link.a.association.setLowWater(3, 10_000);
    SendRefusal refusal = null;
    while (refusal == null) {
      refusal = link.a.association.send(link.now, 3, 53, new byte[50_000], Reliability.ORDERED);
    }
    assertThat(refusal).isEqualTo(SendRefusal.BUFFER_FULL);
    assertThat(link.a.association.bufferedAmount(3)).isGreaterThan(10_000);
    link.runUntil(() -> link.a.events.contains(new SctpEvent.LowWater(3)), 10 * SECOND);
    assertThat(link.a.association.bufferedAmount(3)).isLessThanOrEqualTo(10_000);
    assertThat(link.a.events)
        .containsOnlyOnce(new SctpEvent.LowWater(3))
        .containsOnlyOnce(new SctpEvent.Writable());
    assertThat(link.a.association.bufferedAmount(4)).isZero();
  }

  @Test
  void everyRefusalSaysWhy() {
    link.connected();
    SctpAssociation a = link.a.association;
    assertThat(a.send(link.now, 0, 53, new byte[0], Reliability.ORDERED))
        .isEqualTo(SendRefusal.EMPTY);
    byte[] tooLarge = new byte[SETTINGS.maxMessageBytes() + 1];
    assertThat(a.send(link.now, 0, 53, tooLarge, Reliability.ORDERED))
        .isEqualTo(SendRefusal.TOO_LARGE);
    assertThat(a.send(link.now, SETTINGS.maxStreams(), 53, new byte[1], Reliability.ORDERED))
        .isEqualTo(SendRefusal.NO_SUCH_STREAM);
    a.resetStream(link.now, 2);
    assertThat(a.send(link.now, 2, 53, new byte[1], Reliability.ORDERED))
        .isEqualTo(SendRefusal.CLOSING);
  }

  @Test
  void moreShortMessagesThanMayWaitAreRefused() {
    link.connected();
    int taken = 0;
    while (link.a.association.send(link.now, 0, 53, new byte[1], Reliability.ORDERED) == null) {
      taken++;
    }
    assertThat(taken).isEqualTo(SETTINGS.sendBufferMessages());
  }

  @Test
  void oneWhoSendsAMessageLongerThanAgreedIsCutOff() {
    SctpSettings larger = new SctpSettings(5000, 5000, 1160, 1 << 20, 1 << 22, 4096, 1 << 22, 64);
    SctpAssociation big = new SctpAssociation(larger, new java.util.Random(1));
    byte[] packet = new byte[2048];
    big.connect(link.now);
    SctpAssociation strict = link.b.association;
    for (int round = 0; round < 4; round++) {
      carry(big, strict, packet);
      carry(strict, big, packet);
    }
    assertThat(big.send(link.now, 0, 53, new byte[1 << 20], Reliability.ORDERED)).isNull();
    for (int round = 0; round < 100; round++) {
      carry(big, strict, packet);
      carry(strict, big, packet);
    }
    assertThat(strict.pollEvent()).isEqualTo(new SctpEvent.Connected());
    assertThat(strict.pollEvent())
        .isEqualTo(new SctpEvent.Closed(SctpEvent.Reason.PROTOCOL_VIOLATION));
    assertThat(big.pollEvent()).isEqualTo(new SctpEvent.Connected());
    SctpEvent last = big.pollEvent();
    while (last instanceof SctpEvent.LowWater) {
      last = big.pollEvent();
    }
    assertThat(last).isEqualTo(new SctpEvent.Closed(SctpEvent.Reason.ABORTED_BY_PEER));
  }

  private void carry(SctpAssociation from, SctpAssociation to, byte[] packet) {
    for (int length = from.pollPacket(packet); length > 0; length = from.pollPacket(packet)) {
      to.handlePacket(link.now, Arrays.copyOf(packet, length), length);
    }
  }

  @Test
  void whatGoesBeyondTheWindowIsDroppedAndCounted() {
    link.connected();
    link.b.reads = false;
    int[] highest = {0};
    int[] tag = {0};
    SctpReader reader = new SctpReader();
    link.filter =
        (from, packet) -> {
          if (from == link.a && reader.start(packet, packet.length) == null) {
            tag[0] = reader.verificationTag();
            while (reader.next()) {
              highest[0] = reader.type() == Sctp.DATA ? reader.tsn() : highest[0];
            }
          }
          return true;
        };
    link.a.association.send(link.now, 0, 53, new byte[1], Reliability.ORDERED);
    link.run(SECOND);
    byte[] payload = new byte[1000];
    for (int i = 1; i <= 2000; i++) {
      int tsn = highest[0] + i;
      link.b.take(
          SctpPackets.of(tag[0], out -> out.data(7, tsn, 0, 0, 53, payload, 0, payload.length)));
    }
    assertThat(link.b.drops.get("sctp_window_full")).isGreaterThan(1500);
    assertThat(link.b.mostHeldReceived).isLessThan(SETTINGS.receiveWindowBytes() + 2000);
  }

  @Test
  void holesAndFarAwayNumbersAreBounded() {
    link.connected();
    ReceivedTsns received = new ReceivedTsns(10);
    for (int i = 0; i < ReceivedTsns.MAX_GAPS; i++) {
      assertThat(received.add(12 + 2 * i)).isNull();
    }
    int next = 12 + 2 * ReceivedTsns.MAX_GAPS;
    assertThat(received.add(next)).isEqualTo(SctpAssociationDrop.TOO_MANY_GAPS);
    assertThat(received.add(next - 1)).isNull();
    assertThat(received.add(9 + ReceivedTsns.MAX_AHEAD + 1))
        .isEqualTo(SctpAssociationDrop.TSN_OUT_OF_RANGE);
    received.forward(next);
    assertThat(received.cumulative()).isEqualTo(next);
    assertThat(received.gaps()).isZero();
  }
}
