package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Datagram;
import chat.free4.sfu.Stage.Heard;
import chat.free4.wire.BigEndian;
import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RTCP in both directions: reports, loss that provokes FEC, and retransmissions. */
final class FeedbackTest {
  private static final long ROOM = 9;
  private static final int SLOTS = 6;

  private final Stage stage = new Stage(1);

  /** One packet of a compound, copied out of the reader. */
  private record Report(int type, int sender, int blocks, int blockSsrc, int fractionLost) {}

  private static List<Report> reports(Browser browser) {
    List<Report> reports = new ArrayList<>();
    for (Datagram datagram : browser.control) {
      RtcpReader reader = new RtcpReader();
      if (datagram.bytes().length < 8
          || reader.start(datagram.segment(), 0, datagram.bytes().length) != null) {
        continue;
      }
      while (reader.next()) {
        boolean hasBlock = reader.type() == RtcpReader.RECEIVER_REPORT && reader.count() > 0;
        reports.add(
            new Report(
                reader.type(),
                reader.senderSsrc(),
                reader.count(),
                hasBlock ? reader.blockSsrc(0) : 0,
                hasBlock ? reader.fractionLost(0) : 0));
      }
    }
    return reports;
  }

  private void speakFor(int frames, Browser... speakers) {
    for (int i = 0; i < frames; i++) {
      for (Browser speaker : speakers) {
        speaker.speak(30);
      }
      stage.frame();
    }
  }

  private byte[] receiverReport(int ssrc, int fractionLost) {
    MemorySegment segment = MemorySegment.ofArray(new byte[32]);
    int bytes = RtcpWriter.receiverReport(segment, 0, 1, 1);
    RtcpWriter.reportBlock(segment, bytes, ssrc, fractionLost, 0, 0, 0, 0, 0);
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] nack(int ssrc, int... lost) {
    MemorySegment segment = MemorySegment.ofArray(new byte[12 + 4 * lost.length]);
    int bytes = RtcpWriter.nack(segment, 0, 1, ssrc, lost, lost.length);
    return segment.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void sendsOneReportASecondToWhoSpeaksAndASenderReportForEachActiveSlot() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, SLOTS);
    Browser speaker = browsers.get(0);
    Browser listener = browsers.get(1);
    speakFor(500, speaker);
    List<Report> toSpeaker = reports(speaker);
    assertThat(toSpeaker).extracting(Report::type).containsOnly(RtcpReader.RECEIVER_REPORT);
    assertThat(toSpeaker).hasSizeBetween(9, 11);
    assertThat(toSpeaker).extracting(Report::blockSsrc).containsOnly(speaker.ssrc);
    List<Report> toListener = reports(listener);
    assertThat(toListener).extracting(Report::type).containsOnly(RtcpReader.SENDER_REPORT);
    assertThat(toListener).hasSizeBetween(9, 11);
    assertThat(toListener)
        .extracting(Report::sender)
        .containsOnly(listener.heard.getFirst().ssrc());
  }

  @Test
  void aSenderReportCountsPacketsAndNamesTheStreamsTime() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser listener = browsers.get(1);
    speakFor(100, browsers.get(0));
    RtcpReader reader = new RtcpReader();
    Datagram last = listener.control.getLast();
    assertThat(reader.start(last.segment(), 0, last.bytes().length)).isNull();
    reader.next();
    assertThat(reader.packetCount()).isBetween(40, 100);
    assertThat(reader.octetCount()).isEqualTo(reader.packetCount() * 80);
    Heard heard = listener.heard.get(reader.packetCount() - 1);
    assertThat(reader.rtpTimestamp() - heard.timestamp()).isBetween(0, 960);
  }

  @Test
  void isSilentWhereNobodySpeaks() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    speakFor(5, browsers.get(0));
    stage.advance(2_000_000_000L);
    browsers.forEach(browser -> browser.control.clear());
    stage.advance(10_000_000_000L);
    browsers.forEach(browser -> assertThat(browser.control).isEmpty());
  }

  @Test
  void tellsASpeakerItsOwnLoss() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser speaker = browsers.get(0);
    for (int i = 0; i < 500; i++) {
      if (i % 10 == 3) {
        speaker.skip();
      } else {
        speaker.speak(30);
      }
      stage.frame();
    }
    List<Report> reports =
        reports(speaker).stream().filter(r -> r.type() == RtcpReader.RECEIVER_REPORT).toList();
    assertThat(reports.getLast().fractionLost()).isBetween(20, 32);
  }

  @Test
  void tellsASpeakerWhatItsListenersLose() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, SLOTS);
    Browser speaker = browsers.get(0);
    Browser listener = browsers.get(1);
    speakFor(10, speaker);
    stage.add(listener.path, receiverReport(listener.heard.getFirst().ssrc(), 26));
    speakFor(100, speaker);
    assertThat(reports(speaker).getLast().fractionLost()).isEqualTo(26);
    stage.add(listener.path, receiverReport(listener.heard.getFirst().ssrc(), 0));
    speakFor(100, speaker);
    assertThat(reports(speaker).getLast().fractionLost()).isZero();
  }

  @Test
  void aReportOfLossGrowsOldAndIsCapped() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser speaker = browsers.get(0);
    Browser listener = browsers.get(1);
    speakFor(10, speaker);
    stage.add(listener.path, receiverReport(listener.heard.getFirst().ssrc(), 255));
    speakFor(100, speaker);
    assertThat(reports(speaker).getLast().fractionLost()).isEqualTo(Speaker.MAX_REPORTED_LOSS);
    speakFor(700, speaker);
    assertThat(reports(speaker).getLast().fractionLost()).isZero();
  }

  @Test
  void oneBadLineAmongManyDoesNotSetTheLossOfAll() {
    List<Browser> browsers = stage.joinMany(ROOM, 41, SLOTS);
    Browser speaker = browsers.get(0);
    speakFor(10, speaker);
    for (int i = 1; i <= 40; i++) {
      Browser listener = browsers.get(i);
      int loss = i <= 2 ? 200 : 10;
      stage.add(listener.path, receiverReport(listener.heard.getFirst().ssrc(), loss));
    }
    speakFor(100, speaker);
    assertThat(reports(speaker).getLast().fractionLost()).isEqualTo(10);
  }

  @Test
  void answersANackWithTheIdenticalPacket() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser listener = browsers.get(1);
    speakFor(20, browsers.get(0));
    Heard lost = listener.heard.get(12);
    Heard alsoLost = listener.heard.get(15);
    listener.heard.clear();
    stage.add(listener.path, nack(lost.ssrc(), lost.sequence(), alsoLost.sequence()));
    stage.run();
    assertThat(listener.heard)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("nanos")
        .containsExactlyInAnyOrder(lost, alsoLost);
    assertThat(stage.engine.counters().resent()).isEqualTo(2);
    assertThat(stage.engine.counters().forwarded()).isEqualTo(20);
  }

  @Test
  void limitsWhatANackGets() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser listener = browsers.get(1);
    speakFor(200, browsers.get(0));
    Heard old = listener.heard.getFirst();
    Heard last = listener.heard.getLast();
    listener.heard.clear();
    for (int i = 0; i < 10; i++) {
      stage.add(listener.path, nack(last.ssrc(), last.sequence()));
    }
    stage.add(listener.path, nack(old.ssrc(), old.sequence()));
    stage.add(listener.path, nack(12345, old.sequence()));
    stage.run();
    assertThat(listener.heard).hasSize(1);
    assertThat(stage.drops("resend_limited")).isEqualTo(9);
    assertThat(stage.drops("not_in_history")).isEqualTo(1);
  }

  @Test
  void retransmissionsThatWaitAreLimited() {
    Stage wide = new Stage(4, MediaLimits.DEFAULT, 512);
    List<Browser> browsers = wide.joinMany(ROOM, 40, SLOTS);
    for (int i = 0; i < 64; i++) {
      browsers.getFirst().speak(30);
      wide.frame();
    }
    int asked = 0;
    for (Browser browser : browsers.subList(1, browsers.size())) {
      int[] sequences = browser.heard.stream().mapToInt(Heard::sequence).toArray();
      wide.add(browser.path, nack(browser.heard.getFirst().ssrc(), sequences));
      asked += sequences.length;
    }
    wide.run();
    assertThat(asked).isGreaterThan(2 * Forwarder.MAX_RESENDS);
    assertThat(wide.engine.counters().resent()).isEqualTo(Forwarder.MAX_RESENDS);
    assertThat(wide.drops("resend_limited")).isEqualTo(asked - Forwarder.MAX_RESENDS);
  }

  @Test
  void aListenersSlotsShareOneHistory() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, SLOTS);
    Browser listener = browsers.get(2);
    speakFor(20, browsers.get(0), browsers.get(1));
    List<Heard> heard = List.copyOf(listener.heard);
    listener.heard.clear();
    for (Heard packet : heard) {
      stage.add(listener.path, nack(packet.ssrc(), packet.sequence()));
    }
    stage.run();
    assertThat(heard).hasSize(40);
    assertThat(listener.heard)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("nanos")
        .containsExactlyInAnyOrderElementsOf(heard);
  }

  @Test
  void keepsNoHistoryForWhoDidNotOfferNack() {
    Browser speaker = stage.join(ROOM, 1, SLOTS);
    Browser listener = stage.add(ROOM, 2, SLOTS, stage.parameters(SLOTS, true, false)).connect();
    speakFor(5, speaker);
    Heard heard = listener.heard.getLast();
    listener.heard.clear();
    stage.add(listener.path, nack(heard.ssrc(), heard.sequence()));
    stage.run();
    assertThat(listener.heard).isEmpty();
    assertThat(stage.drops("not_in_history")).isEqualTo(1);
  }

  @Test
  void asksASpeakerForWhatIsMissingAndForwardsItWhereItBelongs() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser speaker = browsers.get(0);
    Browser listener = browsers.get(1);
    speakFor(5, speaker);
    byte[] late = speaker.voice(speaker.sequence, speaker.timestamp, 30, 80);
    int lost = speaker.sequence;
    speaker.skip();
    speaker.control.clear();
    speaker.speak(30);
    stage.run();
    stage.advance(15_000_000);
    RtcpReader reader = new RtcpReader();
    Datagram asked = speaker.control.getLast();
    assertThat(reader.start(asked.segment(), 0, asked.bytes().length)).isNull();
    assertThat(reader.next()).isTrue();
    while (!reader.isNack()) {
      assertThat(reader.next()).isTrue();
    }
    assertThat(reader.mediaSsrc()).isEqualTo(speaker.ssrc);
    assertThat(reader.nackPacketId(0)).isEqualTo(lost);
    stage.add(speaker.path, late);
    stage.run();
    Heard repaired = listener.heard.getLast();
    Heard before = listener.heard.get(listener.heard.size() - 2);
    assertThat(repaired.sequence()).isEqualTo((before.sequence() - 1) & 0xffff);
    assertThat(repaired.timestamp()).isEqualTo(before.timestamp() - 960);
    stage.advance(1_000_000_000L);
    assertThat(stage.engine.counters().nacksSent()).isEqualTo(1);
  }

  @Test
  void asksNobodyWhoDidNotOfferNack() {
    Browser speaker = stage.add(ROOM, 1, SLOTS, stage.parameters(SLOTS, true, false)).connect();
    stage.join(ROOM, 2, SLOTS);
    speakFor(5, speaker);
    speaker.skip();
    speakFor(50, speaker);
    assertThat(stage.engine.counters().nacksSent()).isZero();
  }

  @Test
  void givesASendersReportTimeBack() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser speaker = browsers.get(0);
    speakFor(10, speaker);
    long ntp = NtpTime.ofUnixNanos(1_700_000_000_000_000_000L);
    MemorySegment segment = MemorySegment.ofArray(new byte[28]);
    RtcpWriter.senderReport(segment, 0, speaker.ssrc, ntp, 1, 2, 3);
    stage.add(speaker.path, segment.toArray(ValueLayout.JAVA_BYTE));
    speaker.control.clear();
    speakFor(60, speaker);
    RtcpReader reader = new RtcpReader();
    Datagram report = speaker.control.getLast();
    assertThat(reader.start(report.segment(), 0, report.bytes().length)).isNull();
    reader.next();
    assertThat(reader.lastSr(0)).isEqualTo(NtpTime.compact(ntp));
  }

  @Test
  void aGoodbyeChangesNothing() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    Browser speaker = browsers.get(0);
    byte[] bye = new byte[8];
    RtcpWriter.bye(MemorySegment.ofArray(bye), 0, speaker.ssrc);
    stage.add(speaker.path, bye);
    speakFor(5, speaker);
    assertThat(browsers.get(1).heard).hasSize(5);
  }

  @Test
  void brokenControlPacketsAreCounted() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    byte[] broken = new byte[12];
    BigEndian.put32(MemorySegment.ofArray(broken), 0, 0x80c900ff);
    stage.add(browser.path, broken);
    stage.run();
    assertThat(stage.drops("rtcp_truncated")).isEqualTo(1);
  }
}
