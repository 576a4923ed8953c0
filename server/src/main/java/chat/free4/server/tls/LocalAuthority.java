package chat.free4.server.tls;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.Flags;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of this server alone (RFC 5280), so that phones in the same network can
 * use a microphone, which browsers allow over HTTPS only. It is made once and kept in the state
 * directory: people accept it once. It may sign for local names and addresses alone (section
 * 4.2.1.10), so that accepting it gives its holder no power over other sites.
 */
public final class LocalAuthority {
  private static final String AUTHORITY_FILE = "authority.pem";
  private static final String PAGE_FILE = "page.pem";
  private static final String SUBJECT = "CN=free4chat local authority";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** Below the 825 days that Apple's systems accept. */
  private static final Duration PAGE_LIFE = Duration.ofDays(365);

  private static final Duration RENEW_BEFORE = Duration.ofDays(60);

  /** Clocks of phones are not all right. */
  private static final Duration CLOCK_SLACK = Duration.ofDays(1);

  private final Path directory;
  private final Instant now;
  private final SecureRandom random;
  private final PrivateKey key;
  private final X509Certificate certificate;

  private LocalAuthority(
      Path directory,
      Instant now,
      SecureRandom random,
      PrivateKey key,
      X509Certificate certificate) {
    this.directory = directory;
    this.now = now;
    this.random = random;
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * The authority kept in {@code directory}; made where there is none, or it has had its time.
   *
   * @param addresses of this machine: public ones among them must be named when it is made
   * @throws ConfigException when the directory cannot be used
   */
  public static LocalAuthority open(
      Path directory, List<InetAddress> addresses, Instant now, SecureRandom random) {
    try {
      createPrivateDirectory(directory);
      Path file = directory.resolve(AUTHORITY_FILE);
      if (Files.exists(file)) {
        String pem = Files.readString(file);
        X509Certificate certificate = PemFiles.certificates(pem).getFirst();
        if (certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))) {
          PrivateKey key = PemFiles.requireKey(pem, file);
          return new LocalAuthority(directory, now, random, key, certificate);
        }
      }
      KeyPair keys = newKeys(random);
      X509Certificate certificate = selfSigned(keys, addresses, now, random);
      PemFiles.write(file, List.of(certificate), keys.getPrivate());
      Files.deleteIfExists(directory.resolve(PAGE_FILE));
      return new LocalAuthority(directory, now, random, keys.getPrivate(), certificate);
    } catch (IOException e) {
      throw new ConfigException(
          Flags.STATE_DIR, directory.toString(), "cannot be read and written");
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          Flags.STATE_DIR, directory.toString(), AUTHORITY_FILE + " in it is damaged");
    }
  }

  /** What people accept. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * A certificate for the page at these addresses and local names: the one kept, or a new one when
   * it lacks some of them or will soon have had its time. What the authority may not sign for is
   * left out.
   */
  public PageCertificate pageCertificate(List<InetAddress> addresses, String hostName) {
    try {
      List<GeneralName> names = LocalNames.subjects(certificate, addresses, hostName);
      Path file = directory.resolve(PAGE_FILE);
      if (Files.exists(file)) {
        String pem = Files.readString(file);
        List<X509Certificate> chain = PemFiles.certificates(pem);
        if (serves(chain.getFirst(), names)) {
          return new PageCertificate(PemFiles.requireKey(pem, file), chain);
        }
      }
      KeyPair keys = newKeys(random);
      List<X509Certificate> chain = List.of(signPage(keys, names), certificate);
      PemFiles.write(file, chain, keys.getPrivate());
      return new PageCertificate(keys.getPrivate(), chain);
    } catch (IOException e) {
      throw new ConfigException(
          Flags.STATE_DIR, directory.toString(), "cannot be read and written");
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          Flags.STATE_DIR, directory.toString(), PAGE_FILE + " in it is damaged; delete it");
    }
  }

  private boolean serves(X509Certificate page, List<GeneralName> names)
      throws GeneralSecurityException {
    page.verify(certificate.getPublicKey());
    return page.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
        && LocalNames.of(page).containsAll(LocalNames.texts(names));
  }

  private static void createPrivateDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException e) {
      Files.createDirectories(directory);
    }
  }

  private static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static X509Certificate selfSigned(
      KeyPair keys, List<InetAddress> addresses, Instant now, SecureRandom random)
      throws GeneralSecurityException, IOException {
    X500Principal subject = new X500Principal(SUBJECT);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            serial(random),
            Date.from(now.minus(CLOCK_SLACK)),
            Date.from(now.plus(AUTHORITY_LIFE)),
            subject,
            keys.getPublic());
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
        .addExtension(Extension.nameConstraints, true, LocalNames.constraints(addresses))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            extensions.createSubjectKeyIdentifier(keys.getPublic()));
    return sign(builder, keys.getPrivate());
  }

  private X509Certificate signPage(KeyPair keys, List<GeneralName> names)
      throws GeneralSecurityException, CertIOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            certificate,
            serial(random),
            Date.from(now.minus(CLOCK_SLACK)),
            Date.from(now.plus(PAGE_LIFE)),
            new X500Principal("CN=free4chat"),
            keys.getPublic());
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
    return sign(builder, key);
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(127, random).setBit(126);
  }

  /** Names that the page's certificate lacks because the authority was made without them. */
  public List<InetAddress> unservable(List<InetAddress> addresses) {
    List<InetAddress> missing = new ArrayList<>(addresses);
    missing.removeIf(address -> LocalNames.permits(certificate, address));
    return List.copyOf(missing);
  }
}
