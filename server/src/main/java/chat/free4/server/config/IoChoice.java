package chat.free4.server.config;

/** What {@code --io} asks for. */
public enum IoChoice {
  /** The native form where it works, else java.nio. */
  AUTO,
  /** The native form, or no start. */
  NATIVE,
  /** java.nio. */
  NIO
}
