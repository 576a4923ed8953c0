package chat.free4.server.support;

import chat.free4.server.config.Flags;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a test server takes from the environment: by what voice goes, and nothing else. So {@code
 * ./test --fallback} has all of them work as on a system without native libraries.
 */
public final class MediaEnvironment {
  private static final Set<String> NAMES =
      Set.of(Flags.IO.environmentName(), Flags.SRTP.environmentName());

  private MediaEnvironment() {}

  /** What a server that is started now gets. */
  public static Map<String, String> current() {
    return of(System.getenv());
  }

  static Map<String, String> of(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(entry -> NAMES.contains(entry.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
