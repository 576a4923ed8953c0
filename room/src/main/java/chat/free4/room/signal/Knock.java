package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import java.util.List;

/**
 * What is shown at the door of a sealed room; nothing of it is verified.
 *
 * @param version of the newest descriptor that the entrant has seen; 0 for none
 * @param chain descriptors as the entrant holds them; empty for none
 * @param transcript what the proof key must have signed
 * @param doorProof the signature
 */
public record Knock(long version, List<Bytes> chain, Bytes transcript, Bytes doorProof) {
  /** Makes the list immutable. */
  public Knock {
    chain = List.copyOf(chain);
  }
}
