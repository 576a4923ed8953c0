package chat.free4.room.directory;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.description.RoomDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryIndexTest {
  private static final long OPENED = 1_792_000_000;
  private static final RoomDescription JAZZ =
      new RoomDescription("Jazz, and Blues", List.of("music", "jazz"), "en");
  private static final RoomDescription CHESS = new RoomDescription("", List.of("games"), "de");

  private final DirectoryIndex index = new DirectoryIndex();

  private static DirectoryQuery query(
      @Nullable String tag,
      @Nullable String language,
      @Nullable String search,
      @Nullable String after) {
    DirectoryQuery.Reading reading = DirectoryQuery.read(tag, language, search, after);
    return ((DirectoryQuery.Reading.Accepted) reading).query();
  }

  private List<String> names(DirectoryQuery query) {
    return index.page(query).rooms().stream().map(Listing::name).toList();
  }

  private List<String> names() {
    return names(DirectoryQuery.ALL);
  }

  @Test
  void theBusiestAreFirstThenThoseThatTalkThenTheNewest() {
    index.put("quiet", RoomDescription.NONE, 3, OPENED);
    index.put("talks", RoomDescription.NONE, 3, OPENED);
    index.put("newest", RoomDescription.NONE, 3, OPENED);
    index.put("busy", RoomDescription.NONE, 5, OPENED);
    index.put("alone", RoomDescription.NONE, 1, OPENED);
    index.handleTalk(0, "talks");
    index.handleTalk(0, "alone");
    assertThat(names()).containsExactly("busy", "talks", "newest", "quiet", "alone");
  }

  @Test
  void roomWithoutPeopleIsNotListed() {
    index.put("empty", JAZZ, 0, OPENED);
    assertThat(index.size()).isZero();
    index.put("full", JAZZ, 2, OPENED);
    index.handleTalk(0, "full");
    index.put("full", JAZZ, 0, OPENED);
    assertThat(names()).isEmpty();
    assertThat(index.groups()).isZero();
    assertThat(index.pollTimeout()).isEqualTo(DirectoryIndex.NEVER);
  }

  @Test
  void whatIsSaidOfARoomIsAllThatIsSaid() {
    index.put("coffee", JAZZ, 2, OPENED);
    assertThat(index.page(DirectoryQuery.ALL))
        .isEqualTo(
            new DirectoryPage(
                List.of(
                    new Listing(
                        "coffee",
                        "Jazz, and Blues",
                        List.of("music", "jazz"),
                        "en",
                        2,
                        false,
                        OPENED)),
                1,
                null));
  }

  @Test
  void tagLanguageAndTextNarrow() {
    index.put("coffee", JAZZ, 2, OPENED);
    index.put("chess", CHESS, 1, OPENED);
    assertThat(names(query("Jazz", null, null, null))).containsExactly("coffee");
    assertThat(names(query("jazz", "de", null, null))).isEmpty();
    assertThat(names(query(null, "de", null, null))).containsExactly("chess");
    assertThat(names(query(null, null, "  AND blues ", null))).containsExactly("coffee");
    assertThat(names(query(null, null, "CHE", null))).containsExactly("chess");
    assertThat(names(query("games", "de", "chess", null))).containsExactly("chess");
    assertThat(names(query("unknown", null, null, null))).isEmpty();
    assertThat(names(query(null, null, "coffee\njazz", null))).as("no text spans both").isEmpty();
  }

  @Test
  void anotherDescriptionIsFoundByItsWordsAlone() {
    index.put("coffee", JAZZ, 2, OPENED);
    index.put("coffee", CHESS, 2, OPENED);
    assertThat(names(query("jazz", null, null, null))).isEmpty();
    assertThat(names(query(null, null, "blues", null))).isEmpty();
    assertThat(names(query("games", null, null, null))).containsExactly("coffee");
    assertThat(index.groups()).isEqualTo(2);
  }

  @Test
  void talkIsForgottenAfterAMinute() {
    index.put("coffee", JAZZ, 2, OPENED);
    index.put("tea", JAZZ, 2, OPENED);
    index.handleTalk(0, "coffee");
    index.handleTalk(5, "tea");
    index.handleTalk(10, "coffee"); // goes on
    index.handleTalk(10, "nowhere");
    assertThat(index.pollTimeout()).isEqualTo(5 + DirectoryIndex.TALK_NANOS);
    index.handleTimeout(5 + DirectoryIndex.TALK_NANOS);
    assertThat(index.page(query(null, null, "tea", null)).rooms().getFirst().talking()).isFalse();
    assertThat(index.page(query(null, null, "coffee", null)).rooms().getFirst().talking()).isTrue();
    index.handleTimeout(10 + DirectoryIndex.TALK_NANOS);
    assertThat(index.page(DirectoryQuery.ALL).rooms()).noneMatch(Listing::talking);
    assertThat(index.pollTimeout()).isEqualTo(DirectoryIndex.NEVER);
  }

  @Test
  void nothingNewIsNoVersion() {
    index.put("coffee", JAZZ, 2, OPENED);
    long version = index.version();
    index.put("coffee", JAZZ, 2, OPENED);
    index.remove("tea");
    index.handleTalk(0, "tea");
    assertThat(index.version()).isEqualTo(version);
    index.put("coffee", JAZZ, 3, OPENED);
    assertThat(index.version()).isNotEqualTo(version);
  }

  @Test
  void pagesGoOnWhereTheyEndedWhateverMoves() {
    for (int i = 0; i < 120; i++) {
      index.put("room " + i, RoomDescription.NONE, 1, OPENED);
    }
    List<String> seen = new ArrayList<>();
    DirectoryPage page = index.page(DirectoryQuery.ALL);
    assertThat(page.rooms()).hasSize(DirectoryIndex.PAGE_ROOMS);
    page.rooms().forEach(room -> seen.add(room.name()));
    index.remove(page.rooms().getLast().name()); // the very one the page ends with
    index.put("a newcomer", RoomDescription.NONE, 9, OPENED);
    while (page.next() != null) {
      page = index.page(query(null, null, null, page.next()));
      page.rooms().forEach(room -> seen.add(room.name()));
    }
    assertThat(seen).hasSize(120).doesNotHaveDuplicates();
    assertThat(page.total()).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1",
        "1.2.3",
        "1.1.-1",
        "1.0.",
        "9999999999.0.1",
        "1.0.1 ",
        "1.0.1.1",
        "１.0.1"
      })
  void aCursorThatIsNoneIsRefused(String after) {
    assertThat(DirectoryQuery.read(null, null, null, after))
        .isEqualTo(new DirectoryQuery.Reading.Refused("after"));
  }

  @Test
  void questionsThatCannotBeAskedNameTheField() {
    assertThat(DirectoryQuery.read("x", null, null, null))
        .isEqualTo(new DirectoryQuery.Reading.Refused("tag"));
    assertThat(DirectoryQuery.read(null, "xx", null, null))
        .isEqualTo(new DirectoryQuery.Reading.Refused("language"));
    String longText = "x".repeat(DirectoryQuery.MAX_SEARCH_CHARS + 1);
    assertThat(DirectoryQuery.read(null, null, longText, null))
        .isEqualTo(new DirectoryQuery.Reading.Refused("search"));
    assertThat(DirectoryQuery.read("", " ", "", ""))
        .isEqualTo(new DirectoryQuery.Reading.Accepted(DirectoryQuery.ALL));
  }

  @Test
  void mutatedQuestionsNeverThrow() {
    long seed = 4_711;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String[] texts = new String[4];
      for (int t = 0; t < texts.length; t++) {
        char[] chars = new char[random.nextInt(6)];
        for (int c = 0; c < chars.length; c++) {
          chars[c] =
              (char)
                  (random.nextBoolean()
                      ? "0123.en ".charAt(random.nextInt(8))
                      : random.nextInt(0x10000));
        }
        texts[t] = new String(chars);
      }
      assertThat(DirectoryQuery.read(texts[0], texts[1], texts[2], texts[3]))
          .as("seed %d, round %d", seed, i)
          .isNotNull();
      assertThat(RoomDescription.read(texts[0], List.of(texts[1], texts[2]), texts[3]))
          .as("seed %d, round %d", seed, i)
          .isNotNull();
    }
  }

  /** 100,000 rooms and as many changes, in the order that sorting all of them would give. */
  @Test
  void aHundredThousandRoomsAreKeptSorted() {
    long seed = 100_000;
    Random random = new Random(seed);
    Map<String, Integer> people = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      String name = "room " + i;
      people.put(name, 1 + random.nextInt(40));
      index.put(name, describe(i), people.get(name), OPENED);
    }
    for (int i = 0; i < 100_000; i++) {
      int room = random.nextInt(100_000);
      String name = "room " + room;
      if (random.nextInt(10) == 0) {
        people.remove(name);
        index.remove(name);
      } else {
        people.put(name, 1 + random.nextInt(40));
        index.put(name, describe(room), people.get(name), OPENED);
      }
      if (random.nextInt(50) == 0) {
        index.handleTalk(TimeUnit.MILLISECONDS.toNanos(i), name);
      }
      index.handleTimeout(TimeUnit.MILLISECONDS.toNanos(i));
    }
    assertThat(index.size()).isEqualTo(people.size());
    int seen = 0;
    DirectoryPage page = index.page(DirectoryQuery.ALL);
    Listing former = page.rooms().getFirst();
    Comparator<Listing> order =
        Comparator.comparingInt((Listing room) -> -room.people())
            .thenComparing(room -> !room.talking());
    while (true) {
      for (Listing room : page.rooms()) {
        boolean inOrder = order.compare(former, room) <= 0;
        if (!inOrder
            || room.people() != people.getOrDefault(room.name(), 0)) { // so many: no assertThat
          throw new AssertionError("seed " + seed + ": " + former + " before " + room);
        }
        former = room;
        seen++;
      }
      if (page.next() == null) {
        break;
      }
      page = index.page(query(null, null, null, page.next()));
    }
    assertThat(seen).isEqualTo(people.size());
    assertThat(names(query("tag 3", "de", null, null)))
        .hasSize(DirectoryIndex.PAGE_ROOMS)
        .allMatch(name -> describe(Integer.parseInt(name.substring(5))).tags().contains("tag 3"));
  }

  private static RoomDescription describe(int room) {
    return new RoomDescription(
        "Topic " + room, List.of("tag " + room % 10), room % 2 == 0 ? "en" : "de");
  }

  @Test
  void aSearchThatFindsLittleStopsAndSaysWhereToGoOn() {
    for (int i = 0; i < DirectoryIndex.MAX_SCANNED + 10; i++) {
      index.put("room " + i, RoomDescription.NONE, 1, OPENED);
    }
    DirectoryPage page = index.page(query(null, null, "room 3", null));
    assertThat(page.rooms()).hasSize(DirectoryIndex.PAGE_ROOMS);
    page = index.page(query(null, null, "room 7x", null));
    assertThat(page.rooms()).isEmpty();
    assertThat(page.next()).isNotNull();
    page = index.page(query(null, null, "room 7", page.next()));
    assertThat(page.rooms()).extracting(Listing::name).containsExactly("room 7");
    assertThat(page.next()).isNull();
  }
}
