package chat.free4.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/**
 * The passive side of a handshake. No cookie is asked for (RFC 6347 section 4.2.1): the path has
 * been verified by ICE before. No session is resumed.
 */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's interface
final class SrtpTlsServer extends DefaultTlsServer {
  private static final int[] CIPHER_SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
  private static final int[] GROUPS = {NamedGroup.x25519, NamedGroup.secp256r1};

  private final SrtpAgreement agreement;
  private final AtomicBoolean closeNotify;
  private @Nullable UseSRTPData offered;

  SrtpTlsServer(SrtpAgreement agreement, AtomicBoolean closeNotify) {
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
  public int[] getSupportedGroups() {
    return GROUPS.clone();
  }

  /** The first of our groups that the client knows. */
  @Override
  protected int selectECDH(int minimumCurveBits) {
    int[] offeredGroups = context.getSecurityParametersHandshake().getClientSupportedGroups();
    for (int group : GROUPS) {
      if (offeredGroups != null && org.bouncycastle.util.Arrays.contains(offeredGroups, group)) {
        return group;
      }
    }
    return -1;
  }

  @Override
  protected boolean allowCertificateStatus() {
    return false;
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
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    TlsSRTPUtils.addUseSRTPExtension(extensions, agreement.answer(offered));
    return extensions;
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    return agreement.credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    return new CertificateRequest(types, SrtpAgreement.signatureAlgorithms(), null);
  }

  @Override
  public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
    agreement.verifyPeer(clientCertificate);
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
