package chat.free4.rtc.dtls;

import chat.free4.rtc.Transmit;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * Handshakes in process, so that the first one a browser makes is not the slow one: on a cold JVM
 * it takes 230 to 1170 ms, after these 14 to 17 (DESIGN section 10).
 */
public final class DtlsWarmup {
  /** Two round trips end a handshake that loses nothing. */
  private static final int MAX_ROUNDS = 8;

  private static final long NOW = 0;

  private DtlsWarmup() {}

  /** Runs {@code handshakes} of them; blocks until they are done. */
  public static void run(int handshakes, SecureRandom random, Instant now) {
    DtlsCertificate ours = DtlsCertificate.generate(random, now);
    DtlsCertificate theirs = DtlsCertificate.generate(random, now);
    var environment = new DtlsEnvironment(new LockStepRunner(), random, () -> {});
    var transmit = new Transmit(MemorySegment.ofArray(new byte[PacketBatch.MAX_DATAGRAM_BYTES]));
    for (int i = 0; i < handshakes; i++) {
      var server = new DtlsEndpoint(DtlsRole.SERVER, ours, theirs.fingerprint(), environment);
      var client = new DtlsEndpoint(DtlsRole.CLIENT, theirs, ours.fingerprint(), environment);
      shake(server, client, transmit);
    }
  }

  private static void shake(DtlsEndpoint server, DtlsEndpoint client, Transmit transmit) {
    server.start(NOW);
    client.start(NOW);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      carry(client, server, transmit);
      carry(server, client, transmit);
    }
    if (!(server.pollEvent() instanceof DtlsEvent.Established)
        || !(client.pollEvent() instanceof DtlsEvent.Established)) {
      throw new IllegalStateException("a handshake in process has failed");
    }
  }

  private static void carry(DtlsEndpoint from, DtlsEndpoint to, Transmit transmit) {
    while (from.pollTransmit(transmit)) {
      var refused = to.handleDatagram(NOW, transmit.buffer(), 0, transmit.length());
      if (refused != null) {
        throw new IllegalStateException("refused in process: " + refused.label());
      }
    }
  }
}
