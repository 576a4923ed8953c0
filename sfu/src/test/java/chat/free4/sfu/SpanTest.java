package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Heard;
import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One room with parts in several engines. */
final class SpanTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int SMALL_STAGE_SLOTS = 4;
  private static final MediaLimits SMALL_STAGE =
      new MediaLimits(9, 999, 999, SMALL_STAGE_SLOTS, 9, 1024, 64, 16, 2048);

  private static void speak(Span span, int frames, int level, Browser... speakers) {
    for (int i = 0; i < frames; i++) {
      for (Browser speaker : speakers) {
        speaker.speak(level);
      }
      span.frame();
    }
  }

  private static Set<Integer> othersOf(List<Browser> browsers, Browser listener) {
    return browsers.stream()
        .map(browser -> browser.member)
        .filter(member -> member != listener.member)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyoneHearsEveryoneAcross() {
    Span span = new Span(3);
    for (int member = 1; member <= 6; member++) {
      span.join(member % 3, member);
    }
    speak(span, 20, Stage.LOUD, span.browsers.toArray(new Browser[0]));
    for (Browser listener : span.browsers) {
      assertThat(listener.heard).hasSize(5 * 20);
      assertThat(listener.speakersHeard()).isEqualTo(othersOf(span.browsers, listener));
    }
  }

  @Test
  void aStreamFromAnotherPartIsContinuousAndKeepsItsLevel() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser listener = span.join(1, 2);
    speak(span, 50, 33, speaker);
    List<Heard> heard = listener.heard;
    assertThat(heard).hasSize(50).extracting(Heard::level).containsOnly(33);
    for (int i = 1; i < heard.size(); i++) {
      assertThat(heard.get(i).sequence()).isEqualTo((heard.get(i - 1).sequence() + 1) & 0xffff);
      assertThat(heard.get(i).timestamp()).isEqualTo(heard.get(i - 1).timestamp() + 960);
    }
  }

  /** Members of both parts murmur, K of them from both parts speak up. */
  @Test
  void allHearJustTheLoudestOfAllParts() {
    Span span = new Span(2, SMALL_STAGE);
    for (int member = 1; member <= 60; member++) {
      span.join(member % 2, member, SMALL_STAGE_SLOTS);
    }
    Set<Integer> loud = Set.of(3, 20, 41, 58);
    for (int i = 0; i < 150; i++) {
      if (i == 100) {
        span.browsers.forEach(Browser::speakersHeard);
      }
      for (Browser browser : span.browsers) {
        browser.speak(loud.contains(browser.member) ? 20 : 60);
      }
      span.frame();
    }
    for (Browser listener : span.browsers) {
      Set<Integer> heard = listener.speakersHeard();
      if (loud.contains(listener.member)) {
        // A slot is left over, for one of the others.
        assertThat(heard).hasSize(SMALL_STAGE_SLOTS).containsAll(others(loud, listener));
      } else {
        assertThat(heard).isEqualTo(new TreeSet<>(loud));
      }
    }
  }

  private static Set<Integer> others(Set<Integer> members, Browser listener) {
    Set<Integer> others = new TreeSet<>(members);
    others.remove(listener.member);
    return others;
  }

  @Test
  void whatCrossesDoesNotGrowWithTheRoom() {
    Span span = new Span(2, SMALL_STAGE);
    for (int member = 1; member <= 120; member++) {
      span.join(member % 2, member, SMALL_STAGE_SLOTS);
    }
    for (int i = 0; i < 100; i++) {
      span.browsers.forEach(browser -> browser.speak(browser.member < 20 ? 25 : 50));
      span.frame();
    }
    long before = span.parts.getFirst().engine.counters().relayedOut();
    for (int i = 0; i < 50; i++) {
      span.browsers.forEach(browser -> browser.speak(browser.member < 20 ? 25 : 50));
      span.frame();
    }
    long crossed = span.parts.getFirst().engine.counters().relayedOut() - before;
    int stage = SMALL_STAGE_SLOTS + RoomMedia.STAGE_BEYOND_SLOTS;
    // Those on stage, those who still hold a slot, and a report a second of each that is heard.
    assertThat(crossed).isBetween(50L, 50L * (stage + SMALL_STAGE_SLOTS));
  }

  @Test
  void theFirstWordFromAnotherPartIsHeardFromItsFirstPacketOn() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser listener = span.join(1, 2);
    for (int member = 3; member <= 40; member++) {
      span.join(member % 2, member);
    }
    span.frames(50);
    speak(span, 10, Stage.LOUD, speaker);
    assertThat(listener.heard).hasSize(10);
  }

  @Test
  void whoLeavesIsForgottenInAllPartsAtOnce() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser listener = span.join(1, 2);
    speak(span, 10, Stage.LOUD, speaker);
    span.parts.get(0).command(new MediaCommand.RemovePeer(Span.ROOM, 1));
    span.cross();
    assertThat(span.parts.get(1).engine.counters().relayedIn()).isEqualTo(11);
    // The slot is free: seven others fill six slots, and nobody holds one for who is gone.
    List<Browser> others = new ArrayList<>();
    for (int member = 3; member <= 8; member++) {
      others.add(span.join(1, member));
    }
    listener.heard.clear();
    speak(span, 5, Stage.LOUD, others.toArray(new Browser[0]));
    assertThat(listener.speakersHeard()).isEqualTo(othersOf(others, listener));
  }

  @Test
  void whoIsSilentForLongIsLetGoAndHeardAgainWhenItSpeaks() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser listener = span.join(1, 2);
    speak(span, 10, Stage.LOUD, speaker);
    long before = span.parts.get(1).engine.counters().relayedIn();
    span.frames(500);
    // Nothing is said of somebody who is not there.
    long reports = span.parts.get(0).engine.counters().relayedIn();
    assertThat(reports).isBetween(4L, 7L);
    assertThat(span.parts.get(1).engine.counters().relayedIn()).isEqualTo(before);
    listener.heard.clear();
    speak(span, 10, Stage.LOUD, speaker);
    assertThat(listener.heard).hasSize(10);
  }

  @Test
  void aPartThatDiesTakesNobodyElseAlong() {
    Span span = new Span(2);
    Browser one = span.join(0, 1);
    Browser other = span.join(0, 2);
    Browser lost = span.join(1, 3);
    speak(span, 10, Stage.LOUD, one, lost);
    Stage fresh = new Stage(99);
    span.parts.set(1, fresh);
    span.parts.get(0).command(new MediaCommand.SpanRoom(Span.ROOM, 0));
    other.heard.clear();
    speak(span, 10, Stage.LOUD, one);
    assertThat(other.heard).hasSize(10);
    // Its members come again, with the same worker.
    span.tellParts(0);
    Browser again = span.join(1, 3);
    speak(span, 10, Stage.LOUD, one, again);
    assertThat(again.speakersHeard()).containsExactly(1);
    assertThat(other.speakersHeard()).contains(3);
  }

  @Test
  void relaysOfARoomThatIsNotThereAreCounted() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    speak(span, 10, Stage.LOUD, speaker);
    assertThat(span.drops("relay_unknown_room")).isEqualTo(10);
  }

  @Test
  void relaysOfAPartThatTheRoomDoesNotHaveAreRefused() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser listener = span.join(1, 2);
    span.parts.get(1).command(new MediaCommand.SpanRoom(Span.ROOM, 0));
    speak(span, 10, Stage.LOUD, speaker);
    assertThat(listener.heard).isEmpty();
    assertThat(span.drops("relay_unexpected")).isEqualTo(10);
  }

  @Test
  void nonsenseIsDroppedAndCounted() {
    Span span = new Span(2);
    span.join(0, 1);
    Stage part = span.parts.getFirst();
    byte[] unknownKind = new byte[RelayHeader.BYTES];
    RelayHeader.write(MemorySegment.ofArray(unknownKind), 0, Span.ROOM, 2, 9, 0);
    byte[] noPacket = new byte[RelayHeader.BYTES];
    RelayHeader.write(MemorySegment.ofArray(noPacket), 0, Span.ROOM, 2, RelayHeader.VOICE, 0);
    part.add(1, new byte[RelayHeader.BYTES - 1]);
    part.add(1, unknownKind);
    part.add(1, noPacket);
    part.runRelayed();
    assertThat(part.drops("relay_malformed")).isEqualTo(2);
    assertThat(part.drops("rtp_too_short")).isEqualTo(1);
  }

  @Test
  void aFullPipeLosesPacketsAndNothingElse() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser neighbour = span.join(0, 2);
    Browser listener = span.join(1, 3);
    speak(span, 10, Stage.LOUD, speaker);
    span.pipeCapacity = 0;
    speak(span, 10, Stage.LOUD, speaker);
    span.pipeCapacity = 100;
    speak(span, 10, Stage.LOUD, speaker);
    assertThat(span.lost).isGreaterThanOrEqualTo(10);
    assertThat(neighbour.heard).hasSize(30);
    assertThat(listener.heard).hasSize(20);
    int gap = listener.heard.get(10).sequence() - listener.heard.get(9).sequence();
    assertThat(gap & 0xffff).isEqualTo(11);
  }

  @Test
  void muteForMeHoldsAcrossParts() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser other = span.join(0, 2);
    Browser listener = span.join(1, 3);
    Browser neighbour = span.join(1, 4);
    span.parts.get(1).command(new MediaCommand.MuteForListener(Span.ROOM, 3, 1, true));
    speak(span, 10, Stage.LOUD, speaker, other);
    assertThat(listener.speakersHeard()).containsExactly(2);
    assertThat(neighbour.speakersHeard()).containsExactly(1, 2);
    span.parts.get(1).command(new MediaCommand.MuteForListener(Span.ROOM, 3, 1, false));
    speak(span, 10, Stage.LOUD, speaker, other);
    assertThat(listener.speakersHeard()).containsExactly(1, 2);
    span.parts.get(1).command(new MediaCommand.MuteForListener(Span.ROOM, 3, 1, true));
    span.command(new MediaCommand.ForgetMember(Span.ROOM, 1));
    assertThat(span.parts.get(1).engine.counters().peers()).isEqualTo(2);
    Browser again = span.join(0, 1);
    speak(span, 10, Stage.LOUD, again);
    assertThat(listener.speakersHeard()).containsExactly(1);
  }

  @Test
  void aSpeakerIsToldWhatListenersOfOtherPartsLose() {
    Span span = new Span(2);
    Browser speaker = span.join(0, 1);
    Browser listener = span.join(1, 2);
    speak(span, 10, Stage.LOUD, speaker);
    MemorySegment report = MemorySegment.ofArray(new byte[32]);
    int bytes = RtcpWriter.receiverReport(report, 0, 1, 1);
    int ssrc = listener.heard.getFirst().ssrc();
    RtcpWriter.reportBlock(report, bytes, ssrc, 40, 0, 0, 0, 0, 0);
    span.parts.get(1).add(listener.path, report.toArray(ValueLayout.JAVA_BYTE));
    speak(span, 150, Stage.LOUD, speaker);
    assertThat(reportedLoss(speaker)).isEqualTo(40);
    // The report grows old where it came in, and what was told of it soon after.
    speak(span, (int) ((Speaker.LOSS_FRESH_NANOS + 4 * SECOND) / Stage.FRAME), 25, speaker);
    assertThat(reportedLoss(speaker)).isZero();
  }

  private static int reportedLoss(Browser speaker) {
    RtcpReader reader = new RtcpReader();
    var last = speaker.control.getLast();
    assertThat(reader.start(last.segment(), 0, last.bytes().length)).isNull();
    assertThat(reader.next()).isTrue();
    return reader.fractionLost(0);
  }

  @Test
  void whoComesBackWithAnotherWorkerIsHeardFromThere() {
    Span span = new Span(3);
    Browser before = span.join(0, 1);
    Browser listener = span.join(1, 2);
    span.join(2, 3);
    speak(span, 5, Stage.LOUD, before);
    span.parts.get(0).command(new MediaCommand.RemovePeer(Span.ROOM, 1));
    span.parts.get(0).relayed.clear(); // the farewell is lost
    Browser after = span.join(2, 1);
    listener.heard.clear();
    speak(span, 5, Stage.LOUD, after);
    assertThat(listener.heard).hasSize(5).extracting(Heard::speaker).containsOnly(1);
    // And where it is now, it is not taken for a member of elsewhere any more.
    assertThat(span.parts.get(2).engine.counters().connectedPeers()).isEqualTo(2);
    assertThat(after.heard).isEmpty();
  }

  @Test
  void membersOfOtherPartsAreLimitedAndTheLongestSilentMakesRoom() {
    Span span = new Span(2);
    Browser listener = span.join(1, 9999);
    Stage part = span.parts.get(1);
    for (int member = 1; member <= RemoteSpeakers.MAX_SPEAKERS; member++) {
      relay(span, member);
    }
    relay(span, 1000);
    assertThat(span.drops("relay_unexpected")).isEqualTo(1);
    part.advance(RemoteSpeakers.BUSY_NANOS);
    for (int member = 2; member <= RemoteSpeakers.MAX_SPEAKERS; member++) {
      relay(span, member);
    }
    part.advance(1);
    relay(span, 1000);
    assertThat(span.drops("relay_unexpected")).isEqualTo(1);
    assertThat(listener.speakersHeard()).contains(1).hasSizeLessThanOrEqualTo(Span.SLOTS + 1);
  }

  private static void relay(Span span, int member) {
    Stage part = span.parts.get(1);
    byte[] packet = span.browsers.getFirst().voice(member, 0, 40, 20);
    byte[] message = new byte[RelayHeader.BYTES + packet.length];
    MemorySegment segment = MemorySegment.ofArray(message);
    RelayHeader.write(segment, 0, Span.ROOM, member, RelayHeader.VOICE, 40);
    System.arraycopy(packet, 0, message, RelayHeader.BYTES, packet.length);
    part.add(0, message);
    part.runRelayed();
  }

  @Test
  void notesThatWaitAreLimited() {
    Relays relays = new Relays(MediaLimits.DEFAULT, new EngineCounters());
    EngineCounters counters = new EngineCounters();
    Relays limited = new Relays(MediaLimits.DEFAULT, counters);
    RoomMedia room = new RoomMedia(1, MediaLimits.DEFAULT, counters, relays);
    room.span(0, 1);
    for (int i = 0; i < Relays.MAX_NOTES + 3; i++) {
      limited.noteGone(room, i);
    }
    assertThat(counters.snapshot().drops()).containsEntry("too_many_relay_notes", 3L);
  }

  @Test
  void aRoomWithoutOtherPartsRelaysNothing() {
    Stage stage = new Stage(1);
    Browser speaker = stage.join(Span.ROOM, 1, Span.SLOTS);
    stage.join(Span.ROOM, 2, Span.SLOTS);
    for (int i = 0; i < 100; i++) {
      speaker.speak(Stage.LOUD);
      stage.frame();
    }
    stage.command(new MediaCommand.ForgetMember(Span.ROOM, 1));
    assertThat(stage.relayed).isEmpty();
    assertThat(stage.engine.counters().relayedOut()).isZero();
  }

  @Test
  void spanningARoomThatIsNotThereIsRefused() {
    Stage stage = new Stage(1);
    stage.command(new MediaCommand.SpanRoom(5, 2));
    assertThat(stage.engine.counters().commandsRefused()).isEqualTo(1);
  }
}
