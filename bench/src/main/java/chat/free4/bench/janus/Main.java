package chat.free4.bench.janus;

import java.io.IOException;
import java.util.List;

/**
 * The members of {@code bench/janus/run}: prints one line of JSON, complaints to standard error.
 */
public final class Main {
  private static final int EXIT_RIGHT = 0;
  private static final int EXIT_WRONG = 1;
  private static final int EXIT_FLAG = 2;
  private static final int MAX_COMPLAINTS = 10;

  private Main() {}

  /** Runs, and ends the process: with 1 when somebody did not hear just whom they should. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    JanusPlan plan;
    try {
      plan = JanusPlan.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return EXIT_FLAG;
    }
    try (JanusRun run = new JanusRun(plan)) {
      JanusResult result = run.run();
      result.complaints().stream().limit(MAX_COMPLAINTS).forEach(System.err::println);
      System.out.println(result.json());
      return result.isRight() ? EXIT_RIGHT : EXIT_WRONG;
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("The members cannot be run: " + e);
      return EXIT_WRONG;
    }
  }
}
