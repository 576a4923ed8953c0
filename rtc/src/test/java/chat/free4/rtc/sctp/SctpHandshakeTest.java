package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.MILLI;
import static chat.free4.rtc.sctp.SctpLink.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SctpHandshakeTest {
  private static final byte[] HELLO = {1, 2, 3};

  private final SctpLink link = new SctpLink(1);

  @Test
  void oneAsksAndBothCanSend() {
    link.connected();
    assertThat(link.a.association.send(link.now, 0, 53, HELLO, Reliability.ORDERED)).isNull();
    assertThat(link.b.association.send(link.now, 1, 53, HELLO, Reliability.ORDERED)).isNull();
    link.run(SECOND);
    assertThat(link.b.messages).hasSize(1);
    assertThat(link.b.messages.getFirst().payload()).isEqualTo(HELLO);
    assertThat(link.a.messages.getFirst().stream()).isEqualTo(1);
  }

  @Test
  void bothAskAtOnceAndMakeOneAssociation() {
    link.b.association.connect(link.now);
    link.connected();
    link.run(SECOND);
    assertThat(link.a.events).containsOnlyOnce(new SctpEvent.Connected());
    assertThat(link.b.events).containsOnlyOnce(new SctpEvent.Connected());
    assertThat(link.a.association.send(link.now, 0, 53, HELLO, Reliability.ORDERED)).isNull();
    link.run(SECOND);
    assertThat(link.b.messages).hasSize(1);
  }

  @Test
  void everyMessageOfTheOpeningMayBeLostOrDoubled() {
    for (long seed = 1; seed <= 200; seed++) {
      SctpLink lossy = new SctpLink(seed);
      lossy.loss = 0.25;
      lossy.duplicate = 0.3;
      lossy.reorder = 0.3;
      if (seed % 2 == 0) {
        lossy.b.association.connect(lossy.now);
      }
      lossy.connected();
      lossy.loss = 0;
      lossy.a.association.send(lossy.now, 0, 53, HELLO, Reliability.ORDERED);
      lossy.runUntil(() -> !lossy.b.messages.isEmpty(), 30 * SECOND);
      assertThat(lossy.b.messages).as("seed %d", seed).hasSize(1);
    }
  }

  @Test
  void whoIsNotAnsweredGivesUp() {
    link.setDark(true);
    link.a.association.connect(link.now);
    link.run(300 * SECOND);
    assertThat(link.a.events).containsExactly(new SctpEvent.Closed(SctpEvent.Reason.UNREACHABLE));
    assertThat(link.a.packetsSent).isEqualTo(SctpAssociation.MAX_REPEATS + 1);
    assertThat(link.a.association.pollTimeout()).isEqualTo(SctpAssociation.NEVER);
  }

  @Test
  void nothingIsSentBeforeTheOtherSideIsKnown() {
    assertThat(link.a.association.send(link.now, 0, 53, HELLO, Reliability.ORDERED))
        .isEqualTo(SendRefusal.NOT_OPEN);
    assertThat(link.a.association.pollMessage()).isNull();
    assertThat(link.a.association.pollPacket(new byte[1200])).isZero();
  }

  @Test
  void aCookieThatWasNotMadeHereIsRefused() {
    link.filter =
        (from, packet) -> {
          if (packet[Sctp.HEADER_BYTES] == Sctp.COOKIE_ECHO) {
            packet[30] ^= 1;
            seal(packet);
          }
          return true;
        };
    link.a.association.connect(link.now);
    link.run(2 * SECOND);
    assertThat(link.b.drops).containsKey("sctp_forged_cookie");
    assertThat(link.b.isConnected()).isFalse();
  }

  @Test
  void aCookieThatIsTooOldIsRefusedAndAskedForAgain() {
    List<byte[]> held = new ArrayList<>();
    link.filter =
        (from, packet) -> {
          boolean holds = packet[Sctp.HEADER_BYTES] == Sctp.COOKIE_ECHO && held.isEmpty();
          if (holds) {
            held.add(packet);
          }
          return !holds && !(held.size() == 1 && from == link.a);
        };
    link.a.association.connect(link.now);
    link.run(StateCookie.LIFETIME_NANOS + SECOND);
    held.add(new byte[0]);
    link.b.take(held.getFirst());
    link.filter = null;
    assertThat(link.b.drops).containsKey("sctp_stale_cookie");
    link.runUntil(() -> link.a.isConnected() && link.b.isConnected(), 60 * SECOND);
    assertThat(link.a.isConnected() && link.b.isConnected()).isTrue();
  }

  @Test
  void aPacketOfAnotherAssociationIsRefused() {
    link.connected();
    SctpLink other = new SctpLink(2);
    List<byte[]> packets = new ArrayList<>();
    other.filter = (from, packet) -> packets.add(packet);
    other.connected();
    other.a.association.send(other.now, 0, 53, HELLO, Reliability.ORDERED);
    other.run(SECOND);
    assertThat(packets).hasSizeGreaterThan(5);
    int before = link.b.events.size();
    packets.forEach(link.b::take);
    assertThat(link.b.drops)
        .containsKeys("sctp_wrong_tag", "sctp_unexpected_chunk")
        .doesNotContainKey("sctp_restart");
    assertThat(link.b.messages).isEmpty();
    assertThat(link.b.events).hasSize(before);
  }

  @Test
  void aPortThatIsNotOursIsRefused() {
    link.filter =
        (from, packet) -> {
          packet[3] ^= 1;
          seal(packet);
          return true;
        };
    link.a.association.connect(link.now);
    link.run(SECOND / 2);
    assertThat(link.b.drops).containsOnlyKeys("sctp_wrong_port");
  }

  @Test
  void anOldCookieOfTheSameAssociationIsOnlyAcknowledgedAgain() {
    List<byte[]> echoes = new ArrayList<>();
    link.filter =
        (from, packet) -> {
          if (packet[Sctp.HEADER_BYTES] == Sctp.COOKIE_ECHO) {
            echoes.add(packet);
          }
          return true;
        };
    link.connected();
    link.b.take(echoes.getFirst());
    link.run(100 * MILLI);
    assertThat(link.b.events).containsExactly(new SctpEvent.Connected());
    assertThat(link.a.drops).containsOnlyKeys("sctp_unexpected_chunk");
  }

  @Test
  void whatIsNotKnownIsReportedAsItsTypeAsks() {
    link.connected();
    List<Integer> sent = new ArrayList<>();
    link.filter =
        (from, packet) -> {
          sent.add(packet[Sctp.HEADER_BYTES] & 0xff);
          return true;
        };
    int tag = tagOf(link);
    for (int type : new int[] {0x3f, 0x7f, 0xbf, 0xff}) {
      sent.clear();
      link.b.take(SctpPackets.of(tag, out -> out.chunk(type, 0, (byte) 1, (byte) 2)));
      assertThat(sent)
          .as("type %x", type)
          .isEqualTo((type & 0x40) != 0 ? List.of(Sctp.ERROR) : List.of());
    }
    assertThat(link.b.drops).containsEntry("sctp_unknown_chunk", 4);
  }

  /** What packets to {@code b} show. */
  private static int tagOf(SctpLink link) {
    List<Integer> tags = new ArrayList<>();
    SctpReader reader = new SctpReader();
    SctpLink.Filter before = link.filter;
    link.filter =
        (from, packet) -> {
          if (from == link.a && reader.start(packet, packet.length) == null) {
            tags.add(reader.verificationTag());
          }
          return true;
        };
    link.a.association.send(link.now, 0, 53, HELLO, Reliability.ORDERED);
    link.run(SECOND);
    link.filter = before;
    return tags.getFirst();
  }

  private static void seal(byte[] packet) {
    SctpPackets.seal(packet, packet.length);
  }
}
