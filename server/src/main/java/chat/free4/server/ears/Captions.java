package chat.free4.server.ears;

import chat.free4.room.access.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Captions as browsers make them (protocol/captions.md). */
public final class Captions {
  /** UTF-16 units of one; of a longer one the end is shown. */
  public static final int MAX_LENGTH = 200;

  private static final int CAPTION = 3;
  private static final int FINAL = 1;

  private Captions() {}

  /**
   * One that is worded anew no more.
   *
   * @param text something that can be seen
   */
  public static Bytes write(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(CAPTION);
    bytes.write(FINAL);
    bytes.writeBytes(
        shortened(text.replaceAll("\\s+", " ").strip()).getBytes(StandardCharsets.UTF_8));
    return Bytes.of(bytes.toByteArray());
  }

  /** The end of it, from a word on. */
  private static String shortened(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    String end = text.substring(text.length() - MAX_LENGTH);
    int space = end.indexOf(' ');
    if (space >= 0) {
      return end.substring(space + 1);
    }
    return Character.isLowSurrogate(end.charAt(0)) ? end.substring(1) : end;
  }
}
