package chat.free4.bench.load.measure;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom a listener should hear: all of {@code among}, or, where these are more than its slots, so
 * many of them at least; and nobody else.
 *
 * @param among member numbers of the others in the room who speak
 * @param voices how many of them must be heard
 */
public record Expectation(SortedSet<Long> among, int voices) {
  /** What a listener with so many slots should hear of a room's publishers. */
  public static Expectation of(Collection<Long> publishers, long listener, int slots) {
    SortedSet<Long> others = new TreeSet<>(publishers);
    others.remove(listener);
    return new Expectation(others, Math.min(slots, others.size()));
  }

  /** True when it has no choice: everybody is to be heard. */
  public boolean isAll() {
    return voices == among.size();
  }

  /** Compares with whom it did hear. */
  public Verdict judge(Set<Long> heard) {
    SortedSet<Long> unheard = new TreeSet<>(among);
    unheard.removeAll(heard);
    SortedSet<Long> strangers = new TreeSet<>(heard);
    strangers.removeAll(among);
    int known = among.size() - unheard.size();
    return new Verdict(heard.size(), Math.max(0, voices - known), unheard, strangers, isAll());
  }

  /**
   * What came of it.
   *
   * @param heard how many were heard
   * @param lacking how many voices too few
   * @param unheard who was not heard of those who could be
   * @param strangers who was heard and should not be
   * @param all true when all were to be heard
   */
  public record Verdict(
      int heard, int lacking, SortedSet<Long> unheard, SortedSet<Long> strangers, boolean all) {
    /** True when the listener heard just whom it should. */
    public boolean isRight() {
      return lacking == 0 && strangers.isEmpty();
    }

    /** What is wrong, for people. */
    public String complaint() {
      StringBuilder text = new StringBuilder();
      if (lacking > 0) {
        text.append(
            all
                ? "did not hear " + unheard
                : "heard " + lacking + " voices fewer than it has slots");
      }
      if (!strangers.isEmpty()) {
        text.append(text.isEmpty() ? "" : "; ").append("heard ").append(strangers);
        text.append(", who should not be there");
      }
      return text.toString();
    }
  }
}
