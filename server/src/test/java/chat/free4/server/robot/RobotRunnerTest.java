package chat.free4.server.robot;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Robots that behave, and such that do not. */
final class RobotRunnerTest {
  private static final RobotEvent EVENT = new RobotEvent.Said("Ada", "hello");
  private static final List<RobotDeed> HELLO = List.of(new RobotDeed.Say("hello"));

  /** For what must come on a busy machine, too. */
  private static final long WAIT_SECONDS = 30;

  private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private @Nullable RobotRunner runner;

  @AfterEach
  void close() {
    never.countDown();
    if (runner != null) {
      runner.close();
    }
  }

  private RobotRunner start(long patienceMillis) {
    RobotRunner started = new RobotRunner(patienceMillis);
    runner = started;
    return started;
  }

  private boolean tell(RobotRunner to, Robot robot) {
    return to.tell(
        robot,
        EVENT,
        new RobotRunner.Outcome() {
          @Override
          public void did(List<RobotDeed> deeds) {
            outcomes.add(deeds);
          }

          @Override
          public void failed(String how) {
            outcomes.add(how);
          }
        });
  }

  private @Nullable Object outcome() throws InterruptedException {
    return outcomes.poll(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Does not come back by itself, nor when it is interrupted. */
  private List<RobotDeed> stall() {
    boolean waits = true;
    while (waits) {
      try {
        never.await();
        waits = false;
      } catch (InterruptedException e) {
        // a robot that takes no hint
      }
    }
    return HELLO;
  }

  @Test
  void whatARobotWantsIsHandedOn() throws InterruptedException {
    assertThat(tell(start(60_000), event -> event.equals(EVENT) ? HELLO : List.of())).isTrue();
    assertThat(outcome()).isEqualTo(HELLO);
  }

  @Test
  void aRobotThatThrowsFailsAndTheOthersGoOn() throws InterruptedException {
    RobotRunner robots = start(60_000);
    tell(
        robots,
        _ -> {
          throw new IllegalStateException("a bug");
        });
    tell(robots, _ -> recurse(1));
    tell(robots, _ -> Collections.nCopies(Robot.MAX_DEEDS + 1, HELLO.getFirst()));
    tell(robots, _ -> HELLO);
    assertThat(outcome())
        .asString()
        .contains("IllegalStateException")
        .as("what was said is in no log")
        .doesNotContain("a bug");
    assertThat(outcome()).asString().contains("StackOverflowError");
    assertThat(outcome()).asString().contains("9 things");
    assertThat(outcome()).isEqualTo(HELLO);
  }

  private static List<RobotDeed> recurse(int depth) {
    return depth == 0 ? HELLO : recurse(depth + 1);
  }

  @Test
  void aRobotThatStallsFailsAndTheOthersGoOn() throws InterruptedException {
    RobotRunner robots = start(100);
    tell(robots, _ -> stall());
    tell(robots, _ -> HELLO);
    assertThat(outcome()).asString().contains("longer than");
    assertThat(outcome()).isEqualTo(HELLO);
  }

  @Test
  void withTooManyThatStallNoRobotIsAskedAnyMore() throws InterruptedException {
    RobotRunner robots = start(20);
    for (int i = 0; i <= RobotRunner.MAX_STUCK; i++) {
      tell(robots, _ -> stall());
    }
    for (int i = 0; i <= RobotRunner.MAX_STUCK; i++) {
      assertThat(outcome()).asString().contains("longer than");
    }
    tell(robots, _ -> HELLO);
    assertThat(outcomes.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void whatIsTooMuchToWaitIsRefused() {
    RobotRunner robots = start(60_000);
    boolean taken = true;
    int tried = 0;
    while (taken && tried <= 2 * RobotRunner.MAX_WAITING) {
      taken = tell(robots, _ -> stall());
      tried++;
    }
    assertThat(taken).isFalse();
    assertThat(tried).isBetween(RobotRunner.MAX_WAITING, RobotRunner.MAX_WAITING + 3);
  }

  @Test
  void aClosedOneTellsNobody() {
    RobotRunner robots = start(60_000);
    robots.close();
    assertThat(tell(robots, _ -> HELLO)).isFalse();
  }
}
