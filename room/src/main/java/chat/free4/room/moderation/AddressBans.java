package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Addresses, by their marks, from which nobody new comes in for a while. */
public final class AddressBans {
  /** Most of a room; beyond, the eldest is forgotten. */
  public static final int MAX_BANS = 1_024;

  private final long banNanos;

  /** In the order they were made, which is the one they end in. */
  private final LinkedHashMap<Bytes, Ban> bans = new LinkedHashMap<>();

  /**
   * An address from which nobody new comes in.
   *
   * @param mark of the address, of {@link AddressMarks#BYTES}
   * @param identity who was banned there
   * @param endNanos until when
   */
  public record Ban(Bytes mark, Bytes identity, long endNanos) {}

  /** None, each to last so long. */
  public AddressBans(long banNanos) {
    this.banNanos = banNanos;
  }

  /** Bans an address that a banned identity came from. */
  public void add(long nowNanos, Bytes mark, Bytes identity) {
    bans.remove(mark);
    bans.put(mark, new Ban(mark, identity, nowNanos + banNanos));
    if (bans.size() > MAX_BANS) {
      bans.pollFirstEntry();
    }
  }

  /** Lets all addresses in again that an identity was banned with. */
  public void removeOf(Bytes identity) {
    bans.values().removeIf(ban -> ban.identity().equals(identity));
  }

  /** Those that end last, at most so many; what ends last stands last. */
  public List<Ban> newest(long nowNanos, int most) {
    forgetEnded(nowNanos);
    List<Ban> marked =
        bans.values().stream().filter(ban -> ban.mark().length() == AddressMarks.BYTES).toList();
    return List.copyOf(marked.subList(Math.max(0, marked.size() - most), marked.size()));
  }

  /**
   * Those of the room's life at another node.
   *
   * @param former what {@link #newest} gave there
   * @param shiftNanos from the clock there to ours
   */
  public void restore(long nowNanos, List<Ban> former, long shiftNanos) {
    List<Ban> all = new ArrayList<>(bans.values());
    for (Ban ban : former) {
      long endNanos = Math.min(ban.endNanos() + shiftNanos, nowNanos + banNanos);
      Ban here = bans.get(ban.mark());
      if (here == null || here.endNanos() - endNanos < 0) {
        all.remove(here);
        all.add(new Ban(ban.mark(), ban.identity(), endNanos));
      }
    }
    all.sort(Comparator.comparingLong(ban -> ban.endNanos() - nowNanos));
    bans.clear();
    all.stream().skip(Math.max(0, all.size() - MAX_BANS)).forEach(ban -> bans.put(ban.mark(), ban));
    forgetEnded(nowNanos);
  }

  /** True while nobody new comes in from there. */
  public boolean isBanned(long nowNanos, Bytes mark) {
    forgetEnded(nowNanos);
    return bans.containsKey(mark);
  }

  private void forgetEnded(long nowNanos) {
    for (Map.Entry<Bytes, Ban> eldest = bans.firstEntry();
        eldest != null && eldest.getValue().endNanos() - nowNanos <= 0;
        eldest = bans.firstEntry()) {
      bans.pollFirstEntry();
    }
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
