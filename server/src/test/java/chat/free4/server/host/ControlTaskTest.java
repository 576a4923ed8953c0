package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ControlTaskTest {
  private static void nothing(long now) {}

  private static long never() {
    return Long.MAX_VALUE;
  }

  @Test
  void tasksOverTheLimitAreRefusedAndEssentialOnesAreNot() {
    ControlTask task = new ControlTask("test", ControlTaskTest::nothing, ControlTaskTest::never);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < ControlTask.MAX_TASKS; i++) {
      assertThat(task.offer(ran::incrementAndGet)).isTrue();
    }
    assertThat(task.offer(ran::incrementAndGet)).isFalse();
    task.offerEssential(ran::incrementAndGet);
    assertThat(task.waiting()).isEqualTo(ControlTask.MAX_TASKS + 1);
    while (task.waiting() < ControlTask.MAX_ESSENTIAL_TASKS) {
      task.offerEssential(ran::incrementAndGet);
    }
    assertThatThrownBy(() -> task.offerEssential(ran::incrementAndGet))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void taskThatFailsDoesNotEndTheOthers() throws InterruptedException {
    CountDownLatch later = new CountDownLatch(1);
    try (ControlTask task =
        new ControlTask("test", ControlTaskTest::nothing, ControlTaskTest::never)) {
      task.start();
      task.offer(
          () -> {
            throw new IllegalStateException("a bug, made for this test");
          });
      task.offer(later::countDown);
      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsDueIsDoneWithoutATask() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    long due = System.nanoTime() + 5_000_000;
    try (ControlTask task =
        new ControlTask(
            "test", now -> done.countDown(), () -> done.getCount() == 0 ? Long.MAX_VALUE : due)) {
      task.start();
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - due).isNotNegative();
    }
  }
}
