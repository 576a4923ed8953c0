package chat.free4.server.robot;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which robots there are. */
final class RobotCatalogueTest {
  private record Kind(String name) implements RobotKind {
    @Override
    public String nickname(String language) {
      return name;
    }

    @Override
    public Robot create(RobotPlace place) {
      return _ -> List.of();
    }
  }

  @Test
  void thoseOfTheHouseAreInstalled() {
    RobotCatalogue installed = RobotCatalogue.installed();
    assertThat(installed.find("companion")).isNotNull();
    assertThat(installed.find("dice")).isNotNull();
    assertThat(installed.find("other")).isNull();
  }

  @Test
  void ofTwoWithOneNameTheFirstCountsAndOneWithoutANameNever() {
    Kind first = new Kind("echo");
    RobotCatalogue catalogue =
        new RobotCatalogue(List.of(first, new Kind("echo"), new Kind("Not A Name")));
    assertThat(catalogue.find("echo")).isSameAs(first);
    assertThat(catalogue.find("Not A Name")).isNull();
  }
}
