package chat.free4.sfu;

import java.util.Arrays;

/** The members that one listener does not want to hear. Read only when slots are given out. */
final class MuteList {
  private int[] members = new int[4];
  private int count;

  int count() {
    return count;
  }

  boolean contains(int member) {
    return indexOf(member) >= 0;
  }

  private int indexOf(int member) {
    for (int i = 0; i < count; i++) {
      if (members[i] == member) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a member that is not in it. */
  void add(int member) {
    if (count == members.length) {
      members = Arrays.copyOf(members, count * 2);
    }
    members[count++] = member;
  }

  /** Takes a member out; false when it was not in. */
  boolean remove(int member) {
    int index = indexOf(member);
    if (index < 0) {
      return false;
    }
    members[index] = members[--count];
    return true;
  }
}
