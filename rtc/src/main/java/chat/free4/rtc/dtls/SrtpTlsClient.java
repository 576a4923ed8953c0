package chat.free4.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/** The active side of a handshake. */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's interface
final class SrtpTlsClient extends DefaultTlsClient {
  private static final int[] CIPHER_SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};

  private final SrtpAgreement agreement;
  private final AtomicBoolean closeNotify;

  SrtpTlsClient(SrtpAgreement agreement, AtomicBoolean closeNotify) {
    super(agreement.crypto());
    this.agreement = agreement;
    this.closeNotify = closeNotify;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return CIPHER_SUITES.clone();
  }

  @Override
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    var groups = new Vector<Integer>();
    groups.add(NamedGroup.x25519);
    groups.add(NamedGroup.secp256r1);
    return groups;
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    return SrtpAgreement.signatureAlgorithms();
  }

  @Override
  protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
    return null;
  }

  /** Without it no key may be exported (RFC 7627 section 5.4). */
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  /** No limit here: the endpoint has a deadline, in its own time. */
  @Override
  public int getHandshakeTimeoutMillis() {
    return 0;
  }

  /** At once: the pipe decides when. */
  @Override
  public int getHandshakeResendTimeMillis() {
    return 0;
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    TlsSRTPUtils.addUseSRTPExtension(extensions, agreement.offer());
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    agreement.accept(TlsSRTPUtils.getUseSRTPExtension(serverExtensions));
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
        agreement.verifyPeer(shown.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return agreement.credentials(context);
      }
    };
  }

  @Override
  public void notifyAlertReceived(short alertLevel, short alertDescription) {
    if (alertDescription == AlertDescription.close_notify) {
      closeNotify.set(true);
    }
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    agreement.complete(context);
  }
}
