package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose word counts in a room by being here: its owner (in a public room the identity that opened
 * it, or whom that handed it to), while any member of that identity is here; otherwise the named
 * moderator who has been here longest; otherwise the member who has been here longest, until one of
 * the others is back. Who is waited for after a lost line is here.
 *
 * <p>A pure rule of who came and who went, in that order, and of what the acts amount to: every
 * node and browser that has seen the same comes to the same result.
 */
public final class ActingModeration {
  /** Members in the order they came, with their identities. */
  private final Map<Integer, Bytes> present = new LinkedHashMap<>();

  private final Map<Bytes, Integer> membersOf = new HashMap<>();

  /** A member came. A member is told of once until it goes. */
  public void handleJoined(int number, Bytes identity) {
    if (present.putIfAbsent(number, identity) != null) {
      throw new IllegalStateException("a member comes once");
    }
    membersOf.merge(identity, 1, Integer::sum);
  }

  /** A member is gone for good. */
  public void handleLeft(int number) {
    Bytes identity = present.remove(number);
    if (identity == null) {
      throw new IllegalStateException("no such member is here");
    }
    membersOf.computeIfPresent(identity, (key, count) -> count == 1 ? null : count - 1);
  }

  /** True when any member of that identity is here. */
  public boolean isHere(Bytes identity) {
    return membersOf.containsKey(identity);
  }

  /** The identity whose word counts; null when nobody is here. */
  public @Nullable Bytes moderator(ModerationState state) {
    if (present.isEmpty()) {
      return null;
    }
    if (isHere(state.owner())) {
      return state.owner();
    }
    if (state.hasNamedModerators()) {
      for (Bytes identity : present.values()) {
        if (state.isNamedModerator(identity)) {
          return identity;
        }
      }
    }
    return present.values().iterator().next();
  }
}
