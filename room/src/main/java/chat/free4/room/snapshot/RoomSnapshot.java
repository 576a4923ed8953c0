package chat.free4.room.snapshot;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.floor.FloorTimes.Talk;
import chat.free4.room.moderation.AddressBans;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a room knows and no member holds: nodes keep it for each other, so that a room goes on where
 * its node was lost. What members hold (acts, log, descriptors) they bring back themselves.
 *
 * <p>Times are those of {@link System#nanoTime} in the process that made it; only their distances
 * to {@code atNanos} mean something elsewhere.
 *
 * @param atNanos when it was made
 * @param createdNanos when the room was opened
 * @param rules who may do what
 * @param talks how long people have talked, of at most {@link #MAX_TALKS}; who did last stands last
 * @param writes when people have written in the chat last, of at most {@link #MAX_WRITES}; the
 *     latest stands last
 * @param sequences the highest sequence seen of each author, of at most {@link #MAX_SEQUENCES}; who
 *     wrote last stands last
 * @param addressBans from where nobody new comes in, at most {@link #MAX_ADDRESS_BANS}; what ends
 *     last stands last
 * @param robots those that sit in it, at most {@link #MAX_ROBOTS}, in the order they came
 */
public record RoomSnapshot(
    long atNanos,
    long createdNanos,
    Rules rules,
    List<Talk> talks,
    SequencedMap<Bytes, Long> writes,
    SequencedMap<MemberId, Long> sequences,
    List<AddressBans.Ban> addressBans,
    List<RobotSeat> robots) {
  /** People whose talk is told: with a budget, whoever has used anything of it lately. */
  public static final int MAX_TALKS = 256;

  /** People whose last message is told. */
  public static final int MAX_WRITES = 256;

  /** Authors whose highest sequence is told. */
  public static final int MAX_SEQUENCES = 512;

  /** People who are told to be here; of a room with more, who was in is not known afterwards. */
  public static final int MAX_PRESENT = 512;

  /** Hands that are told. */
  public static final int MAX_HANDS = 64;

  /** Banned addresses that are told. */
  public static final int MAX_ADDRESS_BANS = 256;

  /** Robots that are told: as many as a room takes. */
  public static final int MAX_ROBOTS = 4;

  /** Longest of all: so much has room in one message between nodes. */
  public static final int MAX_BYTES = 192 * 1024;

  /**
   * Who may do what in a room, and who is in it.
   *
   * @param root what its first act follows
   * @param firstOwner whose it was before any act; in a sealed room its descriptor's
   * @param head hash of the newest act: where that is known again, all before it are
   * @param state what the acts amount to, as a summary says it (protocol/moderation.md)
   * @param present identities of those here, in the order they came
   * @param isPresentWhole false where there are more than {@link #MAX_PRESENT}
   * @param hands acts of those whose hand is up, in the order they raised it
   */
  public record Rules(
      Bytes root,
      Bytes firstOwner,
      Bytes head,
      Bytes state,
      List<Bytes> present,
      boolean isPresentWhole,
      List<Bytes> hands) {}

  /** True when it says the same as {@code former}, whenever that was made. */
  public boolean saysAsMuchAs(RoomSnapshot former) {
    return createdNanos == former.createdNanos
        && rules.equals(former.rules)
        && talks.equals(former.talks)
        && writes.equals(former.writes)
        && sequences.equals(former.sequences)
        && addressBans.equals(former.addressBans)
        && robots.equals(former.robots);
  }
}
