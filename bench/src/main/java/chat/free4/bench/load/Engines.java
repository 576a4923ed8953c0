package chat.free4.bench.load;

import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.bench.load.socket.NioMemberSockets;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpBackend;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Chooses what datagrams, ciphers and TLS are done by. */
final class Engines {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  MemberSockets sockets(LoadOptions.Io io) throws IOException {
    return new NioMemberSockets();
  }

  SrtpBackend srtp() {
    return new JceSrtpBackend();
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

  private static SSLContext trustingAnybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
