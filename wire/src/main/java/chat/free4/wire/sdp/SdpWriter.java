package chat.free4.wire.sdp;

/** Writes session descriptions (RFC 8866) with CRLF line ends. */
public final class SdpWriter {
  private SdpWriter() {}

  /** The text of {@code description}. */
  public static String write(SessionDescription description) {
    return description.toString();
  }
}
