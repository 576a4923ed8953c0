package chat.free4.server.config;

/** What a command line asks for. */
public sealed interface Invocation {
  /** Serve. */
  record Serve(ServerConfig config) implements Invocation {}

  /** Print this and end. */
  record Print(String text) implements Invocation {}
}
