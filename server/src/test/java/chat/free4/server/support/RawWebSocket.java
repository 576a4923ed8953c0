package chat.free4.server.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** WebSocket frames by hand (RFC 6455 section 5.2), for what no browser sends. */
public final class RawWebSocket implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int CLOSE_OPCODE = 8;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private RawWebSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** Connects and shakes hands. */
  public static RawWebSocket connect(TestServer server) throws IOException {
    int port = server.server().httpPort();
    RawWebSocket client = new RawWebSocket(new Socket(InetAddress.getLoopbackAddress(), port));
    String head =
        """
        GET /ws HTTP/1.1
        Host: localhost:PORT
        Origin: http://localhost:PORT
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

        """
            .replace("PORT", Integer.toString(port))
            .replace("\n", "\r\n");
    client.out.write(head.getBytes(StandardCharsets.US_ASCII));
    client.readHead();
    return client;
  }

  private void readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException(head.toString());
    }
  }

  /** Sends the head of a masked text frame of so many bytes, and none of them. */
  public void announceTextFrame(long length) throws IOException {
    out.writeByte(0x81);
    out.writeByte(0x80 | 127);
    out.writeLong(length);
    out.writeInt(0);
    out.flush();
  }

  /** Reads until the close frame; its code. */
  public int closeCode() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0f;
      long length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      if (opcode == CLOSE_OPCODE) {
        return in.readUnsignedShort();
      }
      in.skipNBytes(length);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
