package chat.free4.robots.companion;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.robots.companion.Companion.Part;
import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The companion, told what would be told in a room. Its time is that it is told. */
final class CompanionTest {
  private static final long SEED = 20261123;

  private final Robot robot =
      new CompanionKind().create(new RobotPlace("en", new SplittableRandom(SEED), false, "self"));

  private final Script<Part> english = CompanionKind.script("en");

  private String said(RobotEvent event) {
    List<RobotDeed> deeds = robot.handle(event);
    assertThat(deeds).as("seed %s", SEED).hasSize(2);
    assertThat(deeds.get(1)).isEqualTo(new RobotDeed.WakeAfter(Companion.QUIET_MILLIS));
    return ((RobotDeed.Say) deeds.getFirst()).text();
  }

  private List<String> of(Part part, String nickname) {
    return english.lines(part).stream().map(line -> line.replace("{name}", nickname)).toList();
  }

  @Test
  void greetsWhoIsThereAndWhoComes() {
    assertThat(said(new RobotEvent.Began(List.of("Ada", "Bob"))))
        .isIn(of(Part.GREETING, "Ada, Bob"));
    assertThat(said(new RobotEvent.Joined("Cyd"))).isIn(of(Part.GREETING, "Cyd"));
  }

  @Test
  void greetsNobodyAnewWhereItGoesOnAtAnotherNode() {
    assertThat(robot.handle(new RobotEvent.Resumed(List.of("Ada"))))
        .containsExactly(new RobotDeed.WakeAfter(Companion.QUIET_MILLIS));
    assertThat(robot.handle(new RobotEvent.Returned("Bob"))).isEmpty();
    assertThat(said(new RobotEvent.Joined("Cyd"))).isIn(of(Part.GREETING, "Cyd"));
  }

  @Test
  void answersWhenNamedAndElseListens() {
    assertThat(said(new RobotEvent.Said("Ada", "And you, ROBIN?"))).isIn(of(Part.QUESTION, "Ada"));
    assertThat(said(new RobotEvent.Said("Ada", "Thanks robin"))).isIn(of(Part.NAMED, "Ada"));
    assertThat(robot.handle(new RobotEvent.Said("Ada", "Anyway.")))
        .containsExactly(new RobotDeed.WakeAfter(Companion.QUIET_MILLIS));
    assertThat(robot.handle(new RobotEvent.Left("Ada"))).isEmpty();
  }

  @Test
  void answersByVoiceTooWhereItIsNamed() {
    assertThat(said(new RobotEvent.Heard("Ada", "Robin, are you there?")))
        .isIn(of(Part.QUESTION, "Ada"));
    assertThat(robot.handle(new RobotEvent.Heard("Ada", "Nobody in particular.")))
        .containsExactly(new RobotDeed.WakeAfter(Companion.QUIET_MILLIS));
  }

  @Test
  void bringsUpSomethingInSilenceUntilNobodyAnswers() {
    List<String> topics = of(Part.TOPIC, "");
    assertThat(said(new RobotEvent.TimeUp())).isIn(topics);
    assertThat(said(new RobotEvent.TimeUp())).isIn(topics);
    assertThat(robot.handle(new RobotEvent.TimeUp())).as("a room may be silent").isEmpty();
    robot.handle(new RobotEvent.Said("Ada", "Soup."));
    assertThat(said(new RobotEvent.TimeUp())).isIn(topics);
  }

  @Test
  void saysNothingTwiceBeforeAllWasSaid() {
    int topics = english.lines(Part.TOPIC).size();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < topics; i++) {
      said.add(said(new RobotEvent.TimeUp()));
      robot.handle(new RobotEvent.Said("Ada", "Yes."));
    }
    assertThat(said).doesNotHaveDuplicates();
    assertThat(said(new RobotEvent.TimeUp())).isNotEqualTo(said.getLast());
  }

  @Test
  void whatPlayersSayIsNeverMoreThanText() {
    assertThat(said(new RobotEvent.Said("{name}", "robin {name} $1 \\1 <b>?")))
        .isIn(of(Part.QUESTION, "{name}"));
  }

  @Test
  void everyLanguageHasLinesWithoutAFault() {
    for (String language : Script.LANGUAGES) {
      Script<Part> script = CompanionKind.script(language);
      assertThat(script.faults()).as(language).isEmpty();
      for (Part part : Part.values()) {
        assertThat(script.lines(part)).as("%s %s", language, part).hasSizeGreaterThan(3);
      }
      assertThat(String.join("\n", script.lines(Part.MIND)))
          .hasSizeLessThan(RobotDeed.Think.MAX_INSTRUCTIONS);
      assertThat(script.lines(Part.TOPIC)).noneMatch(line -> line.contains("{"));
    }
  }

  @Test
  void speaksTheLanguageThatIsWantedWhereItHasLines() {
    CompanionKind kind = new CompanionKind();
    assertThat(kind.language("es-MX")).isEqualTo("es");
    assertThat(kind.language("tlh")).isEqualTo("en");
  }

  @Test
  void mistakesInAFileAreNamedByLine() {
    Script<Part> script =
        Script.read(
            """
            # a comment
            lost
            [greeting]
            Hello.
            [gretting]
            Not this.
            [named]
            %s
            """
                .formatted("long ".repeat(100)),
            Part.class);
    assertThat(script.lines(Part.GREETING)).containsExactly("Hello.");
    assertThat(script.faults())
        .containsExactly(
            "line 2: in no part",
            "line 5: there is no part of that name",
            "line 6: in no part",
            "line 8: too long",
            "line 8: nothing in [question]",
            "line 8: nothing in [named]",
            "line 8: nothing in [topic]",
            "line 8: nothing in [absent]",
            "line 8: nothing in [mind]");
  }
}
