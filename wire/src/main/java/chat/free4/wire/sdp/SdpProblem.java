package chat.free4.wire.sdp;

/**
 * Why a session description was refused.
 *
 * @param kind what is wrong
 * @param line number of the line, counted from 1; 0 when it is about the whole
 */
public record SdpProblem(Kind kind, int line) implements SdpResult {
  /** What is wrong. */
  public enum Kind {
    /** More than {@link SdpParser#MAX_CHARS} characters. */
    TOO_LARGE,
    /** More than {@link SdpParser#MAX_LINES} lines. */
    TOO_MANY_LINES,
    /** More than {@link SdpParser#MAX_MEDIA} m-lines. */
    TOO_MANY_MEDIA,
    /** More of one kind of attribute than {@link SdpParser#MAX_ATTRIBUTES_OF_A_KIND}. */
    TOO_MANY_ATTRIBUTES,
    /** A line is not {@code <letter>=<value>}, or holds a control character. */
    MALFORMED_LINE,
    /** The first line is not {@code v=0}. */
    NOT_SDP,
    /** The o-line cannot be read. */
    BAD_ORIGIN,
    /** An m-line cannot be read. */
    BAD_MEDIA,
    /** An attribute that we understand cannot be read. */
    BAD_ATTRIBUTE
  }
}
