package chat.free4.rtc.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * The certificate one side shows in its handshakes, and its key: ECDSA on P-256, self-signed (RFC
 * 8827 section 6.5). Made at process start and never stored, so no restart can be taken for the
 * same peer. Immutable; all handshakes of a process share it.
 */
public final class DtlsCertificate {
  /** Peers compare the fingerprint and not the date, so it only has to outlive the process. */
  private static final Duration VALIDITY = Duration.ofDays(3650);

  /** A peer's clock may be behind ours. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  /** A serial number has at most 20 bytes and is positive (RFC 5280 section 4.1.2.2). */
  private static final int SERIAL_BITS = 127;

  private static final X500Name NAME = new X500Name("CN=free4chat");

  private final byte[] encoded;
  private final AsymmetricKeyParameter privateKey;
  private final Fingerprint fingerprint;

  private DtlsCertificate(byte[] encoded, AsymmetricKeyParameter privateKey) {
    this.encoded = encoded;
    this.privateKey = privateKey;
    this.fingerprint = fingerprintOf(encoded);
  }

  /** Makes a key pair and signs its certificate, valid from a day before {@code now}. */
  public static DtlsCertificate generate(SecureRandom random, Instant now) {
    AsymmetricCipherKeyPair keys = generateKeys(random);
    try {
      X509CertificateHolder certificate =
          new BcX509v3CertificateBuilder(
                  NAME,
                  new BigInteger(SERIAL_BITS, random).setBit(0),
                  Date.from(now.minus(BACKDATED)),
                  Date.from(now.plus(VALIDITY)),
                  NAME,
                  keys.getPublic())
              .build(signer(keys.getPrivate(), random));
      return new DtlsCertificate(certificate.getEncoded(), keys.getPrivate());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("Bouncy Castle cannot sign with P-256", e);
    }
  }

  /** SHA-256 of a certificate in DER. */
  static Fingerprint fingerprintOf(byte[] encodedCertificate) {
    try {
      return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(encodedCertificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What SDP names it by. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The certificate in DER. */
  byte[] encoded() {
    return encoded.clone();
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  private static AsymmetricCipherKeyPair generateKeys(SecureRandom random) {
    var generator = new ECKeyPairGenerator();
    var curve = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
    generator.init(new ECKeyGenerationParameters(curve, random));
    return generator.generateKeyPair();
  }

  private static ContentSigner signer(AsymmetricKeyParameter key, SecureRandom random)
      throws OperatorCreationException {
    AlgorithmIdentifier signature =
        new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    BcContentSignerBuilder builder = new BcECContentSignerBuilder(signature, digest);
    return builder.setSecureRandom(random).build(key);
  }
}
