package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.SctpWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Packets made by hand. */
final class SctpPackets {
  private SctpPackets() {}

  /** A packet to the side that gave {@code tag}. */
  static byte[] of(int tag, Consumer<SctpWriter> content) {
    byte[] bytes = new byte[1500];
    SctpWriter out = new SctpWriter(bytes, 1500, 5000, 5000, tag);
    content.accept(out);
    return Arrays.copyOf(bytes, out.finish());
  }

  /** Makes the checksum right again. */
  static void seal(byte[] packet, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    bytes.putInt(8, 0);
    CRC32C checksum = new CRC32C();
    checksum.update(packet, 0, length);
    bytes.putInt(8, Integer.reverseBytes((int) checksum.getValue()));
  }
}
