package chat.free4.server.config;

/**
 * What the server was told cannot be done. The message is one line for the person who started it,
 * and names the flag; there is nothing to learn from a stack trace.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message that stands for itself. */
  public ConfigException(String message) {
    super(message, null, false, false);
  }

  /** A flag whose value will not do. */
  public ConfigException(Flag<?> flag, String value, String problem) {
    this("--" + flag.name() + " " + value + ": " + problem);
  }
}
