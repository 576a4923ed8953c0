package chat.free4.room.floor;

import chat.free4.room.access.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long the identities of a room have talked, by what the media plane measured, and what is left
 * to each where talk has a budget: a bucket that is full at first, loses what is talked, and fills
 * again within {@link #WINDOW_SECONDS}. Whose bucket is empty rests until there is enough in it for
 * a word ({@link #RETURN_SECONDS}).
 *
 * <p>It follows the identity, so coming back fills no bucket.
 */
public final class FloorTimes {
  /** Identities that are remembered; beyond, who has not talked for longest is forgotten. */
  public static final int MAX_TALKERS = 4_096;

  /** What a budget is of: so many seconds in these. */
  public static final int WINDOW_SECONDS = 600;

  /** Who rests is heard again with so much in the bucket, or all of a smaller one. */
  public static final int RETURN_SECONDS = 10;

  /** Little is left of a bucket with so much, or with half of a small one. */
  public static final int LITTLE_SECONDS = 15;

  /** The largest budget. */
  public static final long MAX_BUDGET_NANOS = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

  /** Never. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Who has talked; who did last stands last. */
  private final LinkedHashMap<Bytes, Talker> talkers = new LinkedHashMap<>();

  private final LinkedHashMap<Bytes, Talker> resting = new LinkedHashMap<>();
  private long budgetNanos;

  /** What came of it that somebody has talked. */
  public enum Outcome {
    /** Nothing that it need be told of. */
    GOES_ON,
    /** Little is left, for the first time since there was much. */
    LITTLE_LEFT,
    /** Nothing is left: it rests. */
    USED_UP
  }

  /**
   * What is known of one identity.
   *
   * @param leftNanos what was left of the budget at {@code atNanos}
   * @param returnNanos when it is heard again; {@link #NEVER} for who does not rest
   * @param knowsOfLittle it was told that little is left
   */
  public record Talk(
      Bytes identity,
      long talkedNanos,
      long budgetNanos,
      long leftNanos,
      long atNanos,
      long returnNanos,
      boolean knowsOfLittle) {}

  /** One identity. */
  private static final class Talker {
    long talkedNanos;

    /** What is left of which budget, at which time. */
    long leftNanos;

    long budgetNanos;
    long atNanos;

    /** When it is heard again, while it rests. */
    long returnNanos;

    boolean knowsOfLittle;
  }

  /** Sets how long each may talk in the window; 0: as long as they like. Buckets are full then. */
  public void setBudgetSeconds(int seconds) {
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    if (nanos != budgetNanos) {
      budgetNanos = nanos;
      resting.clear();
    }
  }

  /** Somebody has talked for so long. */
  public Outcome talked(long nowNanos, Bytes identity, long nanos) {
    Talker known = talkers.remove(identity);
    Talker talker = known == null ? new Talker() : known;
    talkers.put(identity, talker);
    if (talkers.size() > MAX_TALKERS) {
      talkers.pollFirstEntry();
    }
    talker.talkedNanos += nanos;
    if (budgetNanos == 0 || resting.containsKey(identity)) {
      return Outcome.GOES_ON;
    }
    refill(nowNanos, talker);
    talker.leftNanos = Math.max(0, talker.leftNanos - nanos);
    return talker.leftNanos == 0 ? rest(nowNanos, identity, talker) : warn(talker);
  }

  private Outcome rest(long nowNanos, Bytes identity, Talker talker) {
    long enough = Math.min(TimeUnit.SECONDS.toNanos(RETURN_SECONDS), budgetNanos);
    talker.returnNanos = nowNanos + Math.ceilDiv(enough * WINDOW_SECONDS, budgetSeconds());
    resting.put(identity, talker);
    return Outcome.USED_UP;
  }

  private Outcome warn(Talker talker) {
    long little = Math.min(TimeUnit.SECONDS.toNanos(LITTLE_SECONDS), budgetNanos / 2);
    if (talker.leftNanos > little) {
      talker.knowsOfLittle &= talker.leftNanos < 2 * little;
      return Outcome.GOES_ON;
    }
    boolean knew = talker.knowsOfLittle;
    talker.knowsOfLittle = true;
    return knew ? Outcome.GOES_ON : Outcome.LITTLE_LEFT;
  }

  private long budgetSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(budgetNanos);
  }

  private void refill(long nowNanos, Talker talker) {
    if (talker.budgetNanos != budgetNanos) {
      talker.budgetNanos = budgetNanos;
      talker.leftNanos = budgetNanos;
      talker.knowsOfLittle = false;
    } else {
      long most = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
      long elapsed = Math.min(nowNanos - talker.atNanos, most);
      long filled = elapsed * budgetSeconds() / WINDOW_SECONDS;
      talker.leftNanos = Math.min(budgetNanos, talker.leftNanos + filled);
    }
    talker.atNanos = nowNanos;
  }

  /** Ends the rest of those who have rested enough by now; gives them. */
  public List<Bytes> takeRested(long nowNanos) {
    List<Bytes> rested = new ArrayList<>();
    resting.forEach(
        (identity, talker) -> {
          if (talker.returnNanos <= nowNanos) {
            rested.add(identity);
          }
        });
    rested.forEach(resting::remove);
    return rested;
  }

  /** When somebody will have rested enough; {@link #NEVER} when nobody rests. */
  public long nextReturnNanos() {
    long next = NEVER;
    for (Talker talker : resting.values()) {
      next = Math.min(next, talker.returnNanos);
    }
    return next;
  }

  /** True while somebody's budget is used up. */
  public boolean isResting(Bytes identity) {
    return resting.containsKey(identity);
  }

  /** How long somebody who rests does so yet; 0 when it does not. */
  public long waitNanos(long nowNanos, Bytes identity) {
    Talker talker = resting.get(identity);
    return talker == null ? 0 : Math.max(0, talker.returnNanos - nowNanos);
  }

  /** How long somebody has talked. */
  public long talkedNanos(Bytes identity) {
    Talker talker = talkers.get(identity);
    return talker == null ? 0 : talker.talkedNanos;
  }

  /** What is left to somebody; {@link #NEVER} without a budget. */
  public long leftNanos(long nowNanos, Bytes identity) {
    if (budgetNanos == 0) {
      return NEVER;
    }
    Talker talker = talkers.get(identity);
    if (talker == null) {
      return budgetNanos;
    }
    refill(nowNanos, talker);
    return talker.leftNanos;
  }

  /** Those who have talked, of at most so many; who did last stands last. */
  public List<Talk> newest(int most) {
    List<Talk> talks = new ArrayList<>();
    for (Map.Entry<Bytes, Talker> each : talkers.reversed().entrySet()) {
      if (talks.size() == most) {
        break;
      }
      Bytes identity = each.getKey();
      Talker talker = each.getValue();
      talks.add(
          new Talk(
              identity,
              talker.talkedNanos,
              talker.budgetNanos,
              talker.leftNanos,
              talker.atNanos,
              isResting(identity) ? talker.returnNanos : NEVER,
              talker.knowsOfLittle));
    }
    return talks.reversed();
  }

  /**
   * Goes on with what was known elsewhere, under the budget that is set; who has talked here before
   * that was known keeps the bucket it has.
   *
   * @param shiftNanos from that node's times to ours
   */
  public void restore(List<Talk> talks, long shiftNanos) {
    for (Talk talk : talks) {
      Talker known = talkers.get(talk.identity);
      Talker talker = known == null ? new Talker() : known;
      talker.talkedNanos = Math.max(talker.talkedNanos, talk.talkedNanos);
      if (known == null) {
        talker.leftNanos = talk.leftNanos;
        talker.budgetNanos = talk.budgetNanos;
        talker.atNanos = talk.atNanos + shiftNanos;
        talker.knowsOfLittle = talk.knowsOfLittle;
        talkers.put(talk.identity, talker);
        if (talk.returnNanos != NEVER && budgetNanos > 0) {
          talker.returnNanos = talk.returnNanos + shiftNanos;
          resting.put(talk.identity, talker);
        }
      }
    }
    while (talkers.size() > MAX_TALKERS) {
      talkers.pollFirstEntry();
    }
  }

  /** How long each may talk in the window; 0: as long as they like. */
  public long budgetNanos() {
    return budgetNanos;
  }
}
