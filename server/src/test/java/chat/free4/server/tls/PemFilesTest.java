package chat.free4.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.ServerConfig.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemFilesTest {
  @TempDir private Path directory;
  private Path pem = Path.of("");

  @BeforeEach
  void makeCertificate() {
    List<InetAddress> addresses = List.of(InetAddress.ofLiteral("127.0.0.1"));
    LocalAuthority.open(directory, addresses, Instant.now(), new SecureRandom())
        .pageCertificate(addresses, "home");
    pem = directory.resolve("page.pem");
  }

  @Test
  void chainAndKeyMayStandInOneFile() {
    PageCertificate certificate = PemFiles.read(new TlsFiles(pem, pem));
    assertThat(certificate.chain()).hasSize(2);
    assertThat(certificate.keyManagers().getKeyManagers()).isNotEmpty();
  }

  private void assertProblem(Path certificate, Path key, String message) {
    assertThatThrownBy(() -> PemFiles.read(new TlsFiles(certificate, key)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void missingFilesAreNamed() {
    Path none = directory.resolve("none.pem");
    assertProblem(none, pem, "--tls-cert " + none + ": no such file");
    assertProblem(pem, none, "--tls-key " + none + ": no such file");
    assertProblem(directory, pem, "--tls-cert " + directory + ": cannot be read");
  }

  @Test
  void filesWithoutPemAreNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "hello");
    assertProblem(text, pem, "--tls-cert " + text + ": holds no certificate in PEM");
    assertProblem(
        pem, text, "--tls-key " + text + ": holds no private key in PEM without a password");
    Path broken =
        Files.writeString(
            directory.resolve("broken"),
            "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n");
    assertProblem(
        pem, broken, "--tls-key " + broken + ": holds no private key in PEM without a password");
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    Path other = directory.resolve("authority.pem");
    assertProblem(pem, other, "--tls-key " + other + ": is not the key of " + pem);
  }
}
