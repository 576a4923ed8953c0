package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.description.RoomDescription;
import chat.free4.server.host.Listings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SharedListingsTest {
  private static final RoomDescription JAZZ = new RoomDescription("Jazz", List.of("music"), "en");

  private final Directory directory = new Directory();
  private final SharedListings shared = new SharedListings(directory);

  /** What home would list. */
  private static final class Directory implements Listings {
    final Map<String, Integer> people = new TreeMap<>();
    String talking = "";

    @Override
    public void update(String name, RoomDescription description, int count, long opened) {
      people.put(name, count);
    }

    @Override
    public void remove(String name) {
      people.remove(name);
    }

    @Override
    public void talked(String name) {
      talking = name;
    }
  }

  private static ListedRoom room(int people, long talks) {
    return ListedRoom.of(JAZZ, people, 7, talks);
  }

  @Test
  void whatIsHereGoesOutOnceAndWhatHasGoneIsSaid() {
    shared.update("jazz", JAZZ, 1, 7);
    shared.update("jazz", JAZZ, 2, 7);
    shared.talked("jazz");
    shared.talked("nowhere");
    assertThat(shared.takeChanges()).isEqualTo(Map.of("jazz", Optional.of(room(2, 1))));
    assertThat(shared.takeChanges()).isEmpty();
    shared.remove("jazz");
    assertThat(shared.takeChanges()).isEqualTo(Map.of("jazz", Optional.empty()));
  }

  @Test
  void aRoomElsewhereIsListedUntilItsNodeLetsItGo() {
    shared.listed("a", "jazz", room(3, 0));
    shared.listed("a", "jazz", room(4, 1));
    assertThat(directory.people).containsExactly(Map.entry("jazz", 4));
    assertThat(directory.talking).isEqualTo("jazz");
    shared.unlisted("b", "jazz");
    assertThat(directory.people).hasSize(1);
    shared.unlisted("a", "jazz");
    assertThat(directory.people).isEmpty();
    assertThat(shared.takeChanges()).as("others say that themselves").isEmpty();
  }

  @Test
  void aRoomThatMovesStaysListedInWhateverOrderItsNodesSaySo() {
    shared.listed("a", "jazz", room(3, 0));
    shared.listed("b", "jazz", room(1, 0));
    shared.unlisted("a", "jazz");
    assertThat(directory.people).containsExactly(Map.entry("jazz", 1));
    shared.update("jazz", JAZZ, 2, 9);
    directory.update("jazz", JAZZ, 2, 9); // as the room itself does
    shared.unlisted("b", "jazz");
    assertThat(directory.people).as("it is here").containsExactly(Map.entry("jazz", 2));
    shared.listed("c", "jazz", room(5, 0));
    assertThat(directory.people).containsExactly(Map.entry("jazz", 2));
    directory.remove("jazz");
    shared.remove("jazz");
    assertThat(directory.people).containsExactly(Map.entry("jazz", 5));
  }

  @Test
  void whoComesBackIsToldAllAndForgetsTheOthers() {
    shared.update("jazz", JAZZ, 1, 7);
    shared.listed("a", "blues", room(3, 0));
    shared.takeChanges();
    shared.tellAll();
    assertThat(shared.takeChanges()).containsOnlyKeys("jazz");
    assertThat(directory.people).isEmpty();
  }

  @Test
  void whatIsToldIsReadByNodesOfOtherVersions() {
    ListedRoom told = room(3, 2);
    assertThat(ListedRoom.ofBytes(told.toBytes())).isEqualTo(told);
    assertThat(told.description()).isEqualTo(JAZZ);
    assertThat(ListedRoom.ofBytes(new byte[] {1})).isNull();
    ListedRoom wrong = new ListedRoom("x".repeat(10_000), List.of(), "en", 1, 7, 0);
    assertThat(wrong.description()).isEqualTo(RoomDescription.NONE);
  }
}
