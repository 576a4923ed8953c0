package chat.free4.room.directory;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.directory.DirectoryPage.Change;
import chat.free4.room.directory.DirectoryPage.ListingChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a page is what is new on it, and no more. */
class DirectoryPageTest {
  private static final Listing COFFEE =
      new Listing("coffee", "Jazz", List.of("music"), "en", 3, false, 10);
  private static final Listing TEA = new Listing("tea", "", List.of(), "any", 2, true, 20);

  private static DirectoryPage page(Listing... rooms) {
    return new DirectoryPage(List.of(rooms), rooms.length, null);
  }

  private static Listing withPeople(Listing room, int people) {
    return new Listing(
        room.name(),
        room.topic(),
        room.tags(),
        room.language(),
        people,
        room.talking(),
        room.opened());
  }

  @Test
  void theSamePageIsNoNews() {
    assertThat(page(COFFEE, TEA).since(page(COFFEE, TEA))).isNull();
  }

  @Test
  void aNumberIsToldByItself() {
    assertThat(page(withPeople(COFFEE, 4), TEA).since(page(COFFEE, TEA)))
        .isEqualTo(
            new Change(
                null,
                List.of(),
                List.of(new ListingChange("coffee", null, null, null, 4, null)),
                2,
                null));
  }

  @Test
  void everythingOfARoomMayChange() {
    Listing other = new Listing("coffee", "Blues", List.of("blues"), "de", 9, true, 10);
    assertThat(page(other).since(page(COFFEE)))
        .isEqualTo(
            new Change(
                null,
                List.of(),
                List.of(new ListingChange("coffee", "Blues", List.of("blues"), "de", 9, true)),
                1,
                null));
  }

  @Test
  void roomsThatComeAreToldWholeAndThoseThatGoByTheOrder() {
    assertThat(page(TEA).since(page(COFFEE)))
        .isEqualTo(new Change(List.of("tea"), List.of(TEA), List.of(), 1, null));
    assertThat(page(COFFEE).since(page(COFFEE, TEA)))
        .isEqualTo(new Change(List.of("coffee"), List.of(), List.of(), 1, null));
  }

  @Test
  void anotherRoomOfTheSameNameIsAnotherRoom() {
    Listing again = new Listing("coffee", "Jazz", List.of("music"), "en", 3, false, 99);
    assertThat(page(again).since(page(COFFEE)))
        .isEqualTo(new Change(null, List.of(again), List.of(), 1, null));
  }

  @Test
  void thatThereAreMoreIsNews() {
    DirectoryPage more = new DirectoryPage(List.of(COFFEE), 51, "3.0.1");
    assertThat(more.since(page(COFFEE)))
        .isEqualTo(new Change(null, List.of(), List.of(), 51, "3.0.1"));
  }
}
