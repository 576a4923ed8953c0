package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Heard;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that are said for people: heard as their own voice, by the same rules. */
final class SaidTextsTest {
  private static final long ROOM = 7;
  private static final int ROBOT = 99;
  private static final int WRITER = 50;
  private static final int LEVEL = 30;

  private final Stage stage = new Stage(20261124);
  private final PlayedVoices voices = new PlayedVoices();
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 64);
  private final Browser ann = stage.join(ROOM, 1, 6);
  private final Browser ben = stage.join(ROOM, 2, 6);

  private void say(int member, boolean isPerson, int frames) {
    byte[] levels = new byte[frames];
    Arrays.fill(levels, (byte) LEVEL);
    VoicePhrase phrase = new VoicePhrase(Collections.nCopies(frames, new byte[80]), levels);
    assertThat(voices.handlePhrase(stage.now, ROOM, member, isPerson, phrase)).isTrue();
  }

  private void frames(int count) {
    for (int i = 0; i < count; i++) {
      stage.run();
      play();
      stage.advance(Stage.FRAME);
    }
  }

  private void play() {
    batch.clear();
    int count = voices.poll(stage.now, batch);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[batch.length(i)];
      MemorySegment.copy(
          batch.slab(), ValueLayout.JAVA_BYTE, batch.offset(i), bytes, 0, bytes.length);
      stage.add(batch.path(i), bytes);
    }
    stage.runRelayed();
  }

  private static long countOf(Browser listener, int speaker) {
    return listener.heard.stream().filter(packet -> packet.speaker() == speaker).count();
  }

  @Test
  void aTextIsHeardAsTheMembersOwnVoiceAndNotByItself() {
    for (int i = 0; i < 20; i++) {
      ann.speak(Stage.LOUD);
      frames(1);
    }
    frames(10);
    say(ann.member, true, 30);
    frames(40);
    for (int i = 0; i < 20; i++) {
      ann.speak(Stage.LOUD);
      frames(1);
    }
    List<Heard> heard = ben.heard;
    assertThat(heard).hasSize(70);
    assertThat(heard).extracting(Heard::speaker).containsOnly(ann.member);
    assertThat(heard)
        .extracting(Heard::ssrc)
        .as("in the slot it has")
        .containsOnly(heard.getFirst().ssrc());
    for (int i = 1; i < heard.size(); i++) {
      Heard former = heard.get(i - 1);
      Heard here = heard.get(i);
      assertThat(here.sequence()).isEqualTo((former.sequence() + 1) & 0xffff);
      long frames = (here.nanos() - former.nanos()) / Stage.FRAME;
      assertThat(here.timestamp() - former.timestamp()).isEqualTo((int) frames * 960);
    }
    assertThat(ann.heard).isEmpty();
  }

  @Test
  void whoHasMutedTheMemberDoesNotHearItsText() {
    stage.command(new MediaCommand.MuteForListener(ROOM, ben.member, ann.member, true));
    Browser cat = stage.join(ROOM, 3, 6);
    say(ann.member, true, 10);
    frames(12);
    assertThat(ben.heard).isEmpty();
    assertThat(cat.heard).hasSize(10);
  }

  @Test
  void whoIsSilencedIsNotHeardThatWayEither() {
    say(ann.member, true, 50);
    frames(10);
    stage.command(new MediaCommand.Silence(ROOM, ann.member, true));
    frames(50);
    assertThat(ben.heard).hasSize(10);
    assertThat(stage.drops("silenced")).isEqualTo(40);
  }

  @Test
  void theMembersOwnMicrophoneEndsTheText() {
    say(ann.member, true, 50);
    frames(10);
    ann.speak(Stage.LOUD);
    frames(50);
    assertThat(ben.heard).hasSizeBetween(11, 12);
    say(ann.member, true, 10);
    frames(12);
    assertThat(ben.heard).as("the next one is heard").hasSizeBetween(21, 22);
  }

  @Test
  void whoHasNoTransportIsHeardToo() {
    say(WRITER, true, 10);
    frames(12);
    assertThat(countOf(ann, WRITER)).isEqualTo(10);
    assertThat(countOf(ben, WRITER)).isEqualTo(10);
  }

  @Test
  void aRobotGivesWayToATextAndPeopleDoNot() {
    say(ROBOT, false, 100);
    frames(20);
    say(WRITER, true, 60);
    frames(10);
    say(ann.member, true, 60);
    frames(80);
    assertThat(countOf(ben, ROBOT)).as("it has stopped").isBetween(20L, 32L);
    assertThat(countOf(ben, WRITER)).isEqualTo(60);
    assertThat(countOf(ben, ann.member)).isEqualTo(60);
  }

  @Test
  void whoHasSaidNothingForTheLongestMakesRoomAndIsHeardAgain() {
    say(ann.member, true, 2);
    frames(5);
    for (int i = 1; i < PlayedVoices.MAX_VOICES; i++) {
      say(1000 + i, false, 1);
    }
    frames(60);
    say(WRITER, true, 30);
    frames(32);
    assertThat(countOf(ben, WRITER)).isGreaterThan(20);
    frames(60);
    say(ann.member, true, 30);
    frames(32);
    assertThat(countOf(ben, ann.member)).as("once more").isGreaterThan(22);
  }
}
