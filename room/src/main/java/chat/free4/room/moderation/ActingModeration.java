package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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

  /** Who was here before the room moved, and as which of them they came: they come back. */
  private final LinkedHashMap<Bytes, Integer> former = new LinkedHashMap<>();

  /**
   * The room was elsewhere before; so they came there. Who came there stands before who did not.
   */
  public void restore(List<Bytes> cameBefore) {
    former.clear();
    cameBefore.forEach(identity -> former.putIfAbsent(identity, former.size()));
  }

  /** Who is here, or was before the room moved, in the order they came. */
  public List<Bytes> order() {
    LinkedHashSet<Bytes> order = new LinkedHashSet<>(former.keySet());
    order.addAll(present.values());
    return List.copyOf(order);
  }

  /** Nobody more comes back: who is not here was not here before. */
  public void forgetAbsent() {
    former.keySet().removeIf(identity -> !isHere(identity));
  }

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
    if (!isHere(identity)) {
      former.remove(identity);
    }
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
      Bytes named = first(state::isNamedModerator);
      if (named != null) {
        return named;
      }
    }
    return first(_ -> true);
  }

  /** Who has been here longest of those whom {@code wanted} finds. */
  private @Nullable Bytes first(Predicate<Bytes> wanted) {
    for (Bytes identity : former.keySet()) {
      if (isHere(identity) && wanted.test(identity)) {
        return identity;
      }
    }
    return present.values().stream().filter(wanted).findFirst().orElse(null);
  }
}
