package chat.free4.sim.fuzz;

import chat.free4.wire.PacketBatch;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One datagram of a fuzzed input, which is a row of them. Any bytes are some row.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------+-+-+-+---------------+---------+---------------------+
 *   |         |S|from| wait, ms     |         | claimed length      |
 *   +---------+-+----+--------------+---------+---------------------+
 *   | as many bytes as are left, at most the claimed length ...
 * </pre>
 *
 * @param from whose address it comes from: {@link #ANNA}, {@link #BEN}, {@link #CARLA} or {@link
 *     #NOBODY}
 * @param isSealed whether it is encrypted, as its sender would, before it is sent
 * @param waitMillis time that goes by before; with 0 it is in the same batch as the one before
 * @param claimed the length that the batch says it has, up to a slot's: more than a datagram has
 * @param bytes what is in the slot, followed by zeros up to the claimed length
 */
record Operation(int from, boolean isSealed, int waitMillis, int claimed, byte[] bytes) {
  /** Connected, with AES-GCM. */
  static final int ANNA = 0;

  /** Connected, with AES-CM and HMAC-SHA1. */
  static final int BEN = 1;

  /** Validated by ICE, and nothing more yet. */
  static final int CARLA = 2;

  /** An address that no check came from. */
  static final int NOBODY = 3;

  /** Most that one input holds; what follows is ignored. */
  static final int MOST = 32;

  private static final int HEADER_BYTES = 4;
  private static final int SEALED = 4;

  /** A datagram that comes as it is, 1 ms after the one before. */
  static Operation plain(int from, byte[] bytes) {
    return new Operation(from, false, 1, bytes.length, bytes);
  }

  /** A packet that its sender encrypts, 1 ms after the one before. */
  static Operation sealed(int from, byte[] packet) {
    return new Operation(from, true, 1, packet.length, packet);
  }

  static List<Operation> read(byte[] input) {
    List<Operation> operations = new ArrayList<>();
    ByteBuffer left = ByteBuffer.wrap(input);
    while (left.remaining() >= HEADER_BYTES && operations.size() < MOST) {
      int how = left.get();
      int wait = Byte.toUnsignedInt(left.get());
      int claimed = Short.toUnsignedInt(left.getShort()) % (PacketBatch.SLOT_BYTES + 1);
      byte[] bytes = new byte[Math.min(claimed, left.remaining())];
      left.get(bytes);
      operations.add(new Operation(how & 3, (how & SEALED) != 0, wait, claimed, bytes));
    }
    return operations;
  }

  static byte[] write(Operation... operations) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (Operation operation : operations) {
      input.write(operation.from | (operation.isSealed ? SEALED : 0));
      input.write(operation.waitMillis);
      input.write(operation.claimed >>> 8);
      input.write(operation.claimed);
      input.writeBytes(Arrays.copyOf(operation.bytes, operation.claimed));
    }
    return input.toByteArray();
  }
}
