package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for whose first sound. */
final class FirstSoundsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

  private final FirstSounds sounds = new FirstSounds();
  private final Thread speaker = Thread.ofPlatform().daemon().unstarted(() -> giveWay(DAY_NANOS));

  private void giveWay(long nanos) {
    try {
      sounds.giveWay(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() {
    speaker.interrupt();
  }

  @Test
  void whoIsHeardWaitsUntilAllOthersAre() throws InterruptedException {
    sounds.begin();
    sounds.begin();
    speaker.start();
    await().atMost(PATIENCE).until(() -> speaker.getState() == Thread.State.TIMED_WAITING);
    sounds.heard();
    assertThat(speaker.isAlive()).as("one is still awaited").isTrue();
    sounds.heard();
    assertThat(speaker.join(PATIENCE)).isTrue();
  }

  @Test
  void nobodyWaitsForNobodyOrUntilItIsSilent() throws InterruptedException {
    speaker.start();
    assertThat(speaker.join(PATIENCE)).isTrue();
    sounds.begin();
    giveWay(TimeUnit.MILLISECONDS.toNanos(20));
    giveWay(0);
    giveWay(-DAY_NANOS); // each comes back though somebody is awaited
  }
}
