package chat.free4.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** {@code /trust}: how to accept the local authority, in three pictures, and its certificate. */
final class TrustPage {
  static final String PATH = "/trust";
  static final String CERTIFICATE_PATH = "/trust/free4chat-authority.crt";

  private final Map<String, Page.Asset> assets;

  private TrustPage(Map<String, Page.Asset> assets) {
    this.assets = assets;
  }

  /** The page for this authority. */
  static TrustPage of(X509Certificate authority) {
    byte[] certificate;
    byte[] hash;
    try {
      certificate = authority.getEncoded();
      hash = MessageDigest.getInstance("SHA-256").digest(certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("local authority", e);
    }
    String document =
        new String(resource("trust.html"), StandardCharsets.UTF_8)
            .replace("{{certificate}}", CERTIFICATE_PATH)
            .replace("{{fingerprint}}", HexFormat.ofDelimiter(" ").formatHex(hash));
    return new TrustPage(
        Map.of(
            PATH,
            Page.Asset.of(
                "text/html; charset=utf-8", document.getBytes(StandardCharsets.UTF_8), false),
            PATH + "/trust.css",
            Page.Asset.of("text/css; charset=utf-8", resource("trust.css"), false),
            CERTIFICATE_PATH,
            Page.Asset.of("application/x-x509-ca-cert", certificate, false)));
  }

  /** The document of this path. */
  Optional<Page.Asset> find(String path) {
    return Optional.ofNullable(assets.get(path.equals(PATH + "/") ? PATH : path));
  }

  private static byte[] resource(String name) {
    try (InputStream in = TrustPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
