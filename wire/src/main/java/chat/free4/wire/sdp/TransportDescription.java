package chat.free4.wire.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a description says about ICE and DTLS, at session or media level (RFC 8839 section 5.4, RFC
 * 8842 section 5, RFC 8122 section 5).
 *
 * @param ufrag null when absent here
 * @param password null when absent here
 * @param fingerprints of certificates
 * @param setup null when absent here
 */
public record TransportDescription(
    @Nullable String ufrag,
    @Nullable String password,
    List<CertificateHash> fingerprints,
    @Nullable Setup setup) {
  /** Says nothing. */
  public static final TransportDescription NONE =
      new TransportDescription(null, null, List.of(), null);

  /** Makes the list immutable. */
  public TransportDescription {
    fingerprints = List.copyOf(fingerprints);
  }

  /** This where it speaks, {@code session} where it is silent. */
  public TransportDescription orElse(TransportDescription session) {
    return new TransportDescription(
        ufrag != null ? ufrag : session.ufrag,
        password != null ? password : session.password,
        fingerprints.isEmpty() ? session.fingerprints : fingerprints,
        setup != null ? setup : session.setup);
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "TransportDescription[" + ufrag + ", " + fingerprints + ", " + setup + "]";
  }

  /**
   * {@code a=fingerprint} (RFC 8122 section 5).
   *
   * @param algorithm in lower case
   * @param hex pairs of upper-case hex digits joined by colons
   */
  public record CertificateHash(String algorithm, String hex) {}
}
