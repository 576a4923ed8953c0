package chat.free4.server;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import java.util.List;

/** The process: reads what it is told, starts the server, ends it on SIGTERM. */
public final class Main {
  /** What a wrong setting ends with. */
  private static final int EXIT_CONFIG = 2;

  private Main() {}

  /** Starts the server, or says in one line why not. */
  public static void main(String[] arguments) {
    try {
      switch (ConfigReader.read(List.of(arguments), System.getenv(), version())) {
        case Invocation.Print(String text) -> System.out.print(text);
        case Invocation.Serve(var config) -> {
          System.setProperty("free4chat.log.level", config.logLevel());
          Server server = Server.start(config);
          Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "shutdown"));
          System.out.print(Welcome.text(server));
          System.out.flush();
        }
      }
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_CONFIG);
    }
  }

  /** Asked to end, it ends well: the signal would otherwise stand in the exit code. */
  private static void end(Server server) {
    server.close();
    Runtime.getRuntime().halt(0);
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
