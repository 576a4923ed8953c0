package chat.free4.rtc.sctp;

import chat.free4.wire.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two associations and the network between them, in virtual time. All that the network does follows
 * from the seed.
 */
final class SctpLink {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;

  /** Steps after which a test has failed: nothing here needs so many. */
  private static final int MAX_STEPS = 5_000_000;

  /** One of the two sides. */
  final class Side {
    final SctpAssociation association;
    final List<SctpMessage> messages = new ArrayList<>();
    final List<SctpEvent> events = new ArrayList<>();
    final Map<String, Integer> drops = new TreeMap<>();
    private final byte[] packet = new byte[2048];

    /** What its user does after each input. */
    Runnable behaviour = () -> {};

    /** False: its user takes no message. */
    boolean reads = true;

    /** When the line is free for its next packet. */
    private long lineFreeAtNanos;

    int mostHeldToSend;
    int mostHeldReceived;
    int packetsSent;

    private Side(SctpSettings settings, long seed) {
      association = new SctpAssociation(settings, new Random(seed));
    }

    Side other() {
      return this == a ? b : a;
    }

    private void drain() {
      behaviour.run();
      boolean again = true;
      while (again) {
        again = false;
        for (int length = association.pollPacket(packet);
            length > 0;
            length = association.pollPacket(packet)) {
          again = true;
          packetsSent++;
          transmit(this, Arrays.copyOf(packet, length));
        }
        for (SctpEvent event = association.pollEvent();
            event != null;
            event = association.pollEvent()) {
          again = true;
          events.add(event);
        }
        mostHeldReceived = Math.max(mostHeldReceived, association.receiveBufferedBytes());
        if (reads) {
          for (SctpMessage message = association.pollMessage();
              message != null;
              message = association.pollMessage()) {
            again = true;
            messages.add(message);
          }
        }
        mostHeldToSend = Math.max(mostHeldToSend, association.sendBufferedBytes());
      }
    }

    void take(byte[] bytes) {
      DropReason drop = association.handlePacket(now, bytes, bytes.length);
      if (drop != null) {
        drops.merge(drop.label(), 1, Integer::sum);
      }
      drain();
    }

    boolean isConnected() {
      return events.contains(new SctpEvent.Connected());
    }
  }

  private record Delivery(long atNanos, long order, Side to, byte[] packet) {}

  final Side a;
  final Side b;
  long now = SECOND;

  /** Shares from 0 to 1, and delays. */
  double loss;

  double duplicate;
  double reorder;
  long delayNanos = 20 * MILLI;
  long jitterNanos;

  /** Bytes a second in each direction; 0 for no limit. */
  long bytesPerSecond;

  /** Longest wait for the line; what would wait longer is lost. */
  long queueNanos = 100 * MILLI;

  /** Sees every packet; false: it is lost. */
  @Nullable Filter filter;

  private boolean dark;
  private final Random random;
  private final PriorityQueue<Delivery> underWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Delivery::atNanos).thenComparingLong(Delivery::order));
  private long order;

  /** Looks at packets that are sent. */
  @FunctionalInterface
  interface Filter {
    boolean passes(Side from, byte[] packet);
  }

  SctpLink(long seed) {
    this(seed, SctpSettings.DEFAULT);
  }

  SctpLink(long seed, SctpSettings settings) {
    random = new Random(seed);
    a = new Side(settings, random.nextLong());
    b = new Side(settings, random.nextLong());
  }

  void setDark(boolean isDark) {
    dark = isDark;
  }

  /** Runs until {@code done}, or for so long. */
  boolean runUntil(BooleanSupplier done, long atMostNanos) {
    long end = now + atMostNanos;
    a.drain();
    b.drain();
    for (int steps = 0; !done.getAsBoolean(); steps++) {
      if (steps > MAX_STEPS) {
        throw new AssertionError("no end of steps at " + now);
      }
      Delivery next = underWay.peek();
      long due = next == null ? SctpAssociation.NEVER : next.atNanos;
      due = Math.min(due, a.association.pollTimeout());
      due = Math.min(due, b.association.pollTimeout());
      if (due > end) {
        now = end;
        return done.getAsBoolean();
      }
      now = Math.max(now, due);
      if (next != null && next.atNanos <= now) {
        underWay.remove();
        next.to.take(next.packet);
      }
      for (Side side : List.of(a, b)) {
        if (side.association.pollTimeout() <= now) {
          side.association.handleTimeout(now);
          side.drain();
        }
      }
    }
    return true;
  }

  void run(long nanos) {
    runUntil(() -> false, nanos);
  }

  /** Both know each other. */
  SctpLink connected() {
    a.association.connect(now);
    if (!runUntil(() -> a.isConnected() && b.isConnected(), 300 * SECOND)) {
      throw new AssertionError("not connected: " + a.drops + b.drops);
    }
    return this;
  }

  private void transmit(Side from, byte[] packet) {
    boolean passes = filter == null || filter.passes(from, packet);
    // Drawn whatever becomes of it, so that one change does not change all that follows.
    double lost = random.nextDouble();
    double doubled = random.nextDouble();
    double late = random.nextDouble();
    long jitter = (long) (random.nextDouble() * jitterNanos);
    long start = Math.max(now, from.lineFreeAtNanos);
    if (!passes || dark || lost < loss || start - now > queueNanos) {
      return;
    }
    if (bytesPerSecond > 0) {
      // IP, UDP and DTLS take their share.
      start += (packet.length + 65L) * SECOND / bytesPerSecond;
      from.lineFreeAtNanos = start;
    }
    long at = start + delayNanos + jitter + (late < reorder ? 30 * MILLI : 0);
    underWay.add(new Delivery(at, order++, from.other(), packet));
    if (doubled < duplicate) {
      underWay.add(new Delivery(at + 5 * MILLI, order++, from.other(), packet));
    }
  }
}
