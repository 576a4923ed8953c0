package chat.free4.rtc.dtls;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A client and a server in virtual time, in lock step, and the link between them. */
final class DtlsPair {
  static final long MILLIS = 1_000_000L;

  /** What a link does to a datagram: to which times it is delivered, and as which bytes. */
  interface Link {
    void carry(Side to, byte[] datagram, Delivery delivery);
  }

  /** Takes the copies of a datagram that arrive. */
  interface Delivery {
    void deliver(long delayNanos, byte[] datagram);
  }

  /** One end, and all that came of it. */
  static final class Side {
    final DtlsRole role;
    final DtlsEndpoint endpoint;
    final List<byte[]> sent = new ArrayList<>();
    final List<Long> sentAt = new ArrayList<>();
    final Map<DropReason, Integer> drops = new HashMap<>();
    DtlsEvent.@Nullable Established keys;
    DtlsEvent.@Nullable Closed closed;
    long establishedAt = -1;
    long closedAt = -1;

    Side(DtlsRole role, DtlsEndpoint endpoint) {
      this.role = role;
      this.endpoint = endpoint;
    }

    boolean isServer() {
      return role == DtlsRole.SERVER;
    }
  }

  private record Arrival(long at, long order, Side to, byte[] datagram) {}

  static final DtlsCertificate SERVER_CERTIFICATE =
      DtlsCertificate.generate(new SeededSecureRandom(1), Instant.EPOCH);
  static final DtlsCertificate CLIENT_CERTIFICATE =
      DtlsCertificate.generate(new SeededSecureRandom(2), Instant.EPOCH);

  final Side client;
  final Side server;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::order));
  private final Transmit transmit =
      new Transmit(MemorySegment.ofArray(new byte[PacketBatch.MAX_DATAGRAM_BYTES]));
  private final Link link;
  private long order;
  long now;

  DtlsPair(long seed, Link link) {
    this(seed, link, SERVER_CERTIFICATE.fingerprint(), CLIENT_CERTIFICATE.fingerprint());
  }

  DtlsPair(long seed, Link link, Fingerprint expectedByClient, Fingerprint expectedByServer) {
    this.link = link;
    var environment =
        new DtlsEnvironment(new LockStepRunner(), new SeededSecureRandom(seed), () -> {});
    server =
        new Side(
            DtlsRole.SERVER,
            new DtlsEndpoint(DtlsRole.SERVER, SERVER_CERTIFICATE, expectedByServer, environment));
    client =
        new Side(
            DtlsRole.CLIENT,
            new DtlsEndpoint(DtlsRole.CLIENT, CLIENT_CERTIFICATE, expectedByClient, environment));
  }

  /** Loses, duplicates and delays (so reorders) what it carries. */
  static Link lossy(SplittableRandom random, double loss, double duplicates) {
    return (to, datagram, delivery) -> {
      if (random.nextDouble() >= loss) {
        delivery.deliver(random.nextLong(5 * MILLIS, 40 * MILLIS), datagram);
      }
      if (random.nextDouble() < duplicates) {
        delivery.deliver(random.nextLong(5 * MILLIS, 200 * MILLIS), datagram);
      }
    };
  }

  /** Carries all, at once. */
  static Link perfect() {
    return (to, datagram, delivery) -> delivery.deliver(0, datagram);
  }

  Side peerOf(Side side) {
    return side.isServer() ? client : server;
  }

  DtlsPair start() {
    server.endpoint.start(now);
    client.endpoint.start(now);
    drain(server);
    drain(client);
    return this;
  }

  /** Lets time pass until {@code end}; then it is {@code end}. */
  DtlsPair runUntil(long end) {
    while (true) {
      Arrival arrival = arrivals.peek();
      long arrivalAt = arrival == null ? Long.MAX_VALUE : arrival.at();
      long timeout = Math.min(server.endpoint.pollTimeout(), client.endpoint.pollTimeout());
      long next = Math.min(arrivalAt, timeout);
      if (next > end) {
        now = end;
        return this;
      }
      now = Math.max(now, next);
      if (arrival != null && arrivalAt <= timeout) {
        arrivals.remove();
        deliver(arrival.to(), arrival.datagram());
      } else {
        fireTimeouts();
      }
    }
  }

  /** Runs until both sides are established or closed, or the deadline is over. */
  DtlsPair runToEnd() {
    return start().runUntil(DtlsEndpoint.HANDSHAKE_DEADLINE_NANOS + 1000 * MILLIS);
  }

  /** Hands a datagram to an endpoint now. */
  @Nullable DropReason deliver(Side to, byte[] datagram) {
    // At an offset, as in a slab: an endpoint must not read from 0.
    MemorySegment slab = MemorySegment.ofArray(new byte[datagram.length + 64]);
    MemorySegment.copy(datagram, 0, slab, ValueLayout.JAVA_BYTE, 32, datagram.length);
    DropReason drop = to.endpoint.handleDatagram(now, slab, 32, datagram.length);
    if (drop != null) {
      to.drops.merge(drop, 1, Integer::sum);
    }
    drain(to);
    return drop;
  }

  void drain(Side side) {
    while (side.endpoint.pollTransmit(transmit)) {
      byte[] datagram =
          transmit.buffer().asSlice(0, transmit.length()).toArray(ValueLayout.JAVA_BYTE);
      side.sent.add(datagram);
      side.sentAt.add(now);
      Side to = peerOf(side);
      link.carry(
          to,
          datagram,
          (delay, bytes) -> arrivals.add(new Arrival(now + delay, order++, to, bytes)));
    }
    for (DtlsEvent e = side.endpoint.pollEvent(); e != null; e = side.endpoint.pollEvent()) {
      switch (e) {
        case DtlsEvent.Established established -> {
          side.keys = established;
          side.establishedAt = now;
        }
        case DtlsEvent.Closed closed -> {
          side.closed = closed;
          side.closedAt = now;
        }
      }
    }
  }

  private void fireTimeouts() {
    for (Side side : List.of(server, client)) {
      if (side.endpoint.pollTimeout() <= now) {
        side.endpoint.handleTimeout(now);
        drain(side);
      }
    }
  }
}
