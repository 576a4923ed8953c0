package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The acts of one room: each follows another by its hash, and acts that follow the same one,
 * because they were made at the same time, are both kept. Their order is (number, hash), the same
 * for everybody who has the same acts, in whatever order they came; so is what they amount to.
 */
public final class ActLedger {
  /** Most acts of a room; further ones are refused. */
  public static final int MAX_ACTS = 1_024;

  /** A new act follows one of about so many last ones: nobody writes into the past. */
  public static final int MAX_LAG = 32;

  private static final String ROOT_LABEL = "free4chat acts 1";

  /** Order of what was done. */
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::number).thenComparing(Place::hash);

  private final int maxActs;
  private final RoomId room;
  private final Bytes root;
  private final Bytes firstOwner;
  private final boolean sealed;
  private final TreeMap<Place, HeldAct> acts = new TreeMap<>(ORDER);
  private final Map<Bytes, Long> numbers = new HashMap<>();
  private final Hands hands = new Hands();
  private ModerationState state;

  /**
   * A ledger without acts.
   *
   * @param root what the first act follows: another for each life of a public room
   * @param owner whose the room is before any act
   */
  public ActLedger(RoomId room, Bytes root, Bytes owner) {
    this(room, root, owner, MAX_ACTS);
  }

  ActLedger(RoomId room, Bytes root, Bytes owner, int maxActs) {
    this.maxActs = maxActs;
    this.room = room;
    this.root = root;
    this.firstOwner = owner;
    // Only rooms that are sealed have a root that lasts.
    this.sealed = root.equals(lastingRoot(room));
    this.state = new ModerationState(owner, sealed);
  }

  /** The root of a room whose acts outlive its server: made of the room's id alone. */
  public static Bytes lastingRoot(RoomId room) {
    return Transcript.of(ROOT_LABEL).add(room.value()).sha256();
  }

  private record Place(long number, Bytes hash) {}

  /**
   * An act as it is kept.
   *
   * @param moderator who moderated by being here when it came, by the server's word
   */
  public record HeldAct(SignedAct act, Bytes hash, Bytes moderator) {}

  /** What came of an act. */
  public sealed interface Outcome {
    /** It is in. */
    record Added(HeldAct held) implements Outcome {}

    /** It is not. */
    record Refused(ActDrop reason) implements Outcome {}
  }

  /** Takes a new act as it came over the wire, while {@code moderator} moderates by being here. */
  public Outcome add(Bytes bytes, Bytes moderator) {
    return switch (SignedAct.decode(bytes)) {
      case SignedAct.Reading.Refused(ActDrop reason) -> new Outcome.Refused(reason);
      case SignedAct.Reading.Accepted(SignedAct act) -> add(act, moderator);
    };
  }

  /** Cheap checks first. */
  private Outcome add(SignedAct act, Bytes moderator) {
    Bytes hash = act.hash();
    ActDrop drop = check(act, hash, moderator);
    if (drop != null) {
      return new Outcome.Refused(drop);
    }
    HeldAct held = new HeldAct(act, hash, moderator);
    if (act.kind().isPassing()) {
      ActDrop known = hands.add(act, act.encode());
      return known == null ? new Outcome.Added(held) : new Outcome.Refused(known);
    }
    Place place = new Place(act.number(), hash);
    boolean isLast = acts.isEmpty() || ORDER.compare(acts.lastKey(), place) < 0;
    acts.put(place, held);
    numbers.put(hash, act.number());
    if (isLast) {
      state.apply(act);
    } else {
      replay();
    }
    if (act.kind() == ActKind.SPEAKER && act.value() != 0) {
      hands.lower(act.subject());
    }
    return new Outcome.Added(held);
  }

  private @Nullable ActDrop check(SignedAct act, Bytes hash, Bytes moderator) {
    if (numbers.containsKey(hash)) {
      return ActDrop.KNOWN;
    }
    if (acts.size() >= maxActs && !act.kind().isPassing()) {
      return ActDrop.FULL;
    }
    if (!act.room().equals(room)) {
      return ActDrop.WRONG_ROOM;
    }
    boolean isLate = !act.kind().isPassing() && act.number() + MAX_LAG < nextNumber();
    if (isLate || !follows(act)) {
      return ActDrop.UNLINKED;
    }
    return state.allows(act, moderator) ? act.verify(room) : ActDrop.NOT_ALLOWED;
  }

  private boolean follows(SignedAct act) {
    if (act.number() == 1 || act.kind().isPassing()) {
      return act.previous().equals(root);
    }
    Long number = numbers.get(act.previous());
    return number != null && number + 1 == act.number();
  }

  /** An act that is not allowed where it stands in the order is kept and does nothing. */
  private void replay() {
    state = new ModerationState(firstOwner, sealed);
    for (HeldAct held : acts.values()) {
      if (state.allows(held.act(), held.moderator())) {
        state.apply(held.act());
      }
    }
  }

  /** What the acts amount to. */
  public ModerationState state() {
    return state;
  }

  /** Whose hands are up: they are of the moment, and not in the chain. */
  public Hands hands() {
    return hands;
  }

  /** All of them, in order. */
  public List<HeldAct> acts() {
    return List.copyOf(acts.values());
  }

  /** What the first act follows. */
  public Bytes root() {
    return root;
  }

  /** Whose the room was before any act. */
  public Bytes firstOwner() {
    return firstOwner;
  }

  /** What a new act follows. */
  public Bytes head() {
    return acts.isEmpty() ? root : acts.lastKey().hash();
  }

  /** The number of a new act. */
  public long nextNumber() {
    return acts.isEmpty() ? 1 : acts.lastKey().number() + 1;
  }
}
