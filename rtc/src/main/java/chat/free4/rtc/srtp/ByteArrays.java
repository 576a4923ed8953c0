package chat.free4.rtc.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in heap arrays, where JCE works. */
final class ByteArrays {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private ByteArrays() {}

  static int int32(byte[] array, int at) {
    return (int) INT.get(array, at);
  }

  static void putInt32(byte[] array, int at, int value) {
    INT.set(array, at, value);
  }

  /** XORs 32 bits into an array. */
  static void xorInt32(byte[] array, int at, int value) {
    INT.set(array, at, (int) INT.get(array, at) ^ value);
  }

  /** XORs the low 48 bits of {@code value} into an array. */
  static void xorInt48(byte[] array, int at, long value) {
    xorInt32(array, at, (int) (value >>> 16));
    array[at + 4] ^= (byte) (value >>> 8);
    array[at + 5] ^= (byte) value;
  }
}
