package chat.free4.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One m-line and what stands under it (RFC 8866 section 5.14).
 *
 * @param kind {@code audio}, {@code video}, {@code application}
 * @param port 0 when refused, or bundled only
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types, as written
 * @param mid {@code a=mid} (RFC 5888); null when absent
 * @param direction {@link Direction#SENDRECV} when absent
 * @param bundleOnly {@code a=bundle-only} (RFC 9143 section 6)
 * @param rtcpMux {@code a=rtcp-mux} (RFC 5761)
 * @param rtcpReducedSize {@code a=rtcp-rsize} (RFC 5506)
 * @param transport what stands at this m-line
 * @param codecs {@code a=rtpmap} with their fmtp and feedback
 * @param extensions {@code a=extmap}
 * @param msid {@code a=msid} (RFC 8830); null when absent
 * @param ssrcs of {@code a=ssrc} (RFC 5576), each once, unsigned 32 bits
 * @param candidates {@code a=candidate}
 * @param endOfCandidates {@code a=end-of-candidates} (RFC 8838)
 * @param sctpPort {@code a=sctp-port} (RFC 8841 section 5); 0 when absent
 * @param maxMessageSize {@code a=max-message-size} (RFC 8841 section 6); {@link #NO_MESSAGE_SIZE}
 *     when absent, 0 for any
 */
public record MediaDescription(
    String kind,
    int port,
    String protocol,
    List<String> formats,
    @Nullable String mid,
    Direction direction,
    boolean bundleOnly,
    boolean rtcpMux,
    boolean rtcpReducedSize,
    TransportDescription transport,
    List<Codec> codecs,
    List<Extension> extensions,
    @Nullable String msid,
    List<Long> ssrcs,
    List<Candidate> candidates,
    boolean endOfCandidates,
    int sctpPort,
    long maxMessageSize) {
  /** Nothing is said of the size of messages. */
  public static final long NO_MESSAGE_SIZE = -1;

  /** Makes the lists immutable. */
  public MediaDescription {
    formats = List.copyOf(formats);
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
    candidates = List.copyOf(candidates);
  }

  /** Starts an m-line with nothing under it. */
  public static Builder builder(String kind, int port, String protocol, List<String> formats) {
    return new Builder(kind, port, protocol, formats);
  }

  /** Fills a description line by line. */
  public static final class Builder {
    private final String kind;
    private final int port;
    private final String protocol;
    private final List<String> formats;
    private @Nullable String mid;
    private Direction direction = Direction.SENDRECV;
    private boolean bundleOnly;
    private boolean rtcpMux;
    private boolean rtcpReducedSize;
    private TransportDescription transport = TransportDescription.NONE;
    private final List<Codec> codecs = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private @Nullable String msid;
    private final List<Long> ssrcs = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private boolean endOfCandidates;
    private int sctpPort;
    private long maxMessageSize = NO_MESSAGE_SIZE;

    private Builder(String kind, int port, String protocol, List<String> formats) {
      this.kind = kind;
      this.port = port;
      this.protocol = protocol;
      this.formats = List.copyOf(formats);
    }

    /** Sets {@code a=mid}. */
    public Builder mid(String value) {
      mid = value;
      return this;
    }

    /** Sets the direction. */
    public Builder direction(Direction value) {
      direction = value;
      return this;
    }

    /** Sets {@code a=bundle-only}. */
    public Builder bundleOnly() {
      bundleOnly = true;
      return this;
    }

    /** Sets {@code a=rtcp-mux}. */
    public Builder rtcpMux() {
      rtcpMux = true;
      return this;
    }

    /** Sets {@code a=rtcp-rsize}. */
    public Builder rtcpReducedSize() {
      rtcpReducedSize = true;
      return this;
    }

    /** Sets what stands about ICE and DTLS. */
    public Builder transport(TransportDescription value) {
      transport = value;
      return this;
    }

    /** Adds a codec. */
    public Builder codec(Codec value) {
      codecs.add(value);
      return this;
    }

    /** Adds {@code a=extmap}. */
    public Builder extension(Extension value) {
      extensions.add(value);
      return this;
    }

    /** Sets {@code a=msid}. */
    public Builder msid(String value) {
      msid = value;
      return this;
    }

    /** Adds an SSRC, unsigned 32 bits. */
    public Builder ssrc(long value) {
      ssrcs.add(value);
      return this;
    }

    /** Adds {@code a=candidate}. */
    public Builder candidate(Candidate value) {
      candidates.add(value);
      return this;
    }

    /** Sets {@code a=end-of-candidates}. */
    public Builder endOfCandidates() {
      endOfCandidates = true;
      return this;
    }

    /** Sets {@code a=sctp-port}. */
    public Builder sctpPort(int value) {
      sctpPort = value;
      return this;
    }

    /** Sets {@code a=max-message-size}. */
    public Builder maxMessageSize(long value) {
      maxMessageSize = value;
      return this;
    }

    /** The description. */
    public MediaDescription build() {
      return new MediaDescription(
          kind,
          port,
          protocol,
          formats,
          mid,
          direction,
          bundleOnly,
          rtcpMux,
          rtcpReducedSize,
          transport,
          codecs,
          extensions,
          msid,
          ssrcs,
          candidates,
          endOfCandidates,
          sctpPort,
          maxMessageSize);
    }
  }

  /**
   * {@code a=rtpmap}, with the {@code a=fmtp} and {@code a=rtcp-fb} of its payload type (RFC 8866
   * section 6.6, RFC 4585 section 4.2).
   *
   * @param payloadType 0 to 127
   * @param name of the encoding, as written; compared without case
   * @param clockRate in hertz
   * @param channels 1 when absent
   * @param parameters the fmtp's text; empty when absent
   * @param feedback such as {@code nack}, {@code transport-cc}
   */
  public record Codec(
      int payloadType,
      String name,
      int clockRate,
      int channels,
      String parameters,
      List<String> feedback) {
    /** Makes the list immutable. */
    public Codec {
      feedback = List.copyOf(feedback);
    }
  }

  /**
   * {@code a=extmap} (RFC 8285 section 5).
   *
   * @param id 1 to 255
   * @param uri which extension
   */
  public record Extension(int id, String uri) {}

  /**
   * {@code a=candidate} (RFC 8839 section 5.1), UDP.
   *
   * @param foundation 1 to 32 ice-chars
   * @param component 1 for RTP
   * @param priority RFC 8445 section 5.1.2
   * @param address as written: IPv4, IPv6 or a name
   * @param port the port
   * @param type {@code host}, {@code srflx}, {@code prflx}, {@code relay}
   */
  public record Candidate(
      String foundation, int component, long priority, String address, int port, String type) {}
}
