package chat.free4.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final InetAddress LAN = InetAddress.ofLiteral("192.168.1.20");
  private static final InetAddress SIX = InetAddress.ofLiteral("fd00::20");
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("203.0.113.5");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final List<InetAddress> ADDRESSES = List.of(LAN, SIX, LOOPBACK);

  @TempDir private Path directory;

  private LocalAuthority open(List<InetAddress> addresses, Instant now) {
    return LocalAuthority.open(directory.resolve("state"), addresses, now, new SecureRandom());
  }

  /** As a browser does: the signature, the dates, and the constraints of the authority. */
  private static void validate(X509Certificate authority, PageCertificate page, Instant now)
      throws GeneralSecurityException {
    X509Certificate leaf = page.chain().getFirst();
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    byte[] constraints = authority.getExtensionValue(Extension.nameConstraints.getId());
    PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    validator.intersectPermittedSubtree(
        NameConstraints.getInstance(ASN1OctetString.getInstance(constraints).getOctets())
            .getPermittedSubtrees());
    byte[] names = leaf.getExtensionValue(Extension.subjectAlternativeName.getId());
    for (GeneralName name :
        GeneralNames.getInstance(ASN1OctetString.getInstance(names).getOctets()).getNames()) {
      try {
        validator.checkPermitted(name);
      } catch (NameConstraintValidatorException e) {
        throw new CertPathValidatorException(name.toString(), e);
      }
    }
  }

  @Test
  void authorityIsMadeOnceAndKept() {
    X509Certificate first = open(ADDRESSES, NOW).certificate();
    assertThat(open(ADDRESSES, NOW.plus(Duration.ofDays(1000))).certificate()).isEqualTo(first);
  }

  @Test
  void filesAreReadableByTheirOwnerAlone() throws IOException {
    open(ADDRESSES, NOW).pageCertificate(ADDRESSES, "home");
    Path state = directory.resolve("state");
    assertThat(Files.getPosixFilePermissions(state))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (var files = Files.list(state)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(2);
      for (Path file : all) {
        assertThat(Files.getPosixFilePermissions(file))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  @Test
  void pageCertificateNamesAllAddressesAndVerifies() throws GeneralSecurityException {
    LocalAuthority authority = open(ADDRESSES, NOW);
    PageCertificate page = authority.pageCertificate(ADDRESSES, "Home-Server");
    validate(authority.certificate(), page, NOW);
    assertThat(LocalNames.of(page.chain().getFirst()))
        .containsExactlyInAnyOrder(
            "localhost",
            "home-server.local",
            LAN.getHostAddress(),
            SIX.getHostAddress(),
            LOOPBACK.getHostAddress());
    assertThat(page.matches()).isTrue();
  }

  @Test
  void pageCertificateIsKeptWhileItServes() {
    LocalAuthority authority = open(ADDRESSES, NOW);
    PageCertificate first = authority.pageCertificate(ADDRESSES, "home");
    assertThat(open(ADDRESSES, NOW).pageCertificate(List.of(LAN), "home").chain())
        .isEqualTo(first.chain());
  }

  @Test
  void pageCertificateIsRenewedForANewAddress() {
    PageCertificate first = open(ADDRESSES, NOW).pageCertificate(List.of(LAN), "home");
    PageCertificate second = open(ADDRESSES, NOW).pageCertificate(List.of(LAN, SIX), "home");
    assertThat(second.chain().getFirst()).isNotEqualTo(first.chain().getFirst());
    assertThat(second.chain().getLast()).isEqualTo(first.chain().getLast());
  }

  @Test
  void pageCertificateIsRenewedBeforeItsEnd() throws GeneralSecurityException {
    PageCertificate first = open(ADDRESSES, NOW).pageCertificate(ADDRESSES, "home");
    Instant later = NOW.plus(Duration.ofDays(330));
    PageCertificate second = open(ADDRESSES, later).pageCertificate(ADDRESSES, "home");
    assertThat(second.chain().getFirst()).isNotEqualTo(first.chain().getFirst());
    validate(open(ADDRESSES, later).certificate(), second, later.plus(Duration.ofDays(300)));
  }

  @Test
  void publicAddressOfTheMachineIsAllowedWhenTheAuthorityIsMade() throws GeneralSecurityException {
    LocalAuthority authority = open(List.of(PUBLIC, LOOPBACK), NOW);
    assertThat(authority.unservable(List.of(PUBLIC))).isEmpty();
    PageCertificate page = authority.pageCertificate(List.of(PUBLIC), "home");
    validate(authority.certificate(), page, NOW);
    assertThat(LocalNames.of(page.chain().getFirst())).contains(PUBLIC.getHostAddress());
  }

  @Test
  void laterPublicAddressIsLeftOutSoThatTheRestStillVerifies() throws GeneralSecurityException {
    LocalAuthority authority = open(ADDRESSES, NOW);
    assertThat(authority.unservable(List.of(LAN, PUBLIC))).containsExactly(PUBLIC);
    PageCertificate page = authority.pageCertificate(List.of(LAN, PUBLIC), "home");
    validate(authority.certificate(), page, NOW);
    assertThat(LocalNames.of(page.chain().getFirst())).doesNotContain(PUBLIC.getHostAddress());
  }

  @Test
  void authorityIsBelievedForNoForeignSite() throws GeneralSecurityException {
    LocalAuthority here = open(ADDRESSES, NOW);
    LocalAuthority elsewhere =
        LocalAuthority.open(directory.resolve("other"), List.of(PUBLIC), NOW, new SecureRandom());
    PageCertificate foreign = elsewhere.pageCertificate(List.of(PUBLIC), "home");
    // What the other authority signs for a public address, this one could not have.
    assertThat(LocalNames.permits(here.certificate(), PUBLIC)).isFalse();
    assertThatThrownBy(() -> validate(here.certificate(), foreign, NOW))
        .isInstanceOf(CertPathValidatorException.class);
    assertThat(here.certificate().getBasicConstraints()).isZero();
  }

  @Test
  void damagedStateIsSaidInOneLine() throws IOException {
    open(ADDRESSES, NOW);
    Path file = directory.resolve("state/authority.pem");
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> open(ADDRESSES, NOW))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--state-dir")
        .hasMessageContaining("authority.pem in it is damaged");
  }

  @Test
  void stateDirectoryThatCannotBeMadeIsSaidInOneLine() throws IOException {
    Files.writeString(directory.resolve("state"), "a file");
    assertThatThrownBy(() -> open(ADDRESSES, NOW))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--state-dir");
  }
}
