package chat.free4.sfu;

import org.jspecify.annotations.Nullable;

/** The members of a room's other parts who are heard in this one. */
final class RemoteSpeakers {
  /** Members of other parts at once; who was silent the longest makes room for another. */
  static final int MAX_SPEAKERS = 64;

  /** Without a packet for so long, a member is no speaker here. Longer than any pause of DTX. */
  static final long SILENCE_NANOS = 5_000_000_000L;

  /** Who was heard within this time does not make room for anyone. */
  static final long BUSY_NANOS = 200_000_000L;

  private final Speaker[] speakers = new Speaker[MAX_SPEAKERS];
  private int count;

  int count() {
    return count;
  }

  boolean isFull() {
    return count == MAX_SPEAKERS;
  }

  Speaker get(int place) {
    return speakers[place];
  }

  @Nullable Speaker find(int member) {
    for (int i = 0; i < count; i++) {
      if (speakers[i].member() == member) {
        return speakers[i];
      }
    }
    return null;
  }

  /** Adds one; there is room. */
  void add(Speaker speaker) {
    speakers[count++] = speaker;
  }

  /** Takes one out; another takes its place. */
  @SuppressWarnings("NullAway") // the places from count on are nobody's
  void removeAt(int place) {
    speakers[place] = speakers[--count];
    speakers[count] = null;
  }

  /** Where who was silent the longest stands; -1 when all were heard just now. */
  int longestSilent(long nowNanos) {
    int place = -1;
    long silence = BUSY_NANOS;
    for (int i = 0; i < count; i++) {
      long its = nowNanos - speakers[i].relayedNanos;
      if (its > silence) {
        silence = its;
        place = i;
      }
    }
    return place;
  }
}
