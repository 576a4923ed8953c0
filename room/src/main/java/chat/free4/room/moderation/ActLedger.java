package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
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
  private final boolean sealed;
  private final TreeMap<Place, HeldAct> acts = new TreeMap<>(ORDER);

  /** The same by their hashes, in the order in which they came. */
  private final LinkedHashMap<Bytes, HeldAct> arrived = new LinkedHashMap<>();

  private Heads heads;

  /** The newest summary, which has taken the place of all before it. */
  private @Nullable HeldAct base;

  private final Hands hands = new Hands();
  private ModerationState state;

  /**
   * A ledger without acts.
   *
   * @param root what the first act follows: another for each life of a public room
   * @param heads whose the room is before any act
   */
  public ActLedger(RoomId room, Bytes root, Heads heads) {
    this(room, root, heads, MAX_ACTS);
  }

  ActLedger(RoomId room, Bytes root, Heads heads, int maxActs) {
    this.maxActs = maxActs;
    this.room = room;
    this.root = root;
    this.heads = heads;
    // Only rooms that are sealed have a root that lasts.
    this.sealed = root.equals(lastingRoot(room));
    this.state = new ModerationState(heads, sealed);
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
   * @param summary of a summary: what all acts before amount to; else null
   */
  public record HeldAct(SignedAct act, Bytes hash, Bytes moderator, @Nullable Bytes summary) {}

  /** What came of an act. */
  public sealed interface Outcome {
    /** It is in. */
    record Added(HeldAct held) implements Outcome {}

    /** It is not. */
    record Refused(ActDrop reason) implements Outcome {}
  }

  /** How an act comes. */
  private enum Way {
    /** From its actor, just now. */
    NEW,
    /** From a member who held it. */
    BROUGHT,
    /** From a member whose word counts, who may say who moderated then, and whose the room was. */
    VOUCHED_FOR
  }

  /** Takes a new act as it came over the wire, while {@code moderator} moderates by being here. */
  public Outcome add(Bytes bytes, Bytes moderator) {
    return add(bytes, null, moderator);
  }

  /** The same of an act that may be a summary. */
  public Outcome add(Bytes bytes, @Nullable Bytes summary, Bytes moderator) {
    return read(bytes, summary, moderator, Way.NEW);
  }

  /**
   * Takes an act from before that somebody brings, as a new one but for its age, and for whom the
   * room's descriptor names by now. It must be brought in the order in which acts came: each must
   * be allowed after those before it.
   */
  public Outcome bring(Bytes bytes, @Nullable Bytes summary) {
    return read(bytes, summary, SignedAct.NOBODY, Way.BROUGHT);
  }

  /**
   * The same, from somebody whose word counts.
   *
   * @param moderator who moderated by being here when it came, by their word
   */
  public Outcome bring(Bytes bytes, @Nullable Bytes summary, Bytes moderator) {
    return read(bytes, summary, moderator, Way.VOUCHED_FOR);
  }

  private Outcome read(Bytes bytes, @Nullable Bytes summary, Bytes moderator, Way way) {
    return switch (SignedAct.decode(bytes)) {
      case SignedAct.Reading.Refused(ActDrop reason) -> new Outcome.Refused(reason);
      case SignedAct.Reading.Accepted(SignedAct act) ->
          take(new HeldAct(act, act.hash(), moderator, summary), way);
    };
  }

  /** Cheap checks first. */
  private Outcome take(HeldAct held, Way way) {
    SignedAct act = held.act;
    ActDrop drop = check(held, way);
    if (drop != null) {
      return new Outcome.Refused(drop);
    }
    if (act.kind() == ActKind.SUMMARY) {
      acts.clear();
      arrived.clear();
      base = held;
    }
    if (act.kind().isPassing()) {
      ActDrop known = hands.add(act, act.encode());
      return known == null ? new Outcome.Added(held) : new Outcome.Refused(known);
    }
    Place place = new Place(act.number(), held.hash);
    boolean isLast = acts.isEmpty() || ORDER.compare(acts.lastKey(), place) < 0;
    acts.put(place, held);
    arrived.put(held.hash, held);
    if (!isLast || act.kind() == ActKind.SUMMARY) {
      replay();
    } else if (state.allowed(act, held.moderator)) {
      state.apply(act);
    }
    if (act.kind() == ActKind.SPEAKER && act.value() != 0) {
      hands.lower(act.subject());
    }
    return new Outcome.Added(held);
  }

  private @Nullable ActDrop check(HeldAct held, Way way) {
    SignedAct act = held.act;
    boolean isSummary = act.kind() == ActKind.SUMMARY;
    if (arrived.containsKey(held.hash)) {
      return ActDrop.KNOWN;
    }
    if (isSummary != (held.summary != null)) {
      return ActDrop.MALFORMED;
    }
    if (acts.size() >= maxActs && !act.kind().isPassing() && !isSummary) {
      return ActDrop.FULL;
    }
    if (!act.room().equals(room)) {
      return ActDrop.WRONG_ROOM;
    }
    boolean isLate =
        way == Way.NEW && !act.kind().isPassing() && act.number() + MAX_LAG < nextNumber();
    boolean isGone = way != Way.NEW && act.kind().isPassing();
    boolean linked = isSummary ? sums(held, way) : follows(act);
    if (isLate || isGone || !linked) {
      return ActDrop.UNLINKED;
    }
    return isAllowed(held, way) ? act.verify(room) : ActDrop.NOT_ALLOWED;
  }

  private boolean isAllowed(HeldAct held, Way way) {
    SignedAct act = held.act;
    if (way == Way.NEW) {
      return state.allows(act, held.moderator);
    }
    // Nothing here says whether a summary is true: that is for the owner's word alone.
    return act.kind() == ActKind.SUMMARY
        ? act.actor().equals(state.owner())
        : state.mayHaveAllowed(act, held.moderator, way == Way.VOUCHED_FOR);
  }

  private boolean follows(SignedAct act) {
    if (act.kind().isPassing() || (act.number() == 1 && base == null)) {
      return act.previous().equals(root);
    }
    HeldAct former = arrived.get(act.previous());
    return former != null && former.act().number() + 1 == act.number();
  }

  /**
   * True for a summary of all that is here; one that is brought may be of what is not, but must be
   * newer than the one we have.
   */
  private boolean sums(HeldAct held, Way way) {
    Bytes summary = Objects.requireNonNull(held.summary);
    SignedAct act = held.act;
    if (!Transcript.sha256(summary).equals(act.subject())) {
      return false;
    }
    if (way == Way.NEW) {
      return act.previous().equals(head())
          && act.number() == nextNumber()
          && summary.equals(summary());
    }
    boolean isNewer = base == null || base.act.number() < act.number();
    return isNewer && StateBytes.decode(summary, root, heads, sealed) != null;
  }

  /** What all acts amount to, as a summary says it. */
  public Bytes summary() {
    return StateBytes.encode(root, state);
  }

  /** What {@code others} amount to, as a summary of acts that follow the same root says it. */
  public Bytes summaryOf(ModerationState others) {
    return StateBytes.encode(root, others);
  }

  /** What a summary says of acts that follow the same root; null for what is none. */
  public @Nullable ModerationState stateOf(Bytes summary) {
    return StateBytes.decode(summary, root, heads, sealed);
  }

  private ModerationState begin() {
    if (base == null) {
      return new ModerationState(heads, sealed);
    }
    Bytes summary = Objects.requireNonNull(base.summary);
    return Objects.requireNonNull(StateBytes.decode(summary, root, heads, sealed), "was checked");
  }

  /** An act that is not allowed where it stands in the order is kept and does nothing. */
  private void replay() {
    state = begin();
    for (HeldAct held : acts.values()) {
      if (held.act().kind() != ActKind.SUMMARY && state.allowed(held.act(), held.moderator())) {
        state.apply(held.act());
      }
    }
  }

  /** The room's descriptor names others now. */
  public void setHeads(Heads now) {
    heads = now;
    replay();
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

  /** All of them, in the order in which they came. */
  public List<HeldAct> arrived() {
    return List.copyOf(arrived.values());
  }

  /** True where an act of this hash is in, or the root has it. */
  public boolean reaches(Bytes hash) {
    return hash.equals(root) || arrived.containsKey(hash);
  }

  /** True for the bytes of an act that is in. */
  public boolean holds(Bytes act) {
    return arrived.containsKey(SignedAct.hashOf(act));
  }

  /** What the first act follows. */
  public Bytes root() {
    return root;
  }

  /** Whose the room is before any act. */
  public Bytes firstOwner() {
    return heads.owner();
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
