package chat.free4.server.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes frames apart that are too long for one message between nodes, and puts them together. */
final class Frames {
  /** UTF-16 units of a part: three bytes each at most, in a message of 256 KiB. */
  static final int PART_LENGTH = 64 * 1024;

  private final StringBuilder parts = new StringBuilder();
  private final int maxLength;

  /** Puts together frames of up to {@code maxLength}. */
  Frames(int maxLength) {
    this.maxLength = maxLength;
  }

  /** The parts of a frame: one, unless it is long. */
  static List<String> split(String frame) {
    if (frame.length() <= PART_LENGTH) {
      return List.of(frame);
    }
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < frame.length(); ) {
      int to = Math.min(from + PART_LENGTH, frame.length());
      if (to < frame.length() && Character.isHighSurrogate(frame.charAt(to - 1))) {
        to--; // half a character is none
      }
      parts.add(frame.substring(from, to));
      from = to;
    }
    return parts;
  }

  /** True when one part more would be more than a frame has. */
  boolean wouldOverflow(String part) {
    return parts.length() + part.length() > maxLength;
  }

  /** One part more; gives the frame when it was the last. */
  @Nullable String add(String part, boolean last) {
    if (last && parts.isEmpty()) {
      return part;
    }
    parts.append(part);
    if (!last) {
      return null;
    }
    String frame = parts.toString();
    parts.setLength(0);
    return frame;
  }
}
