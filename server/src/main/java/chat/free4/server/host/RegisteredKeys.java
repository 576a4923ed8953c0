package chat.free4.server.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The key ids that members of one room may send voice under, as their workers were told: a new
 * transport must be told of them again.
 */
final class RegisteredKeys {
  /** As many as a worker keeps of one member. */
  static final int MAX_KEYS = 4;

  private final Map<Integer, List<Long>> byMember = new HashMap<>();

  /** One more; the oldest makes room. */
  void register(int member, long kid) {
    List<Long> kids = byMember.computeIfAbsent(member, _ -> new ArrayList<>(MAX_KEYS));
    if (kids.contains(kid)) {
      return;
    }
    if (kids.size() == MAX_KEYS) {
      kids.removeFirst();
    }
    kids.add(kid);
  }

  /** Those of a member, the oldest first. */
  List<Long> of(int member) {
    return List.copyOf(byMember.getOrDefault(member, List.of()));
  }

  void forget(int member) {
    byMember.remove(member);
  }
}
