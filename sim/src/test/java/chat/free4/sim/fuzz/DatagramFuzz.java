package chat.free4.sim.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Jazzer calls with what it has made up. Engines live through a number of inputs, because two
 * handshakes take longer than a thousand datagrams; where one fails, all inputs since the engines
 * were made are written down, in their order.
 */
public final class DatagramFuzz {
  /** All engines of all runs begin alike. */
  static final long SEED = 3;

  /** Where inputs go that ended badly. */
  static final String FAILED = "failed-inputs";

  private static final int INPUTS_OF_A_LIFE = 1000;

  private static final List<byte[]> INPUTS = new ArrayList<>();
  private static @Nullable EngineTrio engines;

  private DatagramFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (INPUTS.size() == INPUTS_OF_A_LIFE && engines != null) {
      engines.close();
      engines = null;
      INPUTS.clear();
    }
    if (engines == null) {
      engines = new EngineTrio(SEED);
    }
    INPUTS.add(input);
    try {
      engines.run(input);
    } catch (RuntimeException | AssertionError e) {
      writeDown();
      throw e;
    }
  }

  private static void writeDown() {
    try {
      Path directory = Files.createDirectories(Path.of(FAILED));
      for (int i = 0; i < INPUTS.size(); i++) {
        Files.write(directory.resolve("%03d".formatted(i)), INPUTS.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
