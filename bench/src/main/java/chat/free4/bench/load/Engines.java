package chat.free4.bench.load;

import chat.free4.bench.load.socket.EpollMemberSockets;
import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.bench.load.socket.NioMemberSockets;
import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.ffi.UdpSupport;
import chat.free4.rtc.dtls.DtlsWarmup;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Chooses what datagrams, ciphers and TLS are done by. */
class Engines {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final int warmUps;
  private final SecureRandom random = new SecureRandom();

  /**
   * Chooses.
   *
   * @param warmUps handshakes that this process does with itself first, so that the time to join is
   *     the server's and not that of a cold JVM
   */
  Engines(int warmUps) {
    this.warmUps = warmUps;
  }

  /** Warms up what joining needs. */
  void warmUp() {
    if (warmUps > 0) {
      DtlsWarmup.run(warmUps, random, Instant.now());
    }
  }

  /**
   * Sockets for a loop's members; where Linux's own calls cannot be had, those of java.nio.
   *
   * @param say takes a line on why it is not the best
   * @throws OptionException when that was asked for and cannot be had
   */
  MemberSockets sockets(LoadOptions.Io io, Consumer<String> say) throws IOException {
    if (io == LoadOptions.Io.NIO) {
      return new NioMemberSockets();
    }
    Optional<String> whyNot = UdpSupport.whyNot();
    if (whyNot.isEmpty()) {
      return new EpollMemberSockets(LoadLoop.BATCH);
    }
    if (io == LoadOptions.Io.EPOLL) {
      throw new OptionException("--io epoll: it cannot be had here: " + whyNot.get() + ".");
    }
    say.accept("Datagrams go by java.nio, as " + whyNot.get() + ".");
    return new NioMemberSockets();
  }

  /**
   * Ciphers, of which each loop opens a backend of its own.
   *
   * @throws OptionException when what was asked for cannot be had
   */
  SrtpBackends srtp(SrtpChoice choice) {
    SrtpBackends backends = SrtpBackends.choose(choice);
    if (backends.problem() != null) {
      throw new OptionException(
          "--crypto " + choice.label() + ": it cannot be had here: " + backends.problem() + ".");
    }
    return backends;
  }

  HttpClient http(boolean insecure, Executor executor) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .executor(executor);
    if (insecure) {
      builder.sslContext(trustingAnybody());
    }
    return builder.build();
  }

  private SSLContext trustingAnybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, random);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
