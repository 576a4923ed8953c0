package chat.free4.bench.load;

import java.io.Serial;

/** A flag that cannot be taken; its message is the one line that the user reads. */
final class OptionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  OptionException(String message) {
    super(message);
  }
}
