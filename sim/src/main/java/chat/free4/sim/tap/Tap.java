package chat.free4.sim.tap;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a server receives, a line for each: a letter, a space, and the bytes in base64.
 * {@code T} the text of a WebSocket frame, {@code D} a datagram as it came, {@code P} a packet of
 * RTP or RTCP as SRTP has left it, {@code M} a message of a data channel as the relay reads it.
 * {@link TapAgent} has the server call it, on its own threads.
 */
public final class Tap {
  private static @Nullable Writer out;

  private Tap() {}

  static void open(Path file) throws IOException {
    // A server that is started again goes on where the former one ended.
    out =
        Files.newBufferedWriter(
            file, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** A WebSocket frame. */
  public static void text(String text) {
    write('T', text.getBytes(StandardCharsets.UTF_8));
    flush();
  }

  /** Datagrams as they came. */
  public static void datagrams(PacketBatch batch) {
    writeAll('D', batch);
  }

  /** What is authentic of them, opened. */
  public static void packets(PacketBatch batch) {
    writeAll('P', batch);
    flush();
  }

  /** A message that a member has sent over a data channel. */
  public static void message(byte[] bytes) {
    write('M', bytes);
    flush();
  }

  private static void writeAll(char kind, PacketBatch batch) {
    for (int i = 0; i < batch.count(); i++) {
      if (batch.length(i) > 0 && batch.length(i) <= PacketBatch.MAX_DATAGRAM_BYTES) {
        MemorySegment bytes = batch.slab().asSlice(batch.offset(i), batch.length(i));
        write(kind, bytes.toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  private static synchronized void write(char kind, byte[] bytes) {
    try {
      Objects.requireNonNull(out)
          .append(kind)
          .append(' ')
          .append(Base64.getEncoder().encodeToString(bytes))
          .append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void flush() {
    try {
      Objects.requireNonNull(out).flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
