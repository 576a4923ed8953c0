package chat.free4.server.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP by hand, for what a well-behaved client does not send. */
public final class RawHttp {
  private static final int TIMEOUT_MILLIS = 10_000;

  private RawHttp() {}

  /** An answer: status line and headers as text, and a body. */
  public record Answer(String head, String body) {
    /** The status code. */
    public int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** The value of a header; empty when it is not there. */
    public String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Gets a document of a server on this machine. */
  public static Answer get(int port, String host, String path, String... headers) {
    return request(port, "GET", host, path, headers);
  }

  /** Asks a server on this machine for anything. */
  public static Answer request(
      int port, String method, String host, String path, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host);
    for (String header : headers) {
      head.append("\r\n").append(header);
    }
    head.append("\r\nConnection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = all.indexOf("\r\n\r\n");
      return end < 0
          ? new Answer(all, "")
          : new Answer(all.substring(0, end), all.substring(end + 4));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
