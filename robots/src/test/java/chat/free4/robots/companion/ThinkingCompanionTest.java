package chat.free4.robots.companion;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.robots.companion.Companion.Part;
import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotDeed.Think;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotEvent.ThoughtFailed.Why;
import chat.free4.room.robot.RobotPlace;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The companion where there is a mind, which answers, or does not. */
final class ThinkingCompanionTest {
  private static final RobotDeed AWAKE = new RobotDeed.WakeAfter(Companion.QUIET_MILLIS);
  private static final RobotEvent ASKED = new RobotEvent.Said("Ada", "Robin, tea or coffee?");
  private static final RobotEvent END = new RobotEvent.Thought("", true);

  private final Robot robot =
      new CompanionKind()
          .create(new RobotPlace("en", new SplittableRandom(20261123), true, "self"));

  private final Script<Part> english = CompanionKind.script("en");

  private Think asks(RobotEvent event) {
    List<RobotDeed> deeds = robot.handle(event);
    assertThat(deeds).hasSize(2).last().isEqualTo(AWAKE);
    return (Think) deeds.getFirst();
  }

  private static List<RobotDeed> says(String text) {
    return List.of(new RobotDeed.Say(text), AWAKE);
  }

  private List<String> of(Part part) {
    return english.lines(part).stream().map(line -> line.replace("{name}", "Ada")).toList();
  }

  private static String text(RobotDeed deed) {
    return ((RobotDeed.Say) deed).text();
  }

  @Test
  void thinksOfWhatWasSaidHereSaysTheFirstSentenceAtOnceAndTheOthersTogether() {
    robot.handle(new RobotEvent.Said("Bob", "I am thirsty."));
    Think wanted = asks(ASKED);
    assertThat(wanted.instructions()).contains("You are Robin");
    assertThat(wanted.turns())
        .containsExactly(
            new Think.Turn("Bob", "I am thirsty."), new Think.Turn("Ada", "Robin, tea or coffee?"));
    assertThat(robot.handle(new RobotEvent.Thought("Tea.", false))).isEqualTo(says("Tea."));
    assertThat(robot.handle(new RobotEvent.Thought("It is late.", false))).isEmpty();
    assertThat(robot.handle(new RobotEvent.Thought("And you?", false))).isEmpty();
    assertThat(robot.handle(END)).isEqualTo(says("It is late. And you?"));
    assertThat(asks(ASKED).turns())
        .as("it knows what it has said")
        .contains(new Think.Turn(null, "Tea."), new Think.Turn(null, "It is late. And you?"));
  }

  @Test
  void remembersTheNewestLinesAlone() {
    for (int i = 0; i < 1_000; i++) {
      robot.handle(new RobotEvent.Said("Bob", "line " + i));
    }
    assertThat(asks(ASKED).turns())
        .hasSize(Companion.MAX_REMEMBERED)
        .startsWith(new Think.Turn("Bob", "line 977"));
  }

  @Test
  void asksForOneAnswerAtATime() {
    asks(ASKED);
    assertThat(robot.handle(ASKED)).containsExactly(AWAKE);
    robot.handle(new RobotEvent.Thought("Tea.", false));
    robot.handle(END);
    asks(ASKED);
  }

  @Test
  void saysOnceThatItsMindIsAwayAndGoesByItsScript() {
    asks(ASKED);
    List<RobotDeed> first = robot.handle(new RobotEvent.ThoughtFailed(Why.FAILED));
    assertThat(first).hasSize(3);
    assertThat(text(first.getFirst())).isIn(of(Part.ABSENT));
    assertThat(text(first.get(1))).isIn(of(Part.QUESTION));
    asks(ASKED);
    List<RobotDeed> second = robot.handle(new RobotEvent.ThoughtFailed(Why.BUDGET));
    assertThat(second).hasSize(2);
    assertThat(text(second.getFirst())).isIn(of(Part.QUESTION));
    asks(ASKED);
    robot.handle(new RobotEvent.Thought("Back again.", false));
    robot.handle(END);
    asks(ASKED);
    assertThat(robot.handle(new RobotEvent.ThoughtFailed(Why.NOT_NOW))).hasSize(3);
  }

  @Test
  void whatHasComeOfABrokenAnswerIsTheAnswer() {
    asks(ASKED);
    robot.handle(new RobotEvent.Thought("Tea.", false));
    robot.handle(new RobotEvent.Thought("It is late.", false));
    assertThat(robot.handle(new RobotEvent.ThoughtFailed(Why.FAILED)))
        .isEqualTo(says("It is late."));
    assertThat(robot.handle(new RobotEvent.ThoughtFailed(Why.FAILED))).isEmpty();
  }

  @Test
  void anAnswerThatNeverEndsIsNotWaitedForForEver() {
    asks(ASKED);
    asks(new RobotEvent.TimeUp());
    assertThat(robot.handle(new RobotEvent.ThoughtFailed(Why.FAILED)))
        .anyMatch(
            deed -> deed instanceof RobotDeed.Say(String said) && of(Part.TOPIC).contains(said));
  }

  @Test
  void whereNothingWasSaidATopicComesFromTheScript() {
    assertThat(text(robot.handle(new RobotEvent.TimeUp()).getFirst())).isIn(of(Part.TOPIC));
    assertThat(robot.handle(new RobotEvent.Thought("Out of the blue.", true))).isEmpty();
  }
}
