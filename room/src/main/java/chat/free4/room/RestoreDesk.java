package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Ed25519;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.ActLedger.HeldAct;
import chat.free4.room.moderation.Returning;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where members bring back acts that the server has lost (protocol/moderation.md, "Brought back").
 * A sealed room's acts follow a root that lasts. Those of a public room follow the root of the life
 * that its members say it had: while the room is young here, and most of them agree.
 */
final class RestoreDesk {
  /** A public room takes up its former life within so long a time: its members come back soon. */
  static final long YOUNG_NANOS = Returning.YOUNG_NANOS;

  /** Acts a second that are looked at closely, on average: each costs two signatures. */
  static final int ACTS_PER_SECOND = 64;

  /** Acts at once: as many as a room has, from two whose copies differ. */
  static final int ACTS_AT_ONCE = 2 * ActLedger.MAX_ACTS;

  /** An act as it is brought, with who moderated when it came; a summary's summary follows. */
  private static final int BROUGHT_BYTES = SignedAct.BYTES + Ed25519.KEY_BYTES;

  private final long oldAtNanos;
  private final boolean sealed;
  private final Roster roster;
  private final ModerationDesk moderation;
  private final RateLimit rate;

  /** What members say of the life that the room had, by their numbers. */
  private final Map<Integer, Life> claims = new HashMap<>();

  private boolean takenUp;

  /** A life of a public room: what its first act follows, and who opened it. */
  private record Life(Bytes root, Bytes owner) {}

  /** What came of it. */
  sealed interface Outcome {
    /** Nothing happened. */
    record Refused(SignalFault fault) implements Outcome {}

    /**
     * What could be taken is taken, and all were told.
     *
     * @param removals who is to go, being banned
     */
    record Done(List<ModerationDesk.Removal> removals) implements Outcome {}
  }

  RestoreDesk(long nowNanos, boolean sealed, Roster roster, ModerationDesk moderation) {
    this.oldAtNanos = nowNanos + YOUNG_NANOS;
    this.sealed = sealed;
    this.roster = roster;
    this.moderation = moderation;
    this.rate = new RateLimit(nowNanos, ACTS_PER_SECOND, ACTS_AT_ONCE);
  }

  /** A member is gone for good. */
  void left(Member member) {
    claims.remove(member.number());
  }

  /** A member brings what it holds. */
  Outcome restore(long nowNanos, Member member, ClientMessage.ActsRestore message) {
    String wrong = wrongField(message);
    if (wrong != null) {
      return new Outcome.Refused(SignalFault.invalidParams(wrong));
    }
    if (!message.root().equals(moderation.ledger().root())) {
      if (sealed || nowNanos >= oldAtNanos || moderation.returning().isLifeKnown()) {
        return new Outcome.Refused(SignalFault.of(SignalError.ACTS_OF_ANOTHER_LIFE));
      }
      Life life = new Life(message.root(), message.owner());
      claims.put(member.number(), life);
      if (!isAgreedOn(life, member)) {
        return new Outcome.Done(List.of());
      }
      takenUp = true;
      moderation.takeUp(life.root, life.owner);
    }
    return bring(nowNanos, member, message.acts());
  }

  private static @Nullable String wrongField(ClientMessage.ActsRestore message) {
    if (message.root().length() != SignedAct.HASH_BYTES) {
      return "root";
    }
    if (message.owner().length() != Ed25519.KEY_BYTES) {
      return "owner";
    }
    return message.acts().stream().allMatch(act -> act.length() >= BROUGHT_BYTES) ? null : "acts";
  }

  /**
   * True when most of those here, and two at least, say the same; or for whose room it is anyway,
   * and was then.
   */
  private boolean isAgreedOn(Life life, Member claimant) {
    boolean isTheirsAnyway =
        !takenUp
            && life.owner.equals(claimant.identity())
            && life.owner.equals(moderation.ledger().state().owner());
    Set<Bytes> here = new HashSet<>();
    Set<Bytes> agreed = new HashSet<>();
    for (Member member : roster.members()) {
      here.add(member.identity());
      if (life.equals(claims.get(member.number()))) {
        agreed.add(member.identity());
      }
    }
    return isTheirsAnyway || (agreed.size() >= 2 && 2 * agreed.size() > here.size());
  }

  private Outcome bring(long nowNanos, Member member, List<Bytes> brought) {
    ActLedger ledger = moderation.ledger();
    List<Bytes> lacking = brought.stream().filter(act -> !ledger.holds(signed(act))).toList();
    if (!rate.take(nowNanos, lacking.size())) {
      long waitNanos = rate.waitNanos(nowNanos, lacking.size());
      return new Outcome.Refused(SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1));
    }
    boolean vouches = moderation.mayModerate(member);
    List<HeldAct> taken = new ArrayList<>();
    for (Bytes each : lacking) {
      Bytes moderator = each.slice(SignedAct.BYTES, BROUGHT_BYTES);
      Bytes rest = each.slice(BROUGHT_BYTES, each.length());
      Bytes summary = rest.length() == 0 ? null : rest;
      ActLedger.Outcome outcome =
          vouches
              ? ledger.bring(signed(each), summary, moderator)
              : ledger.bring(signed(each), summary);
      if (outcome instanceof ActLedger.Outcome.Added(HeldAct held)) {
        taken.add(held);
      }
    }
    return new Outcome.Done(taken.isEmpty() ? List.of() : moderation.brought(taken));
  }

  private static Bytes signed(Bytes brought) {
    return brought.slice(0, SignedAct.BYTES);
  }
}
