package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever decrypts, and whatever does not: never an exception, and the others talk on. */
final class MediaEngineFuzzTest {
  private static final int BATCHES = 4000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesMutatedPacketsOfAllKinds(long seed) {
    Random random = new Random(seed);
    Stage stage = new Stage(seed);
    List<Browser> browsers = stage.joinMany(1, 9, 6);
    try {
      for (int i = 0; i < BATCHES; i++) {
        for (int p = 0; p < 12; p++) {
          Browser from = browsers.get(random.nextInt(8));
          stage.add(from.path, mutate(random, sample(random, from)));
        }
        stage.frame();
        browsers.forEach(browser -> browser.control.clear());
        browsers.forEach(browser -> browser.heard.clear());
      }
    } catch (RuntimeException | AssertionError e) {
      fail("seed " + seed, e);
    }
    assertThat(stage.engine.counters().rtpReceived()).isGreaterThan(BATCHES);
    assertThat(stage.engine.counters().rtcpReceived()).isGreaterThan(BATCHES);
    browsers.getLast().speak(5);
    stage.run();
    stage.advance(60_000_000);
    for (int i = 0; i < 20; i++) {
      browsers.getLast().speak(5);
      stage.frame();
    }
    assertThat(browsers.getFirst().speakersHeard()).contains(9);
  }

  private static byte[] sample(Random random, Browser from) {
    return switch (random.nextInt(6)) {
      case 0 -> report(random, from);
      case 1 -> nack(random, from);
      case 2 -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
      default -> {
        byte[] packet =
            from.voice(from.sequence, from.timestamp, random.nextInt(128), random.nextInt(200));
        from.skip();
        yield packet;
      }
    };
  }

  private static byte[] report(Random random, Browser from) {
    byte[] report = new byte[28 + 32];
    MemorySegment segment = MemorySegment.ofArray(report);
    RtcpWriter.senderReport(segment, 0, from.ssrc, random.nextLong(), 1, 2, 3);
    int bytes = 28 + RtcpWriter.receiverReport(segment, 28, from.ssrc, 1);
    int slot = from.slotSsrc(random.nextInt(6));
    RtcpWriter.reportBlock(segment, bytes, slot, random.nextInt(256), 1, 2, 3, 4, 5);
    return report;
  }

  private static byte[] nack(Random random, Browser from) {
    byte[] nack = new byte[12 + 4 * 8];
    int[] lost = random.ints(8, 0, 65536).sorted().toArray();
    int slot = from.slotSsrc(random.nextInt(6));
    int bytes = RtcpWriter.nack(MemorySegment.ofArray(nack), 0, 1, slot, lost, 8);
    return Arrays.copyOf(nack, bytes);
  }

  private static byte[] mutate(Random random, byte[] packet) {
    byte[] mutated = packet;
    if (random.nextInt(3) == 0) {
      mutated = Arrays.copyOf(packet, random.nextInt(packet.length + 1));
    }
    for (int flips = random.nextInt(4); flips > 0 && mutated.length > 0; flips--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    if (mutated.length == 2 && mutated[0] == FakeTransport.DTLS_CLOSE) {
      mutated[0] = 0;
    }
    return mutated;
  }
}
