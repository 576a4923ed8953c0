package chat.free4.rtc.dtls;

import chat.free4.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * A client that is not ours: what it offers can be set, as our own never would. Runs on a thread of
 * its own, in real time, over a pair of queues.
 */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's interface
final class ForeignClient implements DatagramTransport {
  private static final int QUEUE = 256;

  /** What it offers. */
  record Offer(
      int[] srtpProfiles, boolean certificate, boolean extendedMasterSecret, int cipherSuite) {
    static Offer ofProfiles(int... srtpProfiles) {
      return new Offer(
          srtpProfiles, true, true, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    }
  }

  final BlockingQueue<byte[]> fromServer = new ArrayBlockingQueue<>(QUEUE);
  final BlockingQueue<byte[]> toServer = new ArrayBlockingQueue<>(QUEUE);
  private final Offer offer;

  ForeignClient(Offer offer) {
    this.offer = offer;
  }

  /** Shakes hands; ends when that is done or has failed. */
  void run() {
    var crypto = new BcTlsCrypto(new SeededSecureRandom(77));
    var agreement =
        new SrtpAgreement(
            DtlsRole.CLIENT,
            DtlsPair.CLIENT_CERTIFICATE,
            DtlsPair.SERVER_CERTIFICATE.fingerprint(),
            crypto,
            List.of(SrtpProfile.values()));
    try {
      new DTLSClientProtocol().connect(new Client(crypto, agreement), this);
    } catch (IOException e) {
      // The test looks at what the server makes of it.
    }
  }

  @Override
  public int getReceiveLimit() {
    return 1500;
  }

  @Override
  public int getSendLimit() {
    return 1200;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = fromServer.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    byte[] datagram = new byte[length];
    System.arraycopy(buffer, offset, datagram, 0, length);
    toServer.add(datagram);
  }

  @Override
  public void close() {}

  private final class Client extends DefaultTlsClient {
    private final SrtpAgreement agreement;

    Client(BcTlsCrypto crypto, SrtpAgreement agreement) {
      super(crypto);
      this.agreement = agreement;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {offer.cipherSuite()};
    }

    @Override
    protected Vector getSupportedSignatureAlgorithms() {
      return SrtpAgreement.signatureAlgorithms();
    }

    @Override
    public boolean shouldUseExtendedMasterSecret() {
      return offer.extendedMasterSecret();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return 20_000;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      if (offer.srtpProfiles().length > 0) {
        TlsSRTPUtils.addUseSRTPExtension(
            extensions, new UseSRTPData(offer.srtpProfiles(), new byte[0]));
      }
      return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
          agreement.verifyPeer(shown.getCertificate());
        }

        @Override
        public @Nullable TlsCredentials getClientCredentials(CertificateRequest request)
            throws IOException {
          return offer.certificate() ? agreement.credentials(context) : null;
        }
      };
    }
  }
}
