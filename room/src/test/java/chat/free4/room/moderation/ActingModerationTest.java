package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.access.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActingModerationTest {
  private static final Bytes ADA = Bytes.utf8("ada");
  private static final Bytes BOB = Bytes.utf8("bob");
  private static final Bytes CARLA = Bytes.utf8("carla");

  private final ActingModeration moderation = new ActingModeration();
  private final ModerationState state = new ModerationState(Heads.of(ADA), false);

  @Test
  void nobodyModeratesAnEmptyRoom() {
    assertThat(moderation.moderator(state)).isNull();
  }

  @Test
  void whoOpenedTheRoomModeratesIt() {
    moderation.handleJoined(1, ADA);
    moderation.handleJoined(2, BOB);
    assertThat(moderation.moderator(state)).isEqualTo(ADA);
  }

  @Test
  void anotherDeviceOfTheOpenerWillDo() {
    moderation.handleJoined(1, ADA);
    moderation.handleJoined(2, BOB);
    moderation.handleJoined(3, ADA);
    moderation.handleLeft(1);
    assertThat(moderation.moderator(state)).isEqualTo(ADA);
  }

  @Test
  void withoutTheOpenerItIsWhoHasBeenHereLongest() {
    moderation.handleJoined(1, ADA);
    moderation.handleJoined(2, BOB);
    moderation.handleJoined(3, CARLA);
    moderation.handleLeft(1);
    assertThat(moderation.moderator(state)).isEqualTo(BOB);
    moderation.handleLeft(2);
    moderation.handleJoined(4, BOB);
    assertThat(moderation.moderator(state)).isEqualTo(CARLA);
  }

  @Test
  void theOpenerModeratesAgainWhenBack() {
    moderation.handleJoined(1, ADA);
    moderation.handleJoined(2, BOB);
    moderation.handleLeft(1);
    moderation.handleJoined(3, ADA);
    assertThat(moderation.moderator(state)).isEqualTo(ADA);
  }

  @Test
  void aNamedModeratorComesBeforeWhoHasBeenHereLonger() {
    moderation.handleJoined(1, ADA);
    moderation.handleJoined(2, BOB);
    moderation.handleJoined(3, CARLA);
    state.apply(TestActs.unsigned(ActKind.MODERATOR, CARLA, 1));
    assertThat(moderation.moderator(state)).isEqualTo(ADA);
    moderation.handleLeft(1);
    assertThat(moderation.moderator(state)).isEqualTo(CARLA);
    moderation.handleLeft(3);
    assertThat(moderation.moderator(state)).isEqualTo(BOB);
  }

  @Test
  void whomTheRoomWasHandedToModeratesItInsteadOfTheOpener() {
    moderation.handleJoined(1, ADA);
    moderation.handleJoined(2, BOB);
    state.apply(TestActs.unsigned(ActKind.OWNER, BOB, 0));
    assertThat(moderation.moderator(state)).isEqualTo(BOB);
    moderation.handleLeft(2);
    assertThat(moderation.moderator(state)).as("a named moderator now").isEqualTo(ADA);
  }

  @Test
  void wrongOrderIsABug() {
    moderation.handleJoined(1, ADA);
    assertThatThrownBy(() -> moderation.handleJoined(1, BOB))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> moderation.handleLeft(2)).isInstanceOf(IllegalStateException.class);
  }

  /** The rule again, as slowly as it is written. */
  @Test
  void itIsTheRuleWhateverHappens() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    List<Bytes> people = List.of(ADA, BOB, CARLA, Bytes.utf8("dan"));
    record Present(int number, Bytes identity) {}
    List<Present> present = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (present.isEmpty() || (present.size() < 12 && random.nextBoolean())) {
        Bytes who = step == 0 ? ADA : people.get(random.nextInt(people.size()));
        present.add(new Present(step, who));
        moderation.handleJoined(step, who);
      } else {
        moderation.handleLeft(present.remove(random.nextInt(present.size())).number());
      }
      Bytes first = ADA;
      Bytes expected =
          present.stream().anyMatch(one -> Objects.equals(one.identity(), first))
              ? first
              : present.isEmpty() ? null : present.getFirst().identity();
      assertThat(moderation.moderator(state))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(expected);
    }
  }
}
