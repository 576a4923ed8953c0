package chat.free4.server.tls;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.Flag;
import chat.free4.server.config.Flags;
import chat.free4.server.config.ServerConfig.TlsFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Certificates and keys in PEM files (RFC 7468). */
public final class PemFiles {
  private static final long MAX_BYTES = 256 * 1024;

  private PemFiles() {}

  /**
   * The certificate that the operator gave.
   *
   * @throws ConfigException when it cannot be used, naming the flag
   */
  public static PageCertificate read(TlsFiles files) {
    List<X509Certificate> chain;
    try {
      chain = certificates(text(Flags.TLS_CERT, files.certificate()));
    } catch (CertificateException e) {
      throw new ConfigException(
          Flags.TLS_CERT, files.certificate().toString(), "holds no certificate in PEM");
    }
    PrivateKey key =
        key(text(Flags.TLS_KEY, files.key()))
            .orElseThrow(
                () ->
                    new ConfigException(
                        Flags.TLS_KEY,
                        files.key().toString(),
                        "holds no private key in PEM without a password"));
    PageCertificate certificate = new PageCertificate(key, chain);
    if (!certificate.matches()) {
      throw new ConfigException(
          Flags.TLS_KEY, files.key().toString(), "is not the key of " + files.certificate());
    }
    return certificate;
  }

  private static String text(Flag<?> flag, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(flag, file.toString(), "longer than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new ConfigException(flag, file.toString(), "no such file");
    } catch (AccessDeniedException e) {
      throw new ConfigException(flag, file.toString(), "may not be read");
    } catch (IOException e) {
      throw new ConfigException(flag, file.toString(), "cannot be read");
    }
  }

  /** All certificates in {@code pem}, at least one. */
  static List<X509Certificate> certificates(String pem) throws CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
        if (found instanceof X509CertificateHolder holder) {
          chain.add(converter.getCertificate(holder));
        }
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new CertificateException("not PEM", e);
    }
    if (chain.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    return chain;
  }

  /** The first private key in {@code pem}; empty when there is none that we can read. */
  static Optional<PrivateKey> key(String pem) {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    // The JDK knows this algorithm by another name than Bouncy Castle does.
    converter.setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
        if (found instanceof PEMKeyPair pair) {
          // The pair may lack its public half, which is not needed.
          return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
        }
        if (found instanceof PrivateKeyInfo info) {
          return Optional.of(converter.getPrivateKey(info));
        }
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Writes both as PEM to {@code file}, whole or not at all; readable by its owner alone. */
  static void write(Path file, List<X509Certificate> chain, PrivateKey key) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (X509Certificate certificate : chain) {
        writer.writeObject(certificate);
      }
      writer.writeObject(new JcaPKCS8Generator(key, null));
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    createPrivate(fresh);
    Files.writeString(fresh, text.toString());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The permissions stand before the first byte does. */
  private static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      Files.createFile(file); // no POSIX here: the user's directory is what protects it
    } catch (FileAlreadyExistsException e) {
      throw new IOException("another server writes " + file, e);
    }
  }

  /** For keys that come from the platform's own generator. */
  static PrivateKey requireKey(String pem, Path file) throws GeneralSecurityException {
    return key(pem).orElseThrow(() -> new GeneralSecurityException("no key in " + file));
  }
}
