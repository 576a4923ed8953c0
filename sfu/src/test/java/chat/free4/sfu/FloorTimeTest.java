package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long each member is told to have held the floor, by what went out in slots. */
final class FloorTimeTest {
  private static final long ROOM = 9;
  private static final int FRAMES_A_SECOND = 50;
  private static final int FRAMES_A_DTX_PACKET = 20;

  private final Stage stage = new Stage(1);

  /** One frame of each speaker, for so long. */
  private void talk(int seconds, int level, Browser... speakers) {
    for (int i = 0; i < seconds * FRAMES_A_SECOND; i++) {
      for (Browser speaker : speakers) {
        speaker.speak(level);
      }
      stage.frame();
    }
  }

  /** Lets reports become due that tell what is untold. */
  private void pause() {
    stage.advance(TimeUnit.SECONDS.toNanos(3));
  }

  private long toldMillis(Browser browser) {
    return stage.events.stream()
        .filter(MediaEvent.FloorHeld.class::isInstance)
        .map(MediaEvent.FloorHeld.class::cast)
        .filter(held -> held.member() == browser.member)
        .mapToLong(MediaEvent.FloorHeld::millis)
        .sum();
  }

  private long events() {
    return stage.events.stream().filter(MediaEvent.FloorHeld.class::isInstance).count();
  }

  @Test
  void talkIsToldToTheSecondAndSeldom() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, 6);
    talk(60, Stage.LOUD, browsers.getFirst());
    pause();
    assertThat(toldMillis(browsers.getFirst())).isBetween(59_000L, 61_000L);
    assertThat(toldMillis(browsers.get(1))).isZero();
    assertThat(events()).isLessThanOrEqualTo(31);
  }

  @Test
  void whoClaimsToBeSilentHasTalkedAsLong() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, 6);
    talk(20, Stage.SILENCE, browsers.getFirst());
    pause();
    assertThat(toldMillis(browsers.getFirst())).isBetween(19_000L, 21_000L);
  }

  @Test
  void framesThatAreSixTimesAsLongMakeTalkNoShorter() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, 6);
    Browser speaker = browsers.getFirst();
    for (int frame = 0; frame < 20 * FRAMES_A_SECOND; frame++) {
      if (frame % 6 == 0) {
        speaker.speak(Stage.LOUD);
      }
      stage.frame();
    }
    pause();
    assertThat(toldMillis(speaker)).isBetween(19_000L, 21_000L);
  }

  @Test
  void aNewStreamForEveryPacketMakesTalkNoShorter() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, 6);
    Browser speaker = browsers.getFirst();
    for (int frame = 0; frame < 20 * FRAMES_A_SECOND; frame++) {
      // Over the largest dropout: the statistics begin anew with each.
      speaker.sequence = (speaker.sequence + 2 * ReceiveStatistics.MAX_DROPOUT_PACKETS) & 0xffff;
      speaker.speak(Stage.LOUD);
      stage.frame();
    }
    pause();
    assertThat(toldMillis(speaker)).isBetween(19_000L, 21_000L);
  }

  @Test
  void whatIsLeftOfSilenceIsNoTalk() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, 6);
    for (int i = 0; i < 100; i++) {
      browsers.getFirst().speak(Stage.SILENCE);
      for (int frame = 0; frame < FRAMES_A_DTX_PACKET; frame++) {
        stage.frame();
      }
    }
    assertThat(events()).isZero();
  }

  @Test
  void nobodyTalksWithoutAListener() {
    Browser alone = stage.join(ROOM, 1, 6);
    talk(10, Stage.LOUD, alone);
    pause();
    assertThat(events()).isZero();
  }

  @Test
  void whoIsSilencedDoesNotHoldTheFloor() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, 6);
    stage.command(new MediaCommand.Silence(ROOM, 1, true));
    talk(10, Stage.LOUD, browsers.getFirst());
    stage.command(new MediaCommand.Silence(ROOM, 1, false));
    talk(5, Stage.LOUD, browsers.getFirst());
    pause();
    assertThat(toldMillis(browsers.getFirst())).isBetween(4_000L, 6_000L);
  }

  @Test
  void whereSlotsAreScarceOnlyWhoHoldsOneIsCounted() {
    List<Browser> browsers = stage.joinMany(ROOM, 12, 2);
    Browser loud = browsers.get(0);
    Browser loudToo = browsers.get(1);
    Browser louder = browsers.get(2);
    Browser quiet = browsers.get(3);
    for (int i = 0; i < 30 * FRAMES_A_SECOND; i++) {
      loud.speak(20);
      loudToo.speak(20);
      louder.speak(15);
      quiet.speak(60);
      stage.frame();
    }
    pause();
    assertThat(toldMillis(loud)).isGreaterThan(28_000L);
    assertThat(toldMillis(louder)).isGreaterThan(28_000L);
    assertThat(toldMillis(quiet)).isLessThanOrEqualTo(2_000L);
  }

  @Test
  void whoGoesLeavesNothingUntold() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, 6);
    talk(4, Stage.LOUD, browsers.getFirst());
    long before = toldMillis(browsers.getFirst());
    talk(1, Stage.LOUD, browsers.getFirst());
    stage.command(new MediaCommand.RemovePeer(ROOM, 1));
    assertThat(toldMillis(browsers.getFirst())).isGreaterThanOrEqualTo(before + 1_000);
  }
}
