package chat.free4.wire.sdp;

import java.util.ArrayList;
import java.util.List;

/** The small grammar that lines share (RFC 8866 section 9, RFC 8839 section 5). */
final class SdpText {
  /** What a number that cannot be read becomes. */
  static final long NOT_A_NUMBER = -1;

  private static final int MAX_DIGITS = 18;
  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`{|}~";

  private SdpText() {}

  /** The number in {@code text}, 0 to {@code max}; {@link #NOT_A_NUMBER} when it is none. */
  static long number(String text, long max) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return NOT_A_NUMBER;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return NOT_A_NUMBER;
      }
      value = value * 10 + (c - '0');
    }
    return value <= max ? value : NOT_A_NUMBER;
  }

  /** True for 1 to {@code max} digits. */
  static boolean isDigits(String text, int max) {
    return !text.isEmpty()
        && text.length() <= max
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** True for a token (RFC 8866 section 9) of at most {@code max} characters. */
  static boolean isToken(String text, int max) {
    return !text.isEmpty()
        && text.length() <= max
        && text.chars().allMatch(c -> isAlphanumeric(c) || TOKEN_PUNCTUATION.indexOf(c) >= 0);
  }

  /** True for {@code min} to {@code max} ice-chars (RFC 8839 section 5.1). */
  static boolean isIceChars(String text, int min, int max) {
    return text.length() >= min
        && text.length() <= max
        && text.chars().allMatch(c -> isAlphanumeric(c) || c == '+' || c == '/');
  }

  /** True for printable ASCII without space. */
  static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The words of {@code text}, at most {@code max}: the last takes the rest of the line. */
  static List<String> words(String text, int max) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int space = words.size() == max - 1 ? -1 : text.indexOf(' ', at);
      int end = space < 0 ? text.length() : space;
      if (end > at) {
        words.add(text.substring(at, end));
      }
      at = end + 1;
    }
    return words;
  }
}
