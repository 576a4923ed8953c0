package chat.free4.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.PacketBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another implementation at the other end: the {@code openssl} command, which Debian installs with
 * its certificates, over a real socket and in real time. It prints the keys it exports.
 */
class DtlsOpensslTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String LABEL = "EXTRACTOR-dtls_srtp";
  private static final int AEAD_BYTES = 2 * (16 + 12);
  private static final int COUNTER_MODE_BYTES = 2 * (16 + 14);

  private final Transmit transmit =
      new Transmit(MemorySegment.ofArray(new byte[PacketBatch.MAX_DATAGRAM_BYTES]));

  @TempDir Path directory;

  @Test
  void anOpensslClientExportsTheKeysOfOurServer() throws Exception {
    Fingerprint theirs = makeCertificate();
    try (DatagramChannel socket = open()) {
      int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
      Process client =
          openssl(
              "s_client",
              "-connect",
              "127.0.0.1:" + port,
              "-use_srtp",
              "SRTP_AEAD_AES_128_GCM",
              "-keymatexport",
              LABEL,
              "-keymatexportlen",
              "" + AEAD_BYTES);
      try {
        var keys = shake(DtlsRole.SERVER, theirs, socket, null);
        assertThat(keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(keyingMaterial(client)).isEqualTo(material(DtlsRole.SERVER, keys));
      } finally {
        end(client);
      }
    }
  }

  @Test
  void anOpensslServerExportsTheKeysOfOurClient() throws Exception {
    Fingerprint theirs = makeCertificate();
    int port;
    try (DatagramChannel free = open()) {
      port = ((InetSocketAddress) free.getLocalAddress()).getPort();
    }
    Process server =
        openssl(
            "s_server",
            "-accept",
            "127.0.0.1:" + port,
            "-Verify",
            "1",
            "-use_srtp",
            "SRTP_AES128_CM_SHA1_80",
            "-keymatexport",
            LABEL,
            "-keymatexportlen",
            "" + COUNTER_MODE_BYTES);
    try (DatagramChannel socket = open()) {
      var keys = shake(DtlsRole.CLIENT, theirs, socket, loopback(port));
      assertThat(keys.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
      assertThat(keyingMaterial(server)).isEqualTo(material(DtlsRole.CLIENT, keys));
    } finally {
      end(server);
    }
  }

  /** Runs our end over a socket until it is established. */
  private DtlsEvent.Established shake(
      DtlsRole role, Fingerprint peer, DatagramChannel socket, @Nullable SocketAddress to)
      throws IOException {
    var environment =
        new DtlsEnvironment(new LockStepRunner(), new SeededSecureRandom(1), () -> {});
    DtlsCertificate own = DtlsCertificate.generate(new SeededSecureRandom(4), Instant.now());
    var endpoint = new DtlsEndpoint(role, own, peer, environment);
    ByteBuffer received = ByteBuffer.allocate(PacketBatch.SLOT_BYTES);
    SocketAddress remote = to;
    long begin = System.nanoTime();
    endpoint.start(begin);
    try (Selector selector = Selector.open()) {
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ);
      for (long now = begin; now - begin < LIMIT_NANOS; now = System.nanoTime()) {
        received.clear();
        SocketAddress from = socket.receive(received);
        if (from != null) {
          remote = from;
          MemorySegment datagram = MemorySegment.ofArray(received.array());
          var _ = endpoint.handleDatagram(now, datagram, 0, received.position());
        }
        endpoint.handleTimeout(now);
        while (endpoint.pollTransmit(transmit)) {
          var bytes = transmit.buffer().asSlice(0, transmit.length()).asByteBuffer();
          assertThat(remote).as("who to answer").isNotNull();
          socket.send(bytes, remote);
        }
        DtlsEvent event = endpoint.pollEvent();
        if (event != null) {
          return (DtlsEvent.Established) event;
        }
        if (from == null) {
          selector.select(20);
          selector.selectedKeys().clear();
        }
      }
    }
    throw new AssertionError("no keys within the limit");
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  private static DatagramChannel open() throws IOException {
    return DatagramChannel.open().bind(loopback(0));
  }

  /** Has openssl make its certificate, and takes the fingerprint. */
  private Fingerprint makeCertificate() throws Exception {
    Process made =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=peer",
                "-days",
                "2",
                "-keyout",
                key(),
                "-out",
                certificate())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("req.log").toFile())
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
    String pem = Files.readString(Path.of(certificate()));
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return DtlsCertificate.fingerprintOf(Base64.getDecoder().decode(base64));
  }

  private String key() {
    return directory.resolve("key.pem").toString();
  }

  private String certificate() {
    return directory.resolve("certificate.pem").toString();
  }

  private Process openssl(String command, String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("openssl", command, "-dtls1_2"));
    line.addAll(List.of("-cert", certificate(), "-key", key()));
    line.addAll(List.of(options));
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }

  private static String keyingMaterial(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains("Keying material: ")) {
        return line.substring(line.indexOf(": ") + 2).trim();
      }
    }
    throw new AssertionError("openssl printed no keying material");
  }

  /** The four parts in the order of RFC 5764 section 4.2. */
  private static String material(DtlsRole role, DtlsEvent.Established keys) {
    boolean client = role == DtlsRole.CLIENT;
    HexFormat hex = HexFormat.of().withUpperCase();
    return hex.formatHex(client ? keys.localKey() : keys.remoteKey())
        + hex.formatHex(client ? keys.remoteKey() : keys.localKey())
        + hex.formatHex(client ? keys.localSalt() : keys.remoteSalt())
        + hex.formatHex(client ? keys.remoteSalt() : keys.localSalt());
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
