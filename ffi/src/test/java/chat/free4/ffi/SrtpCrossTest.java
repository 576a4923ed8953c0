package chat.free4.ffi;

import static chat.free4.ffi.SrtpPackets.inbound;
import static chat.free4.ffi.SrtpPackets.outbound;
import static chat.free4.ffi.SrtpPackets.protect;
import static chat.free4.ffi.SrtpPackets.unprotect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.SrtpPackets.Outcome;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one backend protects, every other reads. */
class SrtpCrossTest {
  private static final int BATCHES = 60;

  static Stream<Arguments> pairs() {
    return Stream.of(SrtpLibrary.values())
        .flatMap(
            sender ->
                Stream.of(SrtpLibrary.values())
                    .filter(receiver -> receiver != sender)
                    .map(receiver -> Arguments.of(sender, receiver)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void oneProtectsAndAnotherReads(SrtpLibrary sending, SrtpLibrary receiving) {
    int seed = (sending.label() + receiving.label()).hashCode();
    Random random = new Random(seed);
    SrtpBackend sender = SrtpBackends.choose(List.of(sending)).open();
    SrtpBackend receiver = SrtpBackends.choose(List.of(receiving)).open();
    List<SrtpContext> outbound = new ArrayList<>();
    List<SrtpContext> inbound = new ArrayList<>();
    for (SrtpProfile profile : SrtpProfile.values()) {
      outbound.add(outbound(sender, profile));
      inbound.add(inbound(receiver, profile));
    }
    int sequence = 65_000;
    for (int batch = 0; batch < BATCHES; batch++) {
      List<SrtpContext> out = new ArrayList<>();
      List<SrtpContext> in = new ArrayList<>();
      List<byte[]> plain = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(80); i++) {
        int profile = random.nextInt(2);
        out.add(outbound.get(profile));
        in.add(inbound.get(profile));
        plain.add(
            random.nextInt(5) == 0
                ? SrtpPackets.randomRtcp(random, 7)
                : SrtpPackets.randomRtp(random, 9, sequence++ & 0xffff));
      }
      List<byte[]> sealed = protect(sender, out, plain).stream().map(Outcome::bytes).toList();
      List<Outcome> opened = unprotect(receiver, in, sealed);
      for (int i = 0; i < plain.size(); i++) {
        assertThat(opened.get(i).bytes())
            .as("seed %d, batch %d, packet %d", seed, batch, i)
            .isEqualTo(plain.get(i));
      }
    }
  }
}
