package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ServerFacts;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.peer.Negotiation.HostCandidate;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.server.rpc.RpcEncoder;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  @Test
  void memberOfTheWarmUpIsWelcomeAndItsOfferAnswered() {
    byte[] fingerprint = new byte[Fingerprint.BYTES];
    LocalMedia media =
        new LocalMedia(
            new Fingerprint(fingerprint), List.of(new HostCandidate("192.0.2.1", 10_000)), 24);
    RoomLimits limits = RoomLimits.DEFAULTS;
    ServerFacts facts =
        new ServerFacts("epoch", Bytes.of(fingerprint), "build", 1000, 30_000, limits.announced());
    WarmUp warmUp = new WarmUp(facts, limits, media, new RpcEncoder(), new SecureRandom());
    assertThat(warmUp.join())
        .contains("\"answer\":\"v=0", "a=ice-lite", "192.0.2.1 10000", "\"name\":\"warm-up\"");
  }
}
