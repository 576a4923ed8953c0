package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.AddressMarks;
import chat.free4.server.config.ConfigException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.Date;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What nodes know each other by. The secret that all of them have is stretched (HKDF, RFC 5869) to
 * the key of an authority (RFC 5280), the same in each; so each signs a certificate for itself when
 * it starts and takes those that this key has signed, in both directions of TLS. There is nothing
 * to hand out but the secret, and who does not have it gets no further than a handshake. The
 * cluster's name is stretched along: nodes of another name are strangers.
 */
final class ClusterKeys {
  static final int MIN_SECRET_CHARACTERS = 32;
  static final int MAX_SECRET_BYTES = 4096;

  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final String LABEL = "free4chat cluster authority 1 ";
  private static final String ADDRESS_LABEL = "free4chat cluster addresses 1 ";

  /**
   * More than the order's bits by 64, so that what is left over shows nothing (FIPS 186-5 A.2.1).
   */
  private static final int SCALAR_BYTES = 40;

  private static final X500Principal AUTHORITY = new X500Principal("CN=free4chat cluster");
  private static final X500Principal NODE = new X500Principal("CN=free4chat node");

  /** Fixed, so that no node's clock shuts another out; they end with the secret. */
  private static final Date SINCE = Date.from(Instant.parse("2020-01-01T00:00:00Z"));

  private static final Date UNTIL = Date.from(Instant.parse("2120-01-01T00:00:00Z"));

  private final KeyPair authority;
  private final Bytes addressSecret;
  private final SecureRandom random;

  private ClusterKeys(KeyPair authority, Bytes addressSecret, SecureRandom random) {
    this.authority = authority;
    this.addressSecret = addressSecret;
    this.random = random;
  }

  /**
   * Those of the cluster of this name.
   *
   * @throws ConfigException when the file holds no secret that will do
   */
  static ClusterKeys read(Path secretFile, String clusterName, SecureRandom random) {
    String secret = secret(secretFile);
    try {
      byte[] addresses = stretch(secret, ADDRESS_LABEL + clusterName, AddressMarks.SECRET_BYTES);
      return new ClusterKeys(authority(secret, clusterName), Bytes.of(addresses), random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256 and HKDF", e);
    }
  }

  private static String secret(Path file) {
    String text;
    try {
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw problem(file, "longer than " + MAX_SECRET_BYTES + " bytes");
      }
      text = Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw problem(file, "cannot be read");
    }
    if (text.length() < MIN_SECRET_CHARACTERS) {
      throw problem(
          file,
          "want " + MIN_SECRET_CHARACTERS + " characters or more; openssl rand -hex 32 makes them");
    }
    return text;
  }

  private static ConfigException problem(Path file, String problem) {
    return new ConfigException("--cluster-secret-file " + file + ": " + problem);
  }

  private static KeyPair authority(String secret, String clusterName)
      throws GeneralSecurityException {
    byte[] material = stretch(secret, LABEL + clusterName, SCALAR_BYTES);
    var curve = CustomNamedCurves.getByName(CURVE);
    BigInteger scalar =
        new BigInteger(1, material).mod(curve.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    ECPoint point = curve.getG().multiply(scalar).normalize();
    KeyFactory factory = KeyFactory.getInstance("EC");
    var parameters = ((ECPublicKey) newKeys(new SecureRandom()).getPublic()).getParams();
    var where =
        new java.security.spec.ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    return new KeyPair(
        factory.generatePublic(new java.security.spec.ECPublicKeySpec(where, parameters)),
        factory.generatePrivate(new ECPrivateKeySpec(scalar, parameters)));
  }

  private static byte[] stretch(String secret, String label, int bytes)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                .thenExpand(label.getBytes(StandardCharsets.UTF_8), bytes));
  }

  private static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE), random);
    return generator.generateKeyPair();
  }

  /** What the marks of addresses are made with, of {@link AddressMarks#SECRET_BYTES}. */
  Bytes addressSecret() {
    return addressSecret;
  }

  /** TLS 1.3 with a fresh certificate, for who has one of the same authority. */
  SSLContext tls() {
    try {
      KeyPair keys = newKeys(random);
      X509Certificate trusted = certificate(AUTHORITY, authority, true);
      X509Certificate own = certificate(NODE, keys, false);
      char[] none = new char[0];
      KeyStore identity = KeyStore.getInstance("PKCS12");
      identity.load(null, none);
      identity.setKeyEntry("node", keys.getPrivate(), none, new Certificate[] {own});
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(identity, none);
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, none);
      trust.setCertificateEntry("authority", trusted);
      TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
      trustManagers.init(trust);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), random);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS 1.3", e);
    }
  }

  /** Signed by the authority; its own has another signature in each node, and the same key. */
  private X509Certificate certificate(X500Principal subject, KeyPair keys, boolean isAuthority)
      throws GeneralSecurityException, CertIOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            AUTHORITY,
            new BigInteger(63, random).add(BigInteger.ONE),
            SINCE,
            UNTIL,
            subject,
            keys.getPublic());
    if (isAuthority) {
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    } else {
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  }));
    }
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(SIGNATURE).build(authority.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
