package chat.free4.room.directory;

import java.util.List;

/**
 * All that the directory says of a room; nothing of it tells who is there. Components have the
 * names of the JSON members.
 *
 * @param name the canonical one
 * @param people connected members
 * @param talking somebody was heard within the last minute
 * @param opened when the room was opened, in seconds since 1970 by the server's clock
 */
public record Listing(
    String name,
    String topic,
    List<String> tags,
    String language,
    int people,
    boolean talking,
    long opened) {
  /** Makes the list immutable. */
  public Listing {
    tags = List.copyOf(tags);
  }
}
