package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SrtpStreamsTest {
  private final SrtpStreams streams =
      new CipherContext(SrtpProfile.AEAD_AES_128_GCM, true, () -> {}).streams();

  @Test
  void findsEveryStreamWhileItGrows() {
    long seed = 5;
    Random random = new Random(seed);
    Map<Integer, SrtpStream> added = new HashMap<>();
    while (added.size() < SrtpStreams.MAX_STREAMS) {
      int ssrc = added.isEmpty() ? 0 : random.nextInt();
      assertThat(streams.find(ssrc)).as("seed %d", seed).isNull();
      added.put(ssrc, streams.add(ssrc));
      added.forEach((known, stream) -> assertThat(streams.find(known)).isSameAs(stream));
    }
    assertThat(streams.isFull()).isTrue();
    assertThat(streams.find(random.nextInt())).isNull();
  }

  @Test
  void takesNoMoreThanItsLimit() {
    for (int ssrc = 0; ssrc < SrtpStreams.MAX_STREAMS; ssrc++) {
      assertThat(streams.isFull()).isFalse();
      streams.add(ssrc);
    }
    assertThatThrownBy(() -> streams.add(-1)).isInstanceOf(IllegalStateException.class);
  }
}
