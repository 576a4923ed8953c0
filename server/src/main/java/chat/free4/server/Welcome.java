package chat.free4.server;

import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** What the terminal shows once the server is ready: links, and a QR code for the phone. */
final class Welcome {
  /** Light modules around a QR code (ISO 18004 asks for 4; readers are content with 2). */
  private static final int QUIET = 2;

  private static final char[] HALF_BLOCKS = {' ', '\u2584', '\u2580', '\u2588'};

  private Welcome() {}

  static String text(Server server) {
    StringBuilder text = new StringBuilder(2048);
    text.append("free4chat is ready.\n\n");
    text.append("  On this machine:  http://localhost:").append(server.httpPort()).append("/\n");
    if (server.httpsPort() != 0) {
      lanLink(server)
          .ifPresent(
              link -> {
                text.append("  In your network:  ").append(link).append('\n');
                if (server.config().tlsFiles().isEmpty()) {
                  text.append("  A device warns until it trusts this server: ")
                      .append(trustLink(server))
                      .append('\n');
                }
                text.append('\n').append(qrCode(link));
              });
    }
    return text.append('\n').toString();
  }

  private static Optional<String> lanLink(Server server) {
    return lanHost(server).map(host -> "https://" + host + ":" + server.httpsPort() + "/");
  }

  private static String trustLink(Server server) {
    return "http://" + lanHost(server).orElse("localhost") + ":" + server.httpPort() + "/trust";
  }

  private static Optional<String> lanHost(Server server) {
    return server.addresses().stream()
        .filter(address -> !address.isLoopbackAddress())
        .findFirst()
        .map(Welcome::literal);
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** Two modules a character: dark ones are drawn as gaps, since terminals are mostly dark. */
  static String qrCode(String content) {
    ByteMatrix modules;
    try {
      modules = Encoder.encode(content, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("cannot be written as a QR code", e);
    }
    BitMatrix light = withQuietZone(modules);
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < light.getHeight(); y += 2) {
      text.append("  ");
      for (int x = 0; x < light.getWidth(); x++) {
        boolean lower = y + 1 < light.getHeight() && light.get(x, y + 1);
        text.append(HALF_BLOCKS[(light.get(x, y) ? 2 : 0) + (lower ? 1 : 0)]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static BitMatrix withQuietZone(ByteMatrix modules) {
    int size = modules.getWidth() + 2 * QUIET;
    BitMatrix light = new BitMatrix(size, size);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int column = x - QUIET;
        int row = y - QUIET;
        boolean inside =
            column >= 0 && row >= 0 && column < modules.getWidth() && row < modules.getHeight();
        if (!inside || modules.get(column, row) == 0) {
          light.set(x, y);
        }
      }
    }
    return light;
  }
}
