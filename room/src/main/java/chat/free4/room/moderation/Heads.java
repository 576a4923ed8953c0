package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.Set;

/**
 * Whose word counts in a room before any act: in a public room who opened it, in a sealed one whom
 * its descriptors name, now and formerly.
 *
 * @param owner whose the room is
 * @param deputies whom the descriptor lets speak for the owner: moderators
 * @param formerOwners what they did while it was theirs stays done
 * @param formerDeputies the same
 */
public record Heads(
    Bytes owner, Set<Bytes> deputies, Set<Bytes> formerOwners, Set<Bytes> formerDeputies) {
  /** Makes the sets immutable. */
  public Heads {
    deputies = Set.copyOf(deputies);
    formerOwners = Set.copyOf(formerOwners);
    formerDeputies = Set.copyOf(formerDeputies);
  }

  /** Somebody alone. */
  public static Heads of(Bytes owner) {
    return new Heads(owner, Set.of(), Set.of(), Set.of());
  }
}
