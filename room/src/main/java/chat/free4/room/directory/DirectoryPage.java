package chat.free4.room.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of the directory.
 *
 * @param rooms in order
 * @param total all rooms that are listed, whatever was asked for
 * @param next what to ask for next; null when this is the last page
 */
public record DirectoryPage(List<Listing> rooms, int total, @Nullable String next) {
  /** Makes the list immutable. */
  public DirectoryPage {
    rooms = List.copyOf(rooms);
  }

  /**
   * How a page became another.
   *
   * @param order the names on it, in order; null when that is as it was
   * @param rooms those that were not on it before
   * @param changed those that were, with what is new of them
   */
  public record Change(
      @Nullable List<String> order,
      List<Listing> rooms,
      List<ListingChange> changed,
      int total,
      @Nullable String next) {}

  /** What is new of a room; the rest is null. */
  public record ListingChange(
      String name,
      @Nullable String topic,
      @Nullable List<String> tags,
      @Nullable String language,
      @Nullable Integer people,
      @Nullable Boolean talking) {}

  /** How {@code former} became this one; null when it is the same. */
  public @Nullable Change since(DirectoryPage former) {
    if (equals(former)) {
      return null;
    }
    Map<String, Listing> before = new HashMap<>();
    former.rooms.forEach(room -> before.put(room.name(), room));
    List<Listing> added = new ArrayList<>();
    List<ListingChange> changed = new ArrayList<>();
    for (Listing room : rooms) {
      Listing was = before.get(room.name());
      if (was == null || was.opened() != room.opened()) {
        added.add(room);
      } else if (!was.equals(room)) {
        changed.add(change(was, room));
      }
    }
    List<String> order = names();
    return new Change(order.equals(former.names()) ? null : order, added, changed, total, next);
  }

  private List<String> names() {
    return rooms.stream().map(Listing::name).toList();
  }

  private static ListingChange change(Listing was, Listing is) {
    return new ListingChange(
        is.name(),
        is.topic().equals(was.topic()) ? null : is.topic(),
        is.tags().equals(was.tags()) ? null : is.tags(),
        is.language().equals(was.language()) ? null : is.language(),
        is.people() == was.people() ? null : is.people(),
        is.talking() == was.talking() ? null : is.talking());
  }
}
