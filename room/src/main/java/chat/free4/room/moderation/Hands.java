package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who has raised a hand, in the order they did. Only who is here has one. */
public final class Hands {
  /** Actors whose newest number is remembered; beyond, the eldest is forgotten. */
  static final int MAX_ACTORS = 4_096;

  private final LinkedHashMap<Bytes, Bytes> raised = new LinkedHashMap<>();
  private final LinkedHashMap<Bytes, Long> numbers = new LinkedHashMap<>();

  /** Takes an act that is allowed and signed; why not, if it is older than another of its actor. */
  public @Nullable ActDrop add(SignedAct act, Bytes encoded) {
    Long newest = numbers.get(act.actor());
    if (newest != null && act.number() <= newest) {
      return ActDrop.KNOWN;
    }
    numbers.remove(act.actor());
    numbers.put(act.actor(), act.number());
    if (numbers.size() > MAX_ACTORS) {
      numbers.pollFirstEntry();
    }
    if (act.value() == 0) {
      raised.remove(act.subject());
    } else {
      raised.putIfAbsent(act.subject(), encoded);
    }
    return null;
  }

  /** Nobody of that identity is here any more, or it has its turn; true when its hand was up. */
  public boolean lower(Bytes identity) {
    return raised.remove(identity) != null;
  }

  /** Only those are here: all others' hands go down. */
  public void keep(Predicate<Bytes> isHere) {
    raised.keySet().removeIf(isHere.negate());
  }

  /** True for one whose hand is up. */
  public boolean isUp(Bytes identity) {
    return raised.containsKey(identity);
  }

  /** Identities whose hand is up, who raised it first being first. */
  public List<Bytes> order() {
    return new ArrayList<>(raised.keySet());
  }

  /** The acts that raised them, in that order. */
  public Map<Bytes, Bytes> acts() {
    return new LinkedHashMap<>(raised);
  }
}
