package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * What the acts of a room amount to: who may do what, and what was done. A pure function of the
 * acts in their order; the same in every browser and node.
 */
public final class ModerationState {
  /** Most of each list; beyond, who came into it first falls out. */
  static final int MAX_LISTED = 200;

  private static final int OWNER_RANK = 2;
  private static final int MODERATOR_RANK = 1;

  private final Heads heads;
  private final boolean sealed;
  private Bytes owner;
  private final LinkedHashSet<Bytes> moderators = new LinkedHashSet<>();
  private final LinkedHashMap<Bytes, Boolean> muted = new LinkedHashMap<>();
  private final LinkedHashSet<Bytes> banned = new LinkedHashSet<>();
  private boolean locked;
  private boolean lobby;
  private final LinkedHashSet<Bytes> admitted = new LinkedHashSet<>();
  private int slowSeconds;
  private final LinkedHashSet<SignedAct.Message> deleted = new LinkedHashSet<>();
  private boolean stage;
  private int floorSeconds;
  private boolean replay;
  private boolean robots;
  private final LinkedHashSet<Bytes> speakers = new LinkedHashSet<>();
  private final Invites invites = new Invites();

  /**
   * Nothing was done yet.
   *
   * @param sealed who was put out of such a room still has its link, and a fresh key costs nothing:
   *     from then on, who is new knocks
   */
  public ModerationState(Heads heads, boolean sealed) {
    this.heads = heads;
    this.owner = heads.owner();
    this.sealed = sealed;
  }

  /** True in a room whose owner is its descriptor's. */
  boolean isSealed() {
    return sealed;
  }

  /** Whose the room is. */
  public Bytes owner() {
    return owner;
  }

  /** Who was named a moderator. */
  public Set<Bytes> moderators() {
    return Collections.unmodifiableSet(moderators);
  }

  /** Whom nobody shall hear, and whether they may take it back. */
  public Map<Bytes, Boolean> muted() {
    return Collections.unmodifiableMap(muted);
  }

  /** Who does not come in. */
  public Set<Bytes> banned() {
    return Collections.unmodifiableSet(banned);
  }

  /** True for one who was named a moderator, by an act or by the room's descriptor. */
  public boolean isNamedModerator(Bytes identity) {
    return moderators.contains(identity) || heads.deputies().contains(identity);
  }

  /** True when anybody was named a moderator. */
  boolean hasNamedModerators() {
    return !moderators.isEmpty() || !heads.deputies().isEmpty();
  }

  /** True for one whom nobody shall hear. */
  public boolean isMuted(Bytes identity) {
    return muted.containsKey(identity);
  }

  /** True for one who does not come in. */
  public boolean isBanned(Bytes identity) {
    return banned.contains(identity) && !identity.equals(owner); // who may own it by now
  }

  /** True when nobody new comes in. */
  public boolean isLocked() {
    return locked;
  }

  /** True when who is new knocks. */
  public boolean hasLobby() {
    return lobby;
  }

  /** Who may come in past the lobby. */
  public Set<Bytes> admitted() {
    return Collections.unmodifiableSet(admitted);
  }

  /** Seconds between two messages of one person; 0 when they need not wait. */
  public int slowSeconds() {
    return slowSeconds;
  }

  /** Messages that are gone. */
  public Set<SignedAct.Message> deleted() {
    return Collections.unmodifiableSet(deleted);
  }

  /** True when only speakers are heard. */
  public boolean isStage() {
    return stage;
  }

  /** Seconds that each person may talk in ten minutes; 0: as long as they like. */
  public int floorSeconds() {
    return floorSeconds;
  }

  /** True when browsers may keep the last half minute of what is said, to hear it again. */
  public boolean mayReplay() {
    return replay;
  }

  /**
   * True when robots of the server may be in a sealed room, which lets the server hear and read.
   */
  public boolean mayHaveRobots() {
    return robots;
  }

  /** The invites of a sealed room. */
  public Invites invites() {
    return invites;
  }

  /** Who was invited to speak. */
  public Set<Bytes> speakers() {
    return Collections.unmodifiableSet(speakers);
  }

  /** True for one whom nobody shall hear now, where {@code acting} moderates by being here. */
  public boolean isSilent(Bytes identity, Bytes acting) {
    boolean isAudience =
        stage && rank(identity, acting) < MODERATOR_RANK && !speakers.contains(identity);
    return isAudience || isMuted(identity);
  }

  /** How much somebody's word counts, where {@code acting} moderates. */
  private int rank(Bytes identity, Bytes acting) {
    if (identity.equals(owner)) {
      return OWNER_RANK;
    }
    return identity.equals(acting) || isNamedModerator(identity) ? MODERATOR_RANK : 0;
  }

  /** How much it counted while the room, or a deputy's place, may have been theirs. */
  private int formerRank(Bytes identity) {
    if (heads.formerOwners().contains(identity)) {
      return OWNER_RANK;
    }
    return heads.formerDeputies().contains(identity) ? MODERATOR_RANK : 0;
  }

  /** True for who may moderate, where {@code acting} does so by being here. */
  public boolean mayModerate(Bytes identity, Bytes acting) {
    return rank(identity, acting) >= MODERATOR_RANK;
  }

  /** True when the actor may do that, where {@code acting} moderates. */
  public boolean allows(SignedAct act, Bytes acting) {
    return allows(act, rank(act.actor(), acting), rank(act.subject(), acting), acting);
  }

  /**
   * True when the actor may do that, or might while the room was theirs. What is new must be
   * allowed now; this is for what was taken when it was.
   */
  boolean allowed(SignedAct act, Bytes acting) {
    return allows(act, bestRank(act.actor(), acting), rank(act.subject(), acting), acting);
  }

  /**
   * True when the actor may have been allowed that before the room's descriptor named whom it names
   * now: what follows such an act is not to be lost, even where it does nothing any more.
   *
   * @param vouchedFor the actor's word may have counted for more then
   */
  boolean mayHaveAllowed(SignedAct act, Bytes acting, boolean vouchedFor) {
    Bytes actor = act.actor();
    int rank = vouchedFor ? bestRank(actor, acting) : rank(actor, acting);
    return allows(act, rank, leastRank(act.subject(), acting), acting);
  }

  private int bestRank(Bytes identity, Bytes acting) {
    return Math.max(rank(identity, acting), formerRank(identity));
  }

  private int leastRank(Bytes identity, Bytes acting) {
    if (identity.equals(owner) && heads.formerOwners().size() <= 1) {
      return OWNER_RANK;
    }
    return identity.equals(acting) || moderators.contains(identity) ? MODERATOR_RANK : 0;
  }

  private boolean allows(SignedAct act, int rank, int subjectRank, Bytes acting) {
    Bytes actor = act.actor();
    Bytes subject = act.subject();
    return switch (act.kind()) {
      case MUTE, KICK, BAN -> rank >= MODERATOR_RANK && rank > subjectRank;
      case UNMUTE ->
          rank >= MODERATOR_RANK
              || (subject.equals(actor) && muted.getOrDefault(actor, Boolean.FALSE));
      case UNBAN, LOCK, LOBBY, ADMIT, TURN_AWAY, SLOW, DELETE, STAGE, FLOOR, REPLAY ->
          rank >= MODERATOR_RANK;
      case SPEAKER ->
          rank >= MODERATOR_RANK
              || (act.value() == 0 && subject.equals(actor) && speakers.contains(actor));
      case ROBOTS -> sealed && rank >= (act.value() == 0 ? MODERATOR_RANK : OWNER_RANK);
      case SUMMARY -> sealed ? rank == OWNER_RANK : actor.equals(acting);
      case HAND -> subject.equals(actor) || (act.value() == 0 && rank >= MODERATOR_RANK);
      case MODERATOR ->
          (rank == OWNER_RANK
                  || (act.value() == 0 && subject.equals(actor) && moderators.contains(actor)))
              && subjectRank < OWNER_RANK;
      case OWNER -> rank == OWNER_RANK && subjectRank < OWNER_RANK;
      case INVITE -> rank >= MODERATOR_RANK && sealed && invites.mayMake(act);
      case REVOKE -> rank >= MODERATOR_RANK && invites.mayRevoke(act);
      case REDEEM -> invites.mayRedeem(act);
    };
  }

  /** What a summary says, in the place of acts. */
  void fill(
      Bytes formerOwner,
      List<Bytes> nowModerators,
      Map<Bytes, Boolean> nowMuted,
      List<Bytes> nowBanned,
      List<Bytes> nowAdmitted,
      List<Bytes> nowSpeakers,
      List<SignedAct.Message> nowDeleted) {
    if (!sealed) {
      owner = formerOwner; // of a sealed room, its descriptor says
    }
    moderators.addAll(nowModerators);
    muted.putAll(nowMuted);
    banned.addAll(nowBanned);
    admitted.addAll(nowAdmitted);
    speakers.addAll(nowSpeakers);
    deleted.addAll(nowDeleted);
  }

  /** The same of what is on or off, or so many seconds. */
  void fill(
      boolean isLocked,
      boolean hasLobby,
      boolean onStage,
      int slow,
      int floor,
      boolean replays,
      boolean hasRobots) {
    locked = isLocked;
    lobby = hasLobby;
    stage = onStage;
    slowSeconds = slow;
    floorSeconds = floor;
    replay = replays;
    robots = hasRobots;
  }

  /** Does an act that is allowed. */
  void apply(SignedAct act) {
    Bytes subject = act.subject();
    boolean on = act.value() != 0;
    switch (act.kind()) {
      case MUTE -> mute(subject, on);
      case UNMUTE -> muted.remove(subject);
      case KICK -> {
        admitted.remove(subject);
        lobby |= sealed;
      }
      case TURN_AWAY -> admitted.remove(subject);
      case HAND, SUMMARY ->
          throw new IllegalStateException(act.kind() + " does nothing to a state");
      case BAN -> {
        add(banned, subject);
        admitted.remove(subject);
        speakers.remove(subject);
        moderators.remove(subject);
        invites.revokeOf(subject);
        lobby |= sealed;
      }
      case UNBAN -> banned.remove(subject);
      case LOCK -> locked = on;
      case LOBBY -> lobby = on;
      case ADMIT -> add(admitted, subject);
      case SLOW -> slowSeconds = (int) act.value();
      case DELETE -> add(deleted, act.message());
      case STAGE -> stage = on;
      case FLOOR -> floorSeconds = (int) act.value();
      case REPLAY -> replay = on;
      case ROBOTS -> robots = on;
      case SPEAKER -> set(speakers, subject, on);
      case MODERATOR -> {
        set(moderators, subject, on);
        if (on) {
          banned.remove(subject); // a moderator is one who comes in
        }
      }
      case OWNER -> {
        moderators.remove(subject);
        add(moderators, owner);
        owner = subject;
      }
      case INVITE -> invites.make(act);
      case REVOKE -> invites.revoke(act);
      case REDEEM -> invites.redeem(act);
    }
  }

  private void mute(Bytes subject, boolean mayUnmute) {
    muted.put(subject, mayUnmute);
    if (muted.size() > MAX_LISTED) {
      muted.pollFirstEntry();
    }
  }

  private static <T> void add(SequencedSet<T> all, T one) {
    all.add(one);
    if (all.size() > MAX_LISTED) {
      all.removeFirst();
    }
  }

  private static void set(SequencedSet<Bytes> all, Bytes one, boolean in) {
    if (in) {
      add(all, one);
    } else {
      all.remove(one);
    }
  }
}
