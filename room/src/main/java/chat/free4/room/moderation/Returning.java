package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.ActLedger.HeldAct;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first minute of a room that was elsewhere before, while those who were in it come back. Where
 * the node before has told what it knew, that counts until members have brought all the acts that
 * it follows from, and who was in the room is known. Else only what they bring says anything.
 */
public final class Returning {
  /** People come back soon, or not by themselves. */
  public static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Never. */
  public static final long NEVER = Long.MAX_VALUE;

  private final long oldAtNanos;
  private @Nullable ModerationState state;
  private Bytes head = Bytes.EMPTY;

  /** Null where it is not known. */
  private @Nullable Set<Bytes> awaited;

  private boolean isLifeKnown;
  private boolean isOver;
  private boolean mayReturnToLock;

  /** A room that is opened now, of which nothing is known. */
  public Returning(long nowNanos) {
    this.oldAtNanos = nowNanos + YOUNG_NANOS;
  }

  /** True within its first minute. */
  public boolean isYoung(long nowNanos) {
    return nowNanos - oldAtNanos < 0;
  }

  /**
   * What the node before knew.
   *
   * @param ledger with the same life
   * @param before what the acts amounted to, as a summary says it
   * @param newest hash of the newest of those acts
   * @param present who was here; null where that is not known
   */
  public void restore(ActLedger ledger, Bytes before, Bytes newest, @Nullable List<Bytes> present) {
    isLifeKnown = true;
    state = ledger.stateOf(before);
    head = newest;
    awaited = present == null ? null : new HashSet<>(present);
    mayReturnToLock = present == null;
    settle(ledger);
  }

  /** True where the node before has told which life of the room this is. */
  public boolean isLifeKnown() {
    return isLifeKnown;
  }

  /** What counts in the place of the acts; null where they do. */
  public @Nullable ModerationState state() {
    return state;
  }

  /** The newest act that the state follows from; null where there is none. */
  public @Nullable Bytes head() {
    return state == null ? null : head;
  }

  /** True for who was here before, and may come back past lock and lobby. */
  public boolean mayReturn(long nowNanos, Bytes identity) {
    Set<Bytes> known = awaited;
    return isYoung(nowNanos) && known != null && known.contains(identity);
  }

  /**
   * True for who comes past a lock: who was here before, and where that is not known, anybody, for
   * the first who is back shall not lock out the others.
   */
  public boolean mayPassLock(long nowNanos, Bytes identity) {
    return mayReturn(nowNanos, identity) || (isYoung(nowNanos) && mayReturnToLock);
  }

  /** Acts were brought; from now on they count, if they are all. */
  public void brought(ActLedger ledger, List<HeldAct> acts) {
    boolean mayLock =
        acts.stream()
            .map(held -> held.act().kind())
            .anyMatch(kind -> kind == ActKind.LOCK || kind == ActKind.SUMMARY);
    mayReturnToLock |= mayLock && awaited == null;
    settle(ledger);
  }

  /** One is gone by its own will or another's: it comes back as anybody does. */
  public void left(Bytes identity) {
    if (awaited != null) {
      awaited.remove(identity);
    }
  }

  private void settle(ActLedger ledger) {
    if (state != null && ledger.reaches(head)) {
      state = null;
    }
  }

  /** A new act was taken. */
  public void acted(ActLedger ledger, HeldAct held, @Nullable Bytes moderator) {
    SignedAct act = held.act();
    if (act.kind() == ActKind.LOCK) {
      mayReturnToLock = false; // whoever locks now means everybody
    }
    settle(ledger);
    ModerationState counts = state;
    boolean changes = !act.kind().isPassing() && act.kind() != ActKind.SUMMARY;
    if (counts != null && changes && moderator != null && counts.allows(act, moderator)) {
      counts.apply(act);
    }
  }

  /** Other descriptors hold, or another life: what was known before follows from neither. */
  public void forget() {
    state = null;
  }

  /** When {@link #end} is due; {@link #NEVER} where nothing is known of before. */
  public long dueAtNanos() {
    return isLifeKnown && !isOver ? oldAtNanos : NEVER;
  }

  /** Whoever has not come back is gone, and the acts count, whatever is there of them. */
  public void end() {
    isOver = true;
    state = null;
    awaited = null;
  }
}
