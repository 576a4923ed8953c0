package chat.free4.server.config;

import java.util.Locale;

/**
 * One setting of the server. It is a flag ({@code --http-port 8080}), an environment variable
 * ({@code FREE4CHAT_HTTP_PORT=8080}) and a line in a configuration file ({@code http-port = 8080}).
 *
 * @param name without dashes in front
 * @param placeholder what stands for the value in {@code --help}; empty for a switch, which needs
 *     none
 * @param initial the default as text, parsed like any value; empty when there is none
 * @param help one sentence
 * @param parser reads a value, or says what is wrong with it
 */
public record Flag<T>(
    String name, String placeholder, String initial, String help, Parser<T> parser) {

  private static final String ENVIRONMENT_PREFIX = "FREE4CHAT_";

  /** Reads a value. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * The value of {@code text}.
     *
     * @throws IllegalArgumentException when it is none; the message says what is wanted
     */
    T parse(String text);
  }

  /** The environment variable. */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** True when the flag stands alone on a command line. */
  public boolean isSwitch() {
    return placeholder.isEmpty();
  }
}
