package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.sdp.MediaDescription.Candidate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaAddressTest {
  private static final List<Candidate> CANDIDATES =
      List.of(candidate("192.0.2.7"), candidate("127.0.0.1"));

  private static Candidate candidate(String address) {
    return new Candidate("1", 1, 1, address, 10_000, "host");
  }

  @Test
  void theAddressOfThePageIsTakenWhereVoiceIsReachedThereToo() {
    assertThat(MediaAddress.choose(URI.create("http://127.0.0.1:8080"), CANDIDATES))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 10_000));
  }

  @Test
  void elseTheServersFirst() {
    assertThat(MediaAddress.choose(URI.create("http://192.0.2.99"), CANDIDATES))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 10_000));
  }

  @Test
  void withoutAnyItCannotBe() {
    assertThatThrownBy(() -> MediaAddress.choose(URI.create("http://127.0.0.1"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
