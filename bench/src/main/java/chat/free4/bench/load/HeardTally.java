package chat.free4.bench.load;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** Packets that a listener heard of each member number (CSRC). */
public final class HeardTally {
  /** Most speakers; packets of others are counted together. A power of two. */
  static final int MAX_SPEAKERS = 8192;

  private int[] members = new int[16];
  private long[] packets = new long[16];
  private int size;
  private long others;

  /** Counts a packet; {@code member} is not 0. */
  void add(int member) {
    int place = find(member);
    if (members[place] == 0) {
      if (size == MAX_SPEAKERS / 2) {
        others++;
        return;
      }
      if (2 * (size + 1) > members.length) {
        grow();
        place = find(member);
      }
      members[place] = member;
      size++;
    }
    packets[place]++;
  }

  private int find(int member) {
    int mask = members.length - 1;
    int place = ((member * 0x9E3779B9) >>> 7) & mask;
    while (members[place] != 0 && members[place] != member) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    int[] oldMembers = members;
    long[] oldPackets = packets;
    members = new int[2 * oldMembers.length];
    packets = new long[2 * oldMembers.length];
    for (int i = 0; i < oldMembers.length; i++) {
      if (oldMembers[i] != 0) {
        int place = find(oldMembers[i]);
        members[place] = oldMembers[i];
        packets[place] = oldPackets[i];
      }
    }
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(members, 0);
    Arrays.fill(packets, 0);
    size = 0;
    others = 0;
  }

  /** Packets of one member. */
  long packetsOf(int member) {
    return packets[find(member)];
  }

  /** Packets of members over the limit. */
  long others() {
    return others;
  }

  /** Names each that was heard, as the unsigned number it is. */
  public void forEach(LongConsumer action) {
    for (int member : members) {
      if (member != 0) {
        action.accept(Integer.toUnsignedLong(member));
      }
    }
  }
}
