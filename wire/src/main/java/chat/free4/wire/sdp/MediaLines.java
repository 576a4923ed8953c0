package chat.free4.wire.sdp;

import chat.free4.wire.sdp.MediaDescription.Candidate;
import chat.free4.wire.sdp.MediaDescription.Codec;
import chat.free4.wire.sdp.MediaDescription.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the lines of one m-section until it is whole. */
final class MediaLines {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PAYLOAD_TYPE = 127;
  private static final int MAX_EXTENSION_ID = 255;
  private static final int MAX_CLOCK_RATE = 1_000_000;
  private static final int MAX_CHANNELS = 255;
  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
  private static final int MAX_TOKEN_CHARS = 256;

  /** Applies to every payload type, in {@code a=rtcp-fb}. */
  private static final int EVERY_PAYLOAD_TYPE = -1;

  private final MediaDescription.Builder builder;
  private final TransportLines transport = new TransportLines();
  private final Map<Integer, List<String>> codecNames = new LinkedHashMap<>();
  private final Map<Integer, String> parameters = new LinkedHashMap<>();
  private final List<Feedback> feedback = new ArrayList<>();
  private final Set<Long> ssrcs = new LinkedHashSet<>();
  private int extensionCount;
  private int candidateCount;

  private record Feedback(int payloadType, String name) {}

  private MediaLines(MediaDescription.Builder builder) {
    this.builder = builder;
  }

  /** Opens a section with the value of its m-line; null when that cannot be read. */
  static @Nullable MediaLines open(String value, Direction sessionDirection) {
    List<String> words = SdpText.words(value, Integer.MAX_VALUE);
    if (words.size() < 4 || words.size() - 3 > SdpParser.MAX_ATTRIBUTES_OF_A_KIND) {
      return null;
    }
    long port = SdpText.number(words.get(1), MAX_PORT);
    List<String> formats = words.subList(3, words.size());
    boolean good =
        port != SdpText.NOT_A_NUMBER
            && SdpText.isToken(words.get(0), MAX_TOKEN_CHARS)
            && words.get(2).length() <= MAX_TOKEN_CHARS
            && SdpText.isVisible(words.get(2))
            && formats.stream().allMatch(format -> SdpText.isToken(format, MAX_TOKEN_CHARS));
    if (!good) {
      return null;
    }
    return new MediaLines(
        MediaDescription.builder(words.get(0), (int) port, words.get(2), formats)
            .direction(sessionDirection));
  }

  /** Takes an attribute; gives what is wrong with it, null when it is right or unknown. */
  SdpProblem.@Nullable Kind take(String name, String value) {
    if (TransportLines.knows(name)) {
      return transport.take(name, value);
    }
    Direction direction = directionOf(name);
    if (direction != null) {
      builder.direction(direction);
      return null;
    }
    return switch (name) {
      case "mid" -> takeMid(value);
      case "msid" -> takeMsid(value);
      case "rtpmap" -> takeRtpmap(value);
      case "fmtp" -> takeFmtp(value);
      case "rtcp-fb" -> takeFeedback(value);
      case "extmap" -> takeExtension(value);
      case "ssrc" -> takeSsrc(value);
      case "candidate" -> takeCandidate(value);
      case "sctp-port", "max-message-size" -> takeDataChannel(name, value);
      default -> {
        takeFlag(name);
        yield null;
      }
    };
  }

  static @Nullable Direction directionOf(String name) {
    return switch (name) {
      case "sendrecv" -> Direction.SENDRECV;
      case "sendonly" -> Direction.SENDONLY;
      case "recvonly" -> Direction.RECVONLY;
      case "inactive" -> Direction.INACTIVE;
      default -> null;
    };
  }

  private void takeFlag(String name) {
    switch (name) {
      case "bundle-only" -> builder.bundleOnly();
      case "rtcp-mux" -> builder.rtcpMux();
      case "rtcp-rsize" -> builder.rtcpReducedSize();
      case "end-of-candidates" -> builder.endOfCandidates();
      default -> {} // not understood: not kept
    }
  }

  private SdpProblem.@Nullable Kind takeMid(String value) {
    builder.mid(value);
    return SdpText.isToken(value, MAX_TOKEN_CHARS) ? null : SdpProblem.Kind.BAD_ATTRIBUTE;
  }

  private SdpProblem.@Nullable Kind takeMsid(String value) {
    builder.msid(value);
    List<String> words = SdpText.words(value, 3);
    boolean good = words.size() <= 2 && words.stream().allMatch(SdpText::isVisible);
    return good && !words.isEmpty() ? null : SdpProblem.Kind.BAD_ATTRIBUTE;
  }

  private SdpProblem.@Nullable Kind takeRtpmap(String value) {
    List<String> words = SdpText.words(value, 2);
    long payloadType =
        words.size() == 2
            ? SdpText.number(words.getFirst(), MAX_PAYLOAD_TYPE)
            : SdpText.NOT_A_NUMBER;
    if (payloadType == SdpText.NOT_A_NUMBER) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    List<String> parts = List.of(words.get(1).split("/", -1));
    boolean good =
        (parts.size() == 2 || parts.size() == 3)
            && SdpText.isToken(parts.get(0), MAX_TOKEN_CHARS)
            && SdpText.number(parts.get(1), MAX_CLOCK_RATE) > 0
            && (parts.size() == 2 || SdpText.number(parts.get(2), MAX_CHANNELS) > 0);
    if (!good) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    codecNames.put((int) payloadType, parts); // at most one for each of 128 payload types
    return null;
  }

  private SdpProblem.@Nullable Kind takeFmtp(String value) {
    List<String> words = SdpText.words(value, 2);
    if (words.size() != 2) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    long payloadType = SdpText.number(words.getFirst(), MAX_PAYLOAD_TYPE);
    if (payloadType != SdpText.NOT_A_NUMBER) { // of a data channel the format is a word
      parameters.put((int) payloadType, words.get(1));
    }
    return null;
  }

  private SdpProblem.@Nullable Kind takeFeedback(String value) {
    if (feedback.size() == SdpParser.MAX_LINES) {
      return SdpProblem.Kind.TOO_MANY_ATTRIBUTES;
    }
    List<String> words = SdpText.words(value, 2);
    if (words.size() != 2) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    boolean every = words.getFirst().equals("*");
    long payloadType =
        every ? EVERY_PAYLOAD_TYPE : SdpText.number(words.getFirst(), MAX_PAYLOAD_TYPE);
    if (!every && payloadType == SdpText.NOT_A_NUMBER) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    feedback.add(new Feedback((int) payloadType, words.get(1)));
    return null;
  }

  private SdpProblem.@Nullable Kind takeExtension(String value) {
    if (++extensionCount > SdpParser.MAX_ATTRIBUTES_OF_A_KIND) {
      return SdpProblem.Kind.TOO_MANY_ATTRIBUTES;
    }
    List<String> words = SdpText.words(value, 3);
    if (words.size() < 2 || !SdpText.isVisible(words.get(1))) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    String first = words.getFirst();
    int slash = first.indexOf('/');
    long id = SdpText.number(slash < 0 ? first : first.substring(0, slash), MAX_EXTENSION_ID);
    boolean good = id > 0 && (slash < 0 || directionOf(first.substring(slash + 1)) != null);
    if (!good) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    builder.extension(new Extension((int) id, words.get(1)));
    return null;
  }

  private SdpProblem.@Nullable Kind takeSsrc(String value) {
    List<String> words = SdpText.words(value, 2);
    long ssrc =
        words.isEmpty() ? SdpText.NOT_A_NUMBER : SdpText.number(words.getFirst(), MAX_UNSIGNED_INT);
    if (ssrc == SdpText.NOT_A_NUMBER) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    if (ssrcs.add(ssrc)) {
      builder.ssrc(ssrc);
    }
    return ssrcs.size() > SdpParser.MAX_ATTRIBUTES_OF_A_KIND
        ? SdpProblem.Kind.TOO_MANY_ATTRIBUTES
        : null;
  }

  private SdpProblem.@Nullable Kind takeCandidate(String value) {
    if (++candidateCount > SdpParser.MAX_ATTRIBUTES_OF_A_KIND) {
      return SdpProblem.Kind.TOO_MANY_ATTRIBUTES;
    }
    List<String> words = SdpText.words(value, 9);
    boolean whole = words.size() >= 8 && words.get(6).equals("typ");
    if (!whole) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    if (!words.get(2).equalsIgnoreCase("udp")) {
      return null; // a transport that we do not speak
    }
    long component = SdpText.number(words.get(1), 256);
    long priority = SdpText.number(words.get(3), MAX_UNSIGNED_INT);
    long port = SdpText.number(words.get(5), MAX_PORT);
    boolean good =
        SdpText.isIceChars(words.get(0), 1, 32)
            && component > 0
            && priority >= 0
            && port >= 0
            && SdpText.isVisible(words.get(4))
            && SdpText.isToken(words.get(7), MAX_TOKEN_CHARS);
    if (!good) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    builder.candidate(
        new Candidate(
            words.get(0), (int) component, priority, words.get(4), (int) port, words.get(7)));
    return null;
  }

  private SdpProblem.@Nullable Kind takeDataChannel(String name, String value) {
    boolean isPort = name.equals("sctp-port");
    long number = SdpText.number(value, isPort ? MAX_PORT : MAX_UNSIGNED_INT);
    if (number == SdpText.NOT_A_NUMBER) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    if (isPort) {
      builder.sctpPort((int) number);
    } else {
      builder.maxMessageSize(number);
    }
    return null;
  }

  MediaDescription close() {
    codecNames.forEach((payloadType, parts) -> builder.codec(codec(payloadType, parts)));
    return builder.transport(transport.toDescription()).build();
  }

  private Codec codec(int payloadType, List<String> parts) {
    List<String> names =
        feedback.stream()
            .filter(f -> f.payloadType == payloadType || f.payloadType == EVERY_PAYLOAD_TYPE)
            .map(Feedback::name)
            .limit(SdpParser.MAX_ATTRIBUTES_OF_A_KIND)
            .toList();
    int channels = parts.size() == 3 ? (int) SdpText.number(parts.get(2), MAX_CHANNELS) : 1;
    return new Codec(
        payloadType,
        parts.get(0),
        (int) SdpText.number(parts.get(1), MAX_CLOCK_RATE),
        channels,
        parameters.getOrDefault(payloadType, ""),
        names);
  }
}
