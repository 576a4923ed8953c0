package chat.free4.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A key for a service elsewhere. Shows itself to nobody who does not ask for just that. */
public final class Secret {
  /** A key is no longer. */
  static final int MAX_LENGTH = 4096;

  /** What may stand in a header, without spaces: nobody can break out of one by it. */
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{8," + MAX_LENGTH + "}");

  private final String value;

  /** A key of 8 visible ASCII characters at least. */
  public Secret(String value) {
    if (!VISIBLE.matcher(value).matches()) {
      throw new IllegalArgumentException("no key");
    }
    this.value = value;
  }

  /**
   * Reads the key in a file.
   *
   * @throws ConfigException when there is none, naming the flag and never what stands there
   */
  static Secret read(Flag<?> flag, Path file) {
    try {
      if (Files.size(file) <= 2L * MAX_LENGTH) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (VISIBLE.matcher(text).matches()) {
          return new Secret(text);
        }
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException(flag, file.toString(), "no such file");
    } catch (IOException e) {
      throw new ConfigException(flag, file.toString(), "cannot be read");
    }
    throw new ConfigException(
        flag,
        file.toString(),
        "want the key alone in it: 8 to " + MAX_LENGTH + " visible ASCII characters");
  }

  /** The key itself, for a header. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
