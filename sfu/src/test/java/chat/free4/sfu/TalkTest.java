package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What control is told of talk: that there is some, now and then. */
final class TalkTest {
  private static final long ROOM = 9;
  private static final int FRAMES_A_SECOND = 50;
  private static final int SPEECH = 30;
  private static final int HUM = 80;

  private final Stage stage = new Stage(1);
  private final List<Browser> browsers = stage.joinMany(ROOM, 2, 6);

  private void speak(int seconds, int level) {
    for (int i = 0; i < seconds * FRAMES_A_SECOND; i++) {
      browsers.getFirst().speak(level);
      stage.frame();
    }
  }

  private long told() {
    long told = stage.events.stream().filter(MediaEvent.RoomTalked.class::isInstance).count();
    stage.events.clear();
    return told;
  }

  @Test
  void talkIsToldAtOnceAndThenSeldom() {
    speak(1, SPEECH);
    assertThat(stage.events).contains(new MediaEvent.RoomTalked(ROOM));
    assertThat(told()).isEqualTo(1);
    speak(61, SPEECH);
    assertThat(told()).isEqualTo(TimeUnit.SECONDS.toNanos(60) / RoomMedia.TALK_INTERVAL_NANOS);
  }

  @Test
  void aHumIsNoTalk() {
    speak(5, HUM);
    assertThat(told()).isZero();
  }

  @Test
  void aClickIsNoTalk() {
    browsers.getFirst().speak(1);
    stage.frame();
    speak(1, HUM);
    assertThat(told()).isZero();
  }
}
