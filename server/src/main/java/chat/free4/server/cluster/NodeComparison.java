package chat.free4.server.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is amiss between this node and others, from what they say of themselves: a clock that is
 * off, and a second cluster of the same name and secret. Gives a line for the log where there is
 * something new to say. Has no clock and no thread.
 */
final class NodeComparison {
  /** Clocks may differ by so much; machines that are set by NTP differ by far less. */
  static final long MAX_CLOCK_MILLIS = TimeUnit.SECONDS.toMillis(30);

  /** That there is another cluster is said again after so long. */
  static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(10);

  /** Nodes that are named in a line. */
  static final int MAX_NAMED = 8;

  private final String self;
  private final Set<String> offClock = new HashSet<>();
  private long round;
  private long askedMillis;

  /** When another cluster was said; null: never. */
  private @Nullable Long saidMillis;

  /** Nothing was compared yet; {@code self} is host and port of this node, as others know it. */
  NodeComparison(String self) {
    this.self = self;
  }

  /**
   * Others are asked now; answers to what was asked before come too late.
   *
   * @param nodes of our cluster
   * @return names this round
   */
  long ask(long unixMillis, Collection<String> nodes) {
    offClock.retainAll(nodes);
    askedMillis = unixMillis;
    return ++round;
  }

  /**
   * A node of ours says what time it is. That was between our asking and now, so it is off by as
   * much as it lies outside, however long the answer took.
   *
   * @param theirMillis since 1970, by its clock
   * @return a line, when its clock has come to be off, or to be right again
   */
  @Nullable String clock(long unixMillis, String node, long answered, long theirMillis) {
    if (answered != round) {
      return null;
    }
    long aheadMillis = Math.max(0, theirMillis - unixMillis);
    long behindMillis = Math.max(0, askedMillis - theirMillis);
    boolean isOff = Math.max(aheadMillis, behindMillis) > MAX_CLOCK_MILLIS;
    if (isOff && offClock.add(node)) {
      long seconds = TimeUnit.MILLISECONDS.toSeconds(Math.max(aheadMillis, behindMillis));
      return "the clock of %s is %d s %s this node's (%s): set both by NTP. Rooms go on; invites end"
              .formatted(node, seconds, aheadMillis > 0 ? "ahead of" : "behind", self)
          + " by the clock of their room's node, too early or too late by as much";
    }
    return !isOff && offClock.remove(node)
        ? "the clock of %s is right again by this node's (%s)".formatted(node, self)
        : null;
  }

  /**
   * A node says whom it knows in its cluster. It is of another one where neither knows the other,
   * and both are in one; who is only about to join, or was taken for dead, is known to one of the
   * two, or is in none.
   *
   * @param ours nodes of this node's cluster, and
   * @param theirs of the other node's; empty where it is in none
   * @return a line, when it is time to say so
   */
  @Nullable String cluster(
      long unixMillis, String node, Collection<String> ours, Collection<String> theirs) {
    boolean isStranger =
        ours.contains(self)
            && theirs.contains(node)
            && !ours.contains(node)
            && !theirs.contains(self);
    Long said = saidMillis;
    if (!isStranger || (said != null && unixMillis - said < AGAIN_MILLIS)) {
      return null;
    }
    saidMillis = unixMillis;
    return "there are two clusters of this name and secret: %s, and with this node %s. Neither has"
            .formatted(named(theirs), named(ours))
        + " the other's rooms, and they do not become one: end the nodes of one of them and start"
        + " them again without --bootstrap";
  }

  private static String named(Collection<String> nodes) {
    TreeSet<String> sorted = new TreeSet<>(nodes);
    String names = String.join(", ", sorted.stream().limit(MAX_NAMED).toList());
    int more = sorted.size() - MAX_NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
