package chat.free4.bench.load;

import chat.free4.server.config.Flags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** By what the voice of test servers goes: {@code ./test --fallback} says it. */
final class TestEnvironment {
  private TestEnvironment() {}

  static Map<String, String> ofServers() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment
        .keySet()
        .retainAll(Set.of(Flags.IO.environmentName(), Flags.SRTP.environmentName()));
    return environment;
  }
}
