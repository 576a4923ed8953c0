package chat.free4.room.snapshot;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Transcript;

/**
 * A robot in a room, as far as another node needs it to have the same one sit there.
 *
 * @param kind which robot
 * @param language that it was asked for in
 * @param seed what its keys follow from, {@link #SEED_BYTES}: nobody but the nodes of a cluster is
 *     to see it
 * @param sequence the highest that it has written under; 0: none
 */
public record RobotSeat(String kind, String language, Bytes seed, long sequence) {
  /** Length of a seed, and of what follows from it. */
  public static final int SEED_BYTES = 32;

  /** Seed of the key that it is known by. */
  public Bytes identitySeed() {
    return Transcript.of("free4chat robot identity 1").add(seed).sha256();
  }

  /** Seed of the key that it signs with. */
  public Bytes deviceSeed() {
    return Transcript.of("free4chat robot device 1").add(seed).sha256();
  }

  /** The same, who has written up to this. */
  public RobotSeat wrote(long newest) {
    return newest <= sequence ? this : new RobotSeat(kind, language, seed, newest);
  }

  /** Without the seed. */
  @Override
  public String toString() {
    return "RobotSeat[" + kind + ", " + language + "]";
  }
}
