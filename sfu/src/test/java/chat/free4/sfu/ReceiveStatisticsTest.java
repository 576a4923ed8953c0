package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class ReceiveStatisticsTest {
  private static final long MS = 1_000_000;
  private static final int SSRC = 77;

  private final ReceiveStatistics statistics = new ReceiveStatistics();
  private final MemorySegment memory = MemorySegment.ofArray(new byte[64]);
  private final RtcpReader reader = new RtcpReader();
  private long now = 10_000 * MS;

  private int packet(int sequence) {
    return packet(sequence, sequence * 960);
  }

  private int packet(int sequence, int timestamp) {
    now += 20 * MS;
    return statistics.handlePacket(now, SSRC, sequence & 0xffff, timestamp);
  }

  /** Writes a report and reads it back. */
  private RtcpReader report() {
    RtcpWriter.receiverReport(memory, 0, 1, 1);
    statistics.writeReportBlock(now, statistics.fractionLost(), memory, 8);
    assertThat(reader.start(memory, 0, 32)).isNull();
    assertThat(reader.next()).isTrue();
    return reader;
  }

  @Test
  void saysHowFarAPacketIsAhead() {
    assertThat(packet(65534)).isEqualTo(1);
    assertThat(packet(65535)).isEqualTo(1);
    assertThat(packet(65538)).isEqualTo(3);
    assertThat(packet(65537)).isEqualTo(-1);
  }

  @Test
  void countsLossOfEachIntervalAndOfAll() {
    for (int i = 0; i < 100; i++) {
      if (i % 4 != 1) {
        packet(65500 + i);
      }
    }
    RtcpReader first = report();
    assertThat(first.blockSsrc(0)).isEqualTo(SSRC);
    assertThat(first.fractionLost(0)).isEqualTo(64);
    assertThat(first.cumulativeLost(0)).isEqualTo(25);
    assertThat(first.extendedHighestSequence(0)).isEqualTo(65599);
    for (int i = 100; i < 200; i++) {
      packet(65500 + i);
    }
    RtcpReader second = report();
    assertThat(second.fractionLost(0)).isZero();
    assertThat(second.cumulativeLost(0)).isEqualTo(25);
  }

  @Test
  void aRetransmissionThatComesLateIsNoLoss() {
    packet(1);
    packet(3);
    packet(2);
    assertThat(report().fractionLost(0)).isZero();
    assertThat(reader.cumulativeLost(0)).isZero();
  }

  @Test
  void anotherSsrcOrAJumpBeginsAnew() {
    packet(1);
    packet(5);
    assertThat(statistics.handlePacket(now, SSRC + 1, 900, 0)).isEqualTo(1);
    assertThat(statistics.ssrc()).isEqualTo(SSRC + 1);
    assertThat(report().cumulativeLost(0)).isZero();
    assertThat(statistics.handlePacket(now, SSRC + 1, 900 + 3001, 0)).isEqualTo(1);
    assertThat(report().fractionLost(0)).isZero();
  }

  @Test
  void jitterIsThatOfRfc3550() {
    for (int i = 0; i < 200; i++) {
      now += i % 2 == 0 ? 10 * MS : -10 * MS;
      packet(i);
    }
    // Arrival differs by 10 ms from packet to packet, once early and once late.
    assertThat(report().jitter(0)).isBetween(450, 490);
  }

  @Test
  void jitterOfAnEvenStreamIsNone() {
    for (int i = 0; i < 200; i++) {
      packet(i);
    }
    assertThat(report().jitter(0)).isLessThanOrEqualTo(1);
  }

  @Test
  void givesTheSendersTimeBack() {
    packet(1);
    assertThat(report().lastSr(0)).isZero();
    long ntp = NtpTime.ofUnixNanos(1_700_000_000_000_000_000L);
    statistics.handleSenderReport(now, SSRC, ntp);
    now += 500 * MS;
    assertThat(report().lastSr(0)).isEqualTo(NtpTime.compact(ntp));
    assertThat(reader.delaySinceLastSr(0)).isEqualTo(32768);
  }

  @Test
  void ignoresASenderReportOfAnotherStream() {
    packet(1);
    statistics.handleSenderReport(now, SSRC + 1, -1L);
    assertThat(report().lastSr(0)).isZero();
  }

  @Test
  void knowsWhetherAnythingCameSinceTheLastReport() {
    assertThat(statistics.isHeardSinceReport()).isFalse();
    packet(1);
    assertThat(statistics.isHeardSinceReport()).isTrue();
    report();
    assertThat(statistics.isHeardSinceReport()).isFalse();
  }
}
