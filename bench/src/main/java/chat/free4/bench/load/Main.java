package chat.free4.bench.load;

import chat.free4.bench.load.measure.LoadResult;
import chat.free4.bench.load.report.HtmlReport;
import chat.free4.bench.load.report.JsonReport;
import chat.free4.bench.load.report.TextReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** {@code ./load}: see {@link OptionsReader#HELP}. */
public final class Main {
  /** Everybody heard just whom they should. */
  static final int EXIT_RIGHT = 0;

  /** Somebody did not. */
  static final int EXIT_WRONG = 1;

  /** A wrong flag. */
  static final int EXIT_FLAG = 2;

  /** Enough for the compiler. */
  private static final int WARM_UP_HANDSHAKES = 100;

  private static final String STANDARD_OUTPUT = "-";

  private final Engines engines;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  /** A command that writes to these; {@code terminal} is true where a bar can be drawn on err. */
  Main(Engines engines, PrintStream out, PrintStream err, boolean terminal) {
    this.engines = engines;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Runs it, and ends the process. */
  public static void main(String[] arguments) {
    Main main =
        new Main(
            new Engines(WARM_UP_HANDSHAKES),
            System.out,
            System.err,
            Boolean.getBoolean("load.terminal"));
    System.exit(main.run(List.of(arguments), joined -> {}));
  }

  /**
   * Runs it; returns the exit code.
   *
   * @param onJoined gets everybody once they are in
   */
  int run(List<String> arguments, Consumer<List<Joined>> onJoined) {
    if (OptionsReader.wantsHelp(arguments)) {
      out.print(OptionsReader.HELP);
      return EXIT_RIGHT;
    }
    try {
      LoadOptions options = OptionsReader.read(arguments);
      requireWritable(options.json());
      requireWritable(options.report());
      Progress progress = new Progress(err, terminal);
      LoadResult result;
      engines.warmUp();
      try (LoadRun run = new LoadRun(options, engines, progress)) {
        result = run.run(onJoined, options.untilEof() ? endOfInput() : () -> true);
      }
      tell(options, result);
      return result.isRight() ? EXIT_RIGHT : EXIT_WRONG;
    } catch (OptionException e) {
      err.println(e.getMessage());
      return EXIT_FLAG;
    } catch (IOException e) {
      err.println("It cannot be done here: " + e.getMessage());
      return EXIT_WRONG;
    }
  }

  /** Whether standard input has ended. */
  private static BooleanSupplier endOfInput() {
    AtomicBoolean ended = new AtomicBoolean();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // It is as good as ended.
              }
              ended.set(true);
            });
    return ended::get;
  }

  /** Better now than after the run. */
  private static void requireWritable(String file) {
    if (file.isEmpty() || file.equals(STANDARD_OUTPUT)) {
      return;
    }
    Path directory = Path.of(file).toAbsolutePath().getParent();
    if (directory == null || !Files.isWritable(directory)) {
      throw new OptionException(file + ": its directory is not there, or cannot be written to.");
    }
  }

  private void tell(LoadOptions options, LoadResult result) throws IOException {
    boolean jsonOut = options.json().equals(STANDARD_OUTPUT);
    (jsonOut ? err : out).print(TextReport.of(result));
    if (jsonOut) {
      out.println(JsonReport.of(result));
    } else if (!options.json().isEmpty()) {
      Files.writeString(Path.of(options.json()), JsonReport.of(result) + "\n");
    }
    if (!options.report().isEmpty()) {
      Files.writeString(Path.of(options.report()), HtmlReport.of(result, Instant.now()));
      err.println("The page is in " + options.report());
    }
  }
}
