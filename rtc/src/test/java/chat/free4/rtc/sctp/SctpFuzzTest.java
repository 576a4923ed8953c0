package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An association that hears anything a stranger can think of, with the right tag and checksum. */
class SctpFuzzTest {
  private static final SctpSettings SETTINGS = SctpSettings.DEFAULT;

  /** Packets of an honest conversation are changed on their way. */
  @Test
  void changedPacketsAreTakenOrDroppedAndNeverThrow() {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      SctpLink link = new SctpLink(seed);
      link.jitterNanos = 5 * MILLI;
      double share = random.nextDouble() / 4;
      byte[][] last = {{}};
      link.filter =
          (from, packet) -> {
            if (random.nextDouble() < share) {
              for (int i = 1 + random.nextInt(3); i > 0; i--) {
                packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
              }
              SctpPackets.seal(packet, packet.length);
              last[0] = packet;
            }
            return true;
          };
      Random what = new Random(seed);
      link.a.behaviour = () -> act(link, link.a, what);
      link.b.behaviour = () -> act(link, link.b, what);
      link.a.association.connect(link.now);
      try {
        link.run(2000 * MILLI);
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed %d: %s".formatted(seed, HexFormat.of().formatHex(last[0])), e);
      }
      assertBounded(link.a, seed);
      assertBounded(link.b, seed);
    }
  }

  private static void act(SctpLink link, SctpLink.Side side, Random random) {
    Reliability how =
        new Reliability(
            random.nextBoolean(),
            random.nextBoolean() ? Reliability.UNLIMITED : random.nextInt(3),
            random.nextBoolean() ? Reliability.FOREVER : random.nextInt(100) * MILLI);
    int stream = random.nextInt(6);
    side.association.send(link.now, stream, 53, new byte[1 + random.nextInt(5000)], how);
    if (random.nextInt(200) == 0) {
      side.association.resetStream(link.now, stream);
    }
    side.reads = random.nextInt(10) != 0;
  }

  private static void assertBounded(SctpLink.Side side, long seed) {
    assertThat(side.mostHeldToSend)
        .as("seed %d", seed)
        .isLessThanOrEqualTo(SETTINGS.sendBufferBytes());
    assertThat(side.mostHeldReceived)
        .as("seed %d", seed)
        .isLessThanOrEqualTo(ReceiveSide.MAX_WINDOWS * SETTINGS.receiveWindowBytes() + 2 * 1500);
  }

  /** Chunks of all types with random content, many in a packet. */
  @Test
  void inventedChunksAreTakenOrDroppedAndNeverThrow() {
    Map<String, Integer> drops = new HashMap<>();
    for (long seed = 1; seed <= 150; seed++) {
      Random random = new Random(seed);
      SctpLink link = new SctpLink(seed);
      int[] tag = {0};
      int[] tsn = {0};
      SctpReader reader = new SctpReader();
      link.filter =
          (from, packet) -> {
            if (from == link.a && reader.start(packet, packet.length) == null) {
              tag[0] = reader.verificationTag();
              while (reader.next()) {
                tsn[0] = reader.type() == Sctp.DATA ? reader.tsn() : tsn[0];
              }
            }
            return true;
          };
      link.connected();
      link.a.association.send(link.now, 0, 53, new byte[2000], Reliability.ORDERED);
      link.b.association.send(link.now, 0, 53, new byte[60_000], Reliability.ORDERED);
      link.run(60 * MILLI);
      link.a.drops.clear();
      for (int i = 0; i < 300; i++) {
        byte[] packet =
            SctpPackets.of(tag[0], out -> invent(out, random, tsn[0] + random.nextInt(40)));
        try {
          link.b.reads = random.nextBoolean();
          link.b.take(packet);
          if (random.nextInt(10) == 0) {
            link.run(random.nextInt(500) * MILLI);
          }
        } catch (RuntimeException e) {
          throw new AssertionError(
              "seed %d, packet %d: %s".formatted(seed, i, HexFormat.of().formatHex(packet)), e);
        }
      }
      assertBounded(link.b, seed);
      link.b.drops.forEach((reason, count) -> drops.merge(reason, count, Integer::sum));
    }
    List<String> seen = new ArrayList<>(drops.keySet());
    assertThat(seen)
        .contains(
            "sctp_unexpected_chunk",
            "sctp_unknown_chunk",
            "sctp_forged_cookie",
            "sctp_unknown_stream",
            "sctp_ack_of_unsent",
            "sctp_reset_out_of_turn");
  }

  private static void invent(SctpWriter out, Random random, int tsn) {
    int[] types = {0, 0, 0, 0, 3, 3, 3, 4, 5, 7, 8, 9, 10, 11, 64, 130, 130, 192, 192, 255, 6};
    for (int chunks = 1 + random.nextInt(6); chunks > 0; chunks--) {
      int type = types[random.nextInt(types.length - (random.nextInt(40) == 0 ? 0 : 1))];
      switch (type) {
        case Sctp.DATA -> {
          byte[] payload = new byte[1 + random.nextInt(100)];
          int stream = random.nextInt(8) == 0 ? random.nextInt(65_536) : random.nextInt(3);
          out.data(
              random.nextInt(16), tsn, stream, random.nextInt(5), 53, payload, 0, payload.length);
        }
        case Sctp.SACK -> {
          int gaps = random.nextInt(4);
          out.beginChunk(type, 0);
          out.put32(tsn - 20);
          out.put32(random.nextInt(3) * 1000);
          out.put16(gaps);
          out.put16(0);
          int at = 1;
          for (int i = 0; i < gaps; i++) {
            at += 1 + random.nextInt(5);
            out.put16(at);
            at += random.nextInt(5);
            out.put16(at);
          }
          out.endChunk();
        }
        case Sctp.RECONFIG -> {
          out.beginChunk(type, 0);
          out.beginParameter(13 + random.nextInt(6));
          for (int words = 3 + random.nextInt(3); words > 0; words--) {
            out.put32(random.nextBoolean() ? tsn : random.nextInt(8));
          }
          out.endParameter();
          out.endChunk();
        }
        case Sctp.FORWARD_TSN -> {
          out.beginChunk(type, 0);
          out.put32(tsn + random.nextInt(30));
          out.put32(random.nextInt());
          out.endChunk();
        }
        case Sctp.SHUTDOWN -> {
          out.beginChunk(type, 0);
          out.put32(tsn);
          out.endChunk();
        }
        case Sctp.SHUTDOWN_ACK, Sctp.COOKIE_ACK -> out.chunk(type, 0);
        case Sctp.COOKIE_ECHO, 64, 255 -> {
          byte[] content = new byte[random.nextInt(100)];
          random.nextBytes(content);
          out.chunk(type, random.nextInt(256), content);
        }
        default -> {
          out.beginChunk(type, 0);
          out.parameter(1 + random.nextInt(3), Arrays.copyOf(new byte[] {9}, random.nextInt(20)));
          out.endChunk();
        }
      }
    }
  }
}
