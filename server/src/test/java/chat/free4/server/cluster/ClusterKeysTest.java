package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.AddressMarks;
import chat.free4.server.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterKeysTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int MAX_TURNS = 40;

  @TempDir private Path directory;

  private ClusterKeys keys(String secret, String name) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), secret);
    return ClusterKeys.read(file, name, new SecureRandom());
  }

  @Test
  void nodesOfOneSecretTrustEachOther() throws IOException {
    SSLContext one = keys(SECRET, "free4chat").tls();
    SSLContext other = keys(SECRET + "\n", "free4chat").tls();
    assertThat(shakeHands(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"another secret,free4chat", "'',another-name"})
  void aNodeOfAnotherSecretOrNameIsRefusedByBothSides(String more, String name) throws IOException {
    SSLContext ours = keys(SECRET, "free4chat").tls();
    SSLContext theirs = keys(SECRET + more, name).tls();
    assertThat(shakeHands(ours, theirs)).isFalse();
    assertThat(shakeHands(theirs, ours)).isFalse();
  }

  @Test
  void whoShowsNoCertificateIsRefused() throws Exception {
    SSLContext ours = keys(SECRET, "free4chat").tls();
    SSLContext anonymous = SSLContext.getInstance("TLSv1.3");
    anonymous.init(null, new javax.net.ssl.TrustManager[] {new TrustsAll()}, null);
    assertThat(shakeHands(anonymous, ours)).isFalse();
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> keys("too short", "free4chat"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--cluster-secret-file ")
        .hasMessageEndingWith("want 32 characters or more; openssl rand -hex 32 makes them");
  }

  @Test
  void addressesHaveTheSameMarksAtAllNodesOfOneCluster() throws IOException {
    Bytes one = keys(SECRET, "free4chat").addressSecret();
    assertThat(one.length()).isEqualTo(AddressMarks.SECRET_BYTES);
    assertThat(keys(SECRET + "\n", "free4chat").addressSecret()).isEqualTo(one);
    assertThat(keys(SECRET, "another-name").addressSecret()).isNotEqualTo(one);
    assertThat(keys(SECRET + "x", "free4chat").addressSecret()).isNotEqualTo(one);
  }

  @Test
  void aLongFileIsNotRead() {
    assertThatThrownBy(() -> keys("x".repeat(ClusterKeys.MAX_SECRET_BYTES + 1), "free4chat"))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("longer than 4096 bytes");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("none");
    assertThatThrownBy(() -> ClusterKeys.read(missing, "free4chat", new SecureRandom()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--cluster-secret-file " + missing + ": cannot be read");
  }

  /** Takes any server, and has nothing to show. */
  private static final class TrustsAll extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(
        java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(
        java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        java.security.cert.X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        java.security.cert.X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

    @Override
    public java.security.cert.X509Certificate[] getAcceptedIssuers() {
      return new java.security.cert.X509Certificate[0];
    }
  }

  /** Whether both sides come through a handshake, without a network. */
  private static boolean shakeHands(SSLContext client, SSLContext server) {
    SSLEngine calling = new NodeTls(client).createClientSSLEngine("here", 1);
    SSLEngine called = new NodeTls(server).createServerSSLEngine("there", 2);
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    try {
      for (int turn = 0; turn < MAX_TURNS; turn++) {
        step(calling, toClient, toServer);
        step(called, toServer, toClient);
        if (isDone(calling) && isDone(called) && turn > 2) {
          return true;
        }
      }
      throw new AssertionError("the handshake does not end");
    } catch (SSLException e) {
      return false;
    }
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer nothing = ByteBuffer.allocate(1 << 16);
    in.flip();
    while (in.hasRemaining()) {
      engine.unwrap(in, nothing);
      runTasks(engine);
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        break;
      }
    }
    in.compact();
    runTasks(engine);
    do {
      engine.wrap(ByteBuffer.allocate(0), out);
      runTasks(engine);
    } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
