package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Heard;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Voices that no browser sends: paced, heard like any other, and quiet when a person talks. */
final class PlayedVoicesTest {
  private static final long ROOM = 7;
  private static final int ROBOT = 99;
  private static final int LEVEL = 30;

  private final Stage stage = new Stage(20261123);
  private final PlayedVoices voices = new PlayedVoices();
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 64);

  private static VoicePhrase phrase(int frames) {
    byte[] levels = new byte[frames];
    Arrays.fill(levels, (byte) LEVEL);
    return new VoicePhrase(Collections.nCopies(frames, new byte[80]), levels);
  }

  /** A frame of 20 ms: who speaks there is in the batch, then what is played. */
  private void frame() {
    stage.run();
    play();
    stage.advance(Stage.FRAME);
  }

  private int play() {
    batch.clear();
    int count = voices.poll(stage.now, batch);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[batch.length(i)];
      MemorySegment.copy(
          batch.slab(), ValueLayout.JAVA_BYTE, batch.offset(i), bytes, 0, bytes.length);
      stage.add(batch.path(i), bytes);
    }
    stage.runRelayed();
    return count;
  }

  private void frames(int count) {
    for (int i = 0; i < count; i++) {
      frame();
    }
  }

  private boolean say(int frames) {
    return voices.handlePhrase(stage.now, ROOM, ROBOT, false, phrase(frames));
  }

  @Test
  void aPhraseIsHeardByAllFrameByFrame() {
    Browser ann = stage.join(ROOM, 1, 6);
    Browser ben = stage.join(ROOM, 2, 6);
    say(50);
    long began = stage.now;
    frames(60);
    for (Browser listener : List.of(ann, ben)) {
      List<Heard> heard = listener.heard;
      assertThat(heard).hasSize(50);
      assertThat(heard).extracting(Heard::speaker).containsOnly(ROBOT);
      assertThat(heard).extracting(Heard::level).containsOnly(LEVEL);
      for (int i = 0; i < heard.size(); i++) {
        assertThat(heard.get(i).nanos()).isEqualTo(began + i * Stage.FRAME);
        if (i > 0) {
          Heard former = heard.get(i - 1);
          assertThat(heard.get(i).sequence()).isEqualTo((former.sequence() + 1) & 0xffff);
          assertThat(heard.get(i).timestamp()).isEqualTo(former.timestamp() + 960);
        }
      }
    }
    assertThat(voices.pollTimeout()).isEqualTo(MediaEngine.NEVER);
  }

  @Test
  void phrasesFollowEachOtherAndTimeGoesOnBetweenThem() {
    Browser ann = stage.join(ROOM, 1, 6);
    say(5);
    say(5);
    frames(30);
    say(5);
    frames(10);
    assertThat(ann.heard).hasSize(15);
    int silent = ann.heard.get(10).timestamp() - ann.heard.get(9).timestamp();
    assertThat(silent).isEqualTo(21 * 960);
  }

  @Test
  void aRobotStopsWhenAPersonTalksAndDoesNotGoOn() {
    Browser ann = stage.join(ROOM, 1, 6);
    Browser ben = stage.join(ROOM, 2, 6);
    say(200);
    frames(20);
    for (int i = 0; i < 50; i++) {
      ben.speak(Stage.LOUD);
      frame();
    }
    long afterOnset = ann.heard.stream().filter(packet -> packet.speaker() == ROBOT).count();
    assertThat(afterOnset).as("it has stopped within 200 ms").isBetween(20L, 30L);
    frames(130);
    assertThat(ann.heard.stream().filter(packet -> packet.speaker() == ROBOT))
        .as("nor does it go on")
        .hasSize((int) afterOnset);
    assertThat(ann.heard.stream().filter(packet -> packet.speaker() == ben.member)).hasSize(50);
    frames(100);
    ann.heard.clear();
    say(10);
    frames(12);
    assertThat(ann.heard).as("what it says next is heard").hasSize(10);
  }

  @Test
  void whoHasLeftSaysNothingMoreAndHoldsNoSlot() {
    Browser ann = stage.join(ROOM, 1, 6);
    say(100);
    frames(10);
    voices.handleGone(ROOM, ROBOT);
    frames(10);
    assertThat(ann.heard).hasSize(10);
    assertThat(voices.pollTimeout()).isEqualTo(MediaEngine.NEVER);
  }

  @Test
  void inARoomThatIsNotHereNobodyHearsIt() {
    say(3);
    frames(5);
    assertThat(stage.drops("relay_unknown_room")).isEqualTo(3);
  }

  @Test
  void whoIsLateGoesOnAtItsPace() {
    stage.join(ROOM, 1, 6);
    say(100);
    stage.advance(2_000_000_000L);
    assertThat(play()).as("not all that was missed").isEqualTo(1);
    assertThat(play()).isEqualTo(1);
    assertThat(play()).isZero();
  }

  @Test
  void overItsLimitsNothingIsTaken() {
    assertThat(say(PlayedVoices.MAX_FRAMES)).isTrue();
    assertThat(say(1)).isFalse();
    for (int i = 1; i < PlayedVoices.MAX_VOICES; i++) {
      assertThat(voices.handlePhrase(stage.now, ROOM, 1000 + i, false, phrase(1))).isTrue();
    }
    assertThat(voices.handlePhrase(stage.now, ROOM, 5000, false, phrase(1))).isFalse();
    assertThat(play()).as("a batch is filled, and no more").isEqualTo(64);
  }

  private static VoicePhrase following(int frames) {
    return VoicePhrase.following(Collections.nCopies(frames, new byte[80]), new byte[frames]);
  }

  private boolean goOn(int frames) {
    return voices.handlePhrase(stage.now, ROOM, ROBOT, false, following(frames));
  }

  /** Which of the packets that are played now has a marker: something begins (RFC 3551, 4.1). */
  private List<Boolean> markers(int frames) {
    List<Boolean> markers = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      batch.clear();
      assertThat(voices.poll(stage.now, batch)).isEqualTo(1);
      long at = batch.offset(0) + RelayHeader.BYTES;
      markers.add(RtpPacket.marker(batch.slab(), at));
      stage.advance(Stage.FRAME);
    }
    return markers;
  }

  @Test
  void partsOfAPhraseAreOneThatBeginsOnce() {
    say(2);
    goOn(2);
    say(1);
    assertThat(markers(5)).containsExactly(true, false, false, false, true);
    stage.advance(10 * Stage.FRAME);
    goOn(2);
    assertThat(markers(2))
        .as("a part that is late comes after a pause")
        .containsExactly(true, false);
  }

  @Test
  void whatFollowsOnAPartThatWasTooMuchIsNotSaidEither() {
    assertThat(say(PlayedVoices.MAX_FRAMES - 10)).isTrue();
    assertThat(goOn(20)).isFalse();
    assertThat(goOn(5)).isFalse();
    assertThat(say(5)).as("another phrase, for which there is room").isTrue();
    assertThat(goOn(5)).isTrue();
  }

  @Test
  void partsAreJoined() {
    VoicePhrase whole = VoicePhrase.joined(List.of(phrase(2), following(3)));
    assertThat(whole.length()).isEqualTo(5);
    assertThat(whole.isBeginning()).isTrue();
    assertThat(whole.bytes()).isEqualTo(5 * 80);
    assertThat(whole.level(1)).isEqualTo(LEVEL);
    assertThat(whole.level(4)).isZero();
  }

  @Test
  void whatIsNoPhraseIsNone() {
    assertThatThrownBy(() -> new VoicePhrase(List.of(new byte[1]), new byte[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VoicePhrase(List.of(new byte[0]), new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VoicePhrase(List.of(new byte[1500]), new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
