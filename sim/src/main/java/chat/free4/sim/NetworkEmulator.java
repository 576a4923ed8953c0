package chat.free4.sim;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between clients and one server over paths that have the same index at both
 * ends. What it loses, delays, doubles and lets overtake follows from its seed alone.
 */
public final class NetworkEmulator {
  /** Most datagrams under way; more are lost, as in a full queue of a router. */
  public static final int MAX_IN_FLIGHT = 1 << 16;

  /** What {@link #nextDeliveryNanos} says when nothing is under way. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int DATAGRAM_BYTES = 2048;

  private final RandomGenerator random;
  private final PriorityQueue<Datagram> inFlight =
      new PriorityQueue<>(
          Comparator.comparingLong((Datagram datagram) -> datagram.deliverAtNanos)
              .thenComparingLong(datagram -> datagram.order));
  private final ArrayDeque<Datagram> free = new ArrayDeque<>();
  private final Map<Integer, NetworkConditions> conditionsOfPath = new HashMap<>();
  private final Set<Integer> darkPaths = new HashSet<>();
  private NetworkConditions conditions = NetworkConditions.GOOD;
  private @Nullable Tap tap;
  private long nextOrder;
  private long sent;
  private long lost;
  private long duplicated;
  private long delivered;

  /** A network that is good until it is told otherwise. */
  public NetworkEmulator(RandomGenerator random) {
    this.random = random;
  }

  /** Sees each datagram as it is sent, before anything happens to it. */
  @FunctionalInterface
  public interface Tap {
    /** One datagram; the memory is valid during the call. */
    void sent(long nowNanos, boolean toServer, int path, MemorySegment slab, long at, int length);
  }

  /** A datagram that has arrived; to be given back by {@link #release}. */
  public static final class Datagram {
    private final byte[] bytes = new byte[DATAGRAM_BYTES];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    private int length;
    private int path;
    private boolean toServer;
    private long deliverAtNanos;
    private long order;

    private Datagram() {}

    /** Its bytes, from offset 0. */
    public MemorySegment segment() {
      return segment;
    }

    /** How many bytes. */
    public int length() {
      return length;
    }

    /** The path it came over. */
    public int path() {
      return path;
    }

    /** True when it goes to the server. */
    public boolean isToServer() {
      return toServer;
    }
  }

  /** Sets what happens on all paths that have no conditions of their own. */
  public void setConditions(NetworkConditions all) {
    conditions = all;
  }

  /** Sets what happens on one path. */
  public void setConditions(int path, NetworkConditions own) {
    conditionsOfPath.put(path, own);
  }

  /** From now on, or no longer, nothing that is sent over this path arrives. */
  public void setBlackout(int path, boolean dark) {
    if (dark) {
      darkPaths.add(path);
    } else {
      darkPaths.remove(path);
    }
  }

  /** Forgets what was set for a path, and what is under way on it. */
  public void closePath(int path) {
    conditionsOfPath.remove(path);
    darkPaths.remove(path);
    inFlight.removeIf(datagram -> datagram.path == path);
  }

  /** Shows every datagram to {@code observer}, or to nobody. */
  public void setTap(@Nullable Tap observer) {
    tap = observer;
  }

  /** Sends a datagram; its bytes are copied. */
  public void send(
      long nowNanos, boolean toServer, int path, MemorySegment slab, long offset, int length) {
    sent++;
    if (tap != null) {
      tap.sent(nowNanos, toServer, path, slab, offset, length);
    }
    NetworkConditions here = conditionsOfPath.getOrDefault(path, conditions);
    // Each datagram draws the same number of times, whatever becomes of it.
    boolean isLost = random.nextDouble() < here.loss();
    boolean isDouble = random.nextDouble() < here.duplicate();
    long firstDelay = drawDelay(here);
    long secondDelay = drawDelay(here);
    if (isLost || darkPaths.contains(path)) {
      lost++;
      return;
    }
    carry(nowNanos + firstDelay, toServer, path, slab, offset, length);
    if (isDouble) {
      duplicated++;
      carry(nowNanos + secondDelay, toServer, path, slab, offset, length);
    }
  }

  private long drawDelay(NetworkConditions here) {
    long jitter = (long) (random.nextDouble() * here.jitterNanos());
    long detour = random.nextDouble() < here.reorder() ? here.reorderNanos() : 0;
    return here.delayNanos() + jitter + detour;
  }

  private void carry(
      long deliverAtNanos,
      boolean toServer,
      int path,
      MemorySegment slab,
      long offset,
      int length) {
    if (inFlight.size() == MAX_IN_FLIGHT) {
      lost++;
      return;
    }
    Datagram datagram = free.isEmpty() ? new Datagram() : free.pop();
    MemorySegment.copy(slab, ValueLayout.JAVA_BYTE, offset, datagram.bytes, 0, length);
    datagram.length = length;
    datagram.path = path;
    datagram.toServer = toServer;
    datagram.deliverAtNanos = deliverAtNanos;
    datagram.order = nextOrder++;
    inFlight.add(datagram);
  }

  /** When the next datagram arrives; {@link #NEVER} when none is under way. */
  public long nextDeliveryNanos() {
    Datagram next = inFlight.peek();
    return next == null ? NEVER : next.deliverAtNanos;
  }

  /** The next datagram that has arrived by now; null when there is none. */
  public @Nullable Datagram poll(long nowNanos) {
    if (nextDeliveryNanos() > nowNanos) {
      return null;
    }
    delivered++;
    return inFlight.poll();
  }

  /** Takes back a datagram that was worked on. */
  public void release(Datagram datagram) {
    free.push(datagram);
  }

  /** Datagrams under way. */
  public int inFlight() {
    return inFlight.size();
  }

  /** Datagrams sent so far. */
  public long sent() {
    return sent;
  }

  /** Datagrams lost so far. */
  public long lost() {
    return lost;
  }

  /** Datagrams doubled so far. */
  public long duplicated() {
    return duplicated;
  }

  /** Datagrams that arrived so far, doubles counted twice. */
  public long delivered() {
    return delivered;
  }
}
