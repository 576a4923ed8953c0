package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose word counts in a public room, which has no owner's key: the identity that opened it, while
 * any member of that identity is here; otherwise the identity of the member who has been here
 * longest, until the one who opened the room is back. Who is waited for after a lost line is here.
 *
 * <p>A pure rule of who came and who went, in that order: every node and browser that has seen the
 * same comes to the same result.
 */
public final class ActingModeration {
  /** Members in the order they came, with their identities. */
  private final Map<Integer, Bytes> present = new LinkedHashMap<>();

  private @Nullable Bytes opener;
  private int openersHere;

  /** A member came; the first of all opened the room. A member is told of once until it goes. */
  public void handleJoined(int number, Bytes identity) {
    if (present.putIfAbsent(number, identity) != null) {
      throw new IllegalStateException("a member comes once");
    }
    if (opener == null) {
      opener = identity;
    }
    if (Objects.equals(identity, opener)) {
      openersHere++;
    }
  }

  /** A member is gone for good. */
  public void handleLeft(int number) {
    Bytes identity = present.remove(number);
    if (identity == null) {
      throw new IllegalStateException("no such member is here");
    }
    if (Objects.equals(identity, opener)) {
      openersHere--;
    }
  }

  /** The identity whose word counts; null when nobody is here. */
  public @Nullable Bytes moderator() {
    if (openersHere > 0) {
      return opener;
    }
    return present.isEmpty() ? null : present.values().iterator().next();
  }
}
