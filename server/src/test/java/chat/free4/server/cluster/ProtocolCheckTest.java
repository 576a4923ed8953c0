package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.cluster.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtocolCheckTest {
  private final ProtocolCheck check = new ProtocolCheck();

  private static Config node(int speaks, int understands) {
    return ConfigFactory.parseString(
        "free4chat.cluster { speaks = %d, understands = %d }".formatted(speaks, understands));
  }

  @ParameterizedTest
  @CsvSource({"1,1,true", "2,1,true", "2,2,false", "0,0,false", "0,1,false"})
  void neighboursWorkTogetherAndOthersAreRefusedByBoth(
      int speaks, int understands, boolean isFine) {
    Config ours = node(1, 1);
    Config theirs = node(speaks, understands);
    assertThat(check.check(theirs, ours).equals(Valid.getInstance())).isEqualTo(isFine);
    assertThat(check.check(ours, theirs).equals(Valid.getInstance())).isEqualTo(isFine);
  }

  @Test
  void whoDoesNotSayIsRefused() {
    assertThat(check.check(ConfigFactory.empty(), node(1, 1)).toString())
        .contains("does not say which version");
  }
}
