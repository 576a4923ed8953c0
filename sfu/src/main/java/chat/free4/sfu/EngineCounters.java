package chat.free4.sfu;

import chat.free4.wire.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts on the worker's thread, is read by any. One writer and opaque access: a count is a plain
 * store on the hot path, and a reader sees each number whole and soon.
 */
final class EngineCounters {
  /** What is counted beside drops. */
  static final class Count {
    static final int DATAGRAMS_RECEIVED = 0;
    static final int RTP_RECEIVED = 1;
    static final int RTCP_RECEIVED = 2;
    static final int FORWARDED = 3;
    static final int RESENT = 4;
    static final int NACKS_SENT = 5;
    static final int RTCP_SENT = 6;
    static final int DATAGRAMS_SENT = 7;
    static final int SLOT_SWITCHES = 8;
    static final int COMMANDS_REFUSED = 9;
    static final int ROOMS = 10;
    static final int PEERS = 11;
    static final int CONNECTED_PEERS = 12;
    static final int BOUND_PATHS = 13;
    static final int RELAYED_OUT = 14;
    static final int RELAYED_IN = 15;
    static final int DATA_RECEIVED = 16;
    static final int DATA_SENT = 17;
    private static final int COUNTS = 18;

    private Count() {}
  }

  /** Reasons told apart: all constants of all enums of reasons, with room to spare. */
  private static final int MAX_REASONS = 512;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle REASONS = MethodHandles.arrayElementVarHandle(DropReason[].class);

  private final long[] counts = new long[Count.COUNTS];
  private final @Nullable DropReason[] reasons = new DropReason[MAX_REASONS];
  private final long[] drops = new long[MAX_REASONS];

  void increment(int count) {
    add(count, 1);
  }

  void add(int count, long amount) {
    LONGS.setOpaque(counts, count, counts[count] + amount);
  }

  void drop(DropReason reason) {
    int index = reason.hashCode() & (MAX_REASONS - 1);
    for (int probes = 0; probes < MAX_REASONS; probes++) {
      DropReason there = reasons[index];
      if (there == null) {
        REASONS.setRelease(reasons, index, reason);
        there = reason;
      }
      if (there.equals(reason)) {
        LONGS.setOpaque(drops, index, drops[index] + 1);
        return;
      }
      index = (index + 1) & (MAX_REASONS - 1);
    }
    throw new IllegalStateException("more than " + MAX_REASONS + " reasons");
  }

  MediaCounters snapshot() {
    return new MediaCounters(
        read(Count.DATAGRAMS_RECEIVED),
        read(Count.RTP_RECEIVED),
        read(Count.RTCP_RECEIVED),
        read(Count.FORWARDED),
        read(Count.RESENT),
        read(Count.NACKS_SENT),
        read(Count.RTCP_SENT),
        read(Count.DATAGRAMS_SENT),
        read(Count.SLOT_SWITCHES),
        read(Count.COMMANDS_REFUSED),
        read(Count.ROOMS),
        read(Count.PEERS),
        read(Count.CONNECTED_PEERS),
        read(Count.BOUND_PATHS),
        read(Count.RELAYED_OUT),
        read(Count.RELAYED_IN),
        read(Count.DATA_RECEIVED),
        read(Count.DATA_SENT),
        readDrops());
  }

  private long read(int count) {
    return (long) LONGS.getOpaque(counts, count);
  }

  private Map<String, Long> readDrops() {
    Map<String, Long> byLabel = new HashMap<>();
    for (int i = 0; i < MAX_REASONS; i++) {
      DropReason reason = (DropReason) REASONS.getAcquire(reasons, i);
      if (reason != null) {
        byLabel.merge(reason.label(), (long) LONGS.getOpaque(drops, i), Long::sum);
      }
    }
    return byLabel;
  }
}
