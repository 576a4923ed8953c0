package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses, by their marks, from which nobody new comes in for a while. */
public final class AddressBans {
  /** Most of a room; beyond, the eldest is forgotten. */
  public static final int MAX_BANS = 1_024;

  private final long banNanos;

  /** In the order they were made, which is the one they end in. */
  private final LinkedHashMap<Bytes, Ban> bans = new LinkedHashMap<>();

  private record Ban(Bytes identity, long endNanos) {}

  /** None, each to last so long. */
  public AddressBans(long banNanos) {
    this.banNanos = banNanos;
  }

  /** Bans an address that a banned identity came from. */
  public void add(long nowNanos, Bytes mark, Bytes identity) {
    bans.remove(mark);
    bans.put(mark, new Ban(identity, nowNanos + banNanos));
    if (bans.size() > MAX_BANS) {
      bans.pollFirstEntry();
    }
  }

  /** Lets all addresses in again that an identity was banned with. */
  public void removeOf(Bytes identity) {
    bans.values().removeIf(ban -> ban.identity().equals(identity));
  }

  /** True while nobody new comes in from there. */
  public boolean isBanned(long nowNanos, Bytes mark) {
    for (Map.Entry<Bytes, Ban> eldest = bans.firstEntry();
        eldest != null && eldest.getValue().endNanos() - nowNanos <= 0;
        eldest = bans.firstEntry()) {
      bans.pollFirstEntry();
    }
    return bans.containsKey(mark);
  }

  /** How long nobody new comes in from there; 0 when they do. */
  public long leftNanos(long nowNanos, Bytes mark) {
    Ban ban = isBanned(nowNanos, mark) ? bans.get(mark) : null;
    return ban == null ? 0 : ban.endNanos() - nowNanos;
  }

  /** How many are remembered. */
  int size() {
    return bans.size();
  }
}
