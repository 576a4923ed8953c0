package chat.free4.rtc.dtls;

import chat.free4.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What both roles do alike in a handshake: show our certificate, compare the peer's with what its
 * SDP said (RFC 8122 section 6.2), agree on a profile and export its keys (RFC 5764 section 4).
 */
final class SrtpAgreement {
  private static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";
  private static final byte[] NO_MKI = {};

  private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
      SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
  private static final SignatureAndHashAlgorithm RSA_PKCS1_SHA256 =
      SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa);

  private final DtlsRole role;
  private final DtlsCertificate own;
  private final Fingerprint expectedPeer;
  private final BcTlsCrypto crypto;
  private final List<SrtpProfile> profiles;
  private @Nullable SrtpProfile profile;
  private boolean peerVerified;
  private boolean wrongFingerprint;
  private DtlsEvent.@Nullable Established keys;

  /** An agreement on one of {@code profiles}, the preferred first. */
  SrtpAgreement(
      DtlsRole role,
      DtlsCertificate own,
      Fingerprint expectedPeer,
      BcTlsCrypto crypto,
      List<SrtpProfile> profiles) {
    this.role = role;
    this.own = own;
    this.expectedPeer = expectedPeer;
    this.crypto = crypto;
    this.profiles = List.copyOf(profiles);
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  /** Our certificate, and the key that signs for it. */
  TlsCredentials credentials(TlsContext context) throws IOException {
    var chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(own.encoded())});
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context), crypto, own.privateKey(), chain, ECDSA_SHA256);
  }

  /** Which signatures we verify: browsers make P-256 keys, and RSA where a page asks for them. */
  @SuppressWarnings("JdkObsolete") // Bouncy Castle's interface
  static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
    var algorithms = new Vector<SignatureAndHashAlgorithm>();
    algorithms.add(ECDSA_SHA256);
    algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
    algorithms.add(RSA_PKCS1_SHA256);
    return algorithms;
  }

  /** Ends the handshake unless the peer shows the certificate that its SDP named. */
  void verifyPeer(@Nullable Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    byte[] encoded = chain.getCertificateAt(0).getEncoded();
    if (!DtlsCertificate.fingerprintOf(encoded).equals(expectedPeer)) {
      wrongFingerprint = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
    peerVerified = true;
  }

  /** True when the peer showed another certificate. */
  boolean wrongFingerprint() {
    return wrongFingerprint;
  }

  /** The client's extension: all that we speak, the preferred first. */
  UseSRTPData offer() {
    int[] ids = profiles.stream().mapToInt(SrtpProfile::id).toArray();
    return new UseSRTPData(ids, NO_MKI);
  }

  /** The server's extension: the first of our profiles that the client offers. */
  UseSRTPData answer(@Nullable UseSRTPData offered) throws IOException {
    profile = offered == null ? null : preferred(offered.getProtectionProfiles());
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    return new UseSRTPData(new int[] {profile.id()}, NO_MKI);
  }

  /** Takes what the server has chosen: exactly one that we offered, and no MKI. */
  void accept(@Nullable UseSRTPData answered) throws IOException {
    if (answered == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    int[] chosen = answered.getProtectionProfiles();
    profile = chosen.length == 1 ? preferred(chosen) : null;
    if (profile == null || answered.getMki().length > 0) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter);
    }
  }

  /** Exports the keys. Called when both Finished messages have passed. */
  void complete(TlsContext context) throws IOException {
    if (profile == null || !peerVerified) {
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
    int key = profile.keyBytes();
    int salt = profile.saltBytes();
    byte[] material = context.exportKeyingMaterial(EXPORTER_LABEL, null, 2 * (key + salt));
    byte[] clientKey = Arrays.copyOfRange(material, 0, key);
    byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, material.length);
    keys =
        role == DtlsRole.CLIENT
            ? new DtlsEvent.Established(profile, clientKey, clientSalt, serverKey, serverSalt)
            : new DtlsEvent.Established(profile, serverKey, serverSalt, clientKey, clientSalt);
  }

  /** The keys, once complete. */
  DtlsEvent.@Nullable Established keys() {
    return keys;
  }

  private @Nullable SrtpProfile preferred(int[] ids) {
    for (SrtpProfile candidate : profiles) {
      if (org.bouncycastle.util.Arrays.contains(ids, candidate.id())) {
        return candidate;
      }
    }
    return null;
  }
}
