package chat.free4.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads session descriptions (RFC 8866), as far as WebRTC audio needs them. Lines that are not
 * understood are passed over and not kept; one that is understood and cannot be read refuses the
 * whole. Never throws on what it reads.
 */
public final class SdpParser {
  /** Longest description, in characters. */
  public static final int MAX_CHARS = 64 * 1024;

  /** Most lines of a description. */
  public static final int MAX_LINES = 4096;

  /** Most m-lines of a description. */
  public static final int MAX_MEDIA = 64;

  /** Most attributes of one kind in one m-line. */
  public static final int MAX_ATTRIBUTES_OF_A_KIND = 64;

  private static final int MAX_SESSION_ID_DIGITS = 20;

  private final List<MediaDescription> media = new ArrayList<>();
  private final TransportLines transport = new TransportLines();
  private @Nullable MediaLines section;
  private String sessionId = "";
  private String sessionVersion = "";
  private boolean iceLite;
  private List<String> bundle = List.of();
  private Direction direction = Direction.SENDRECV;

  private SdpParser() {}

  /** The description that {@code text} is, or the problem with it. */
  public static SdpResult parse(String text) {
    return new SdpParser().read(text);
  }

  private SdpResult read(String text) {
    if (text.length() > MAX_CHARS) {
      return new SdpProblem(SdpProblem.Kind.TOO_LARGE, 0);
    }
    int number = 0;
    int at = 0;
    while (at < text.length()) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      int visibleEnd = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
      String line = text.substring(at, visibleEnd);
      at = end + 1;
      number++;
      SdpProblem.Kind bad =
          number > MAX_LINES ? SdpProblem.Kind.TOO_MANY_LINES : take(line, number);
      if (bad != null) {
        return new SdpProblem(bad, number);
      }
    }
    if (sessionId.isEmpty()) {
      return new SdpProblem(number == 0 ? SdpProblem.Kind.NOT_SDP : SdpProblem.Kind.BAD_ORIGIN, 0);
    }
    closeSection();
    return new SessionDescription(
        sessionId, sessionVersion, iceLite, bundle, transport.toDescription(), media);
  }

  private SdpProblem.@Nullable Kind take(String line, int number) {
    if (number == 1) {
      return line.equals("v=0") ? null : SdpProblem.Kind.NOT_SDP;
    }
    if (line.length() < 2 || line.charAt(1) != '=' || hasControlCharacter(line)) {
      return SdpProblem.Kind.MALFORMED_LINE;
    }
    String value = line.substring(2);
    return switch (line.charAt(0)) {
      case 'o' -> takeOrigin(value);
      case 'm' -> takeMedia(value);
      case 'a' -> takeAttribute(value);
      default -> null;
    };
  }

  private static boolean hasControlCharacter(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < 0x20 || c == 0x7F) {
        return true;
      }
    }
    return false;
  }

  private SdpProblem.@Nullable Kind takeOrigin(String value) {
    List<String> words = SdpText.words(value, 7);
    boolean good =
        words.size() == 6
            && SdpText.isDigits(words.get(1), MAX_SESSION_ID_DIGITS)
            && SdpText.isDigits(words.get(2), MAX_SESSION_ID_DIGITS);
    if (!good) {
      return SdpProblem.Kind.BAD_ORIGIN;
    }
    sessionId = words.get(1);
    sessionVersion = words.get(2);
    return null;
  }

  private SdpProblem.@Nullable Kind takeMedia(String value) {
    closeSection();
    if (media.size() == MAX_MEDIA) {
      return SdpProblem.Kind.TOO_MANY_MEDIA;
    }
    section = MediaLines.open(value, direction);
    return section == null ? SdpProblem.Kind.BAD_MEDIA : null;
  }

  private void closeSection() {
    if (section != null) {
      media.add(section.close());
      section = null;
    }
  }

  private SdpProblem.@Nullable Kind takeAttribute(String attribute) {
    int colon = attribute.indexOf(':');
    String name = colon < 0 ? attribute : attribute.substring(0, colon);
    String value = colon < 0 ? "" : attribute.substring(colon + 1);
    return section != null ? section.take(name, value) : takeSessionAttribute(name, value);
  }

  private SdpProblem.@Nullable Kind takeSessionAttribute(String name, String value) {
    if (TransportLines.knows(name)) {
      return transport.take(name, value);
    }
    Direction sessionDirection = MediaLines.directionOf(name);
    if (sessionDirection != null) {
      direction = sessionDirection;
    } else if (name.equals("ice-lite")) {
      iceLite = true;
    } else if (name.equals("group")) {
      return takeGroup(value);
    }
    return null;
  }

  private SdpProblem.@Nullable Kind takeGroup(String value) {
    List<String> words = SdpText.words(value, MAX_MEDIA + 2);
    if (words.isEmpty() || !words.getFirst().equals("BUNDLE") || !bundle.isEmpty()) {
      return null;
    }
    if (words.size() > MAX_MEDIA + 1) {
      return SdpProblem.Kind.TOO_MANY_ATTRIBUTES;
    }
    bundle = List.copyOf(words.subList(1, words.size()));
    return null;
  }
}
