package chat.free4.wire.stun;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers of STUN (RFC 8489 section 18, RFC 8445 section 20.2) that reader and writer share.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * |                         Magic Cookie                          |
 * |                                                               |
 * |                     Transaction ID (96 bits)                  |
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Attribute Type        |  Length (without padding)     |
 * |                    Value, padded to 32 bits  ....             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Stun {
  /** Bytes before the first attribute. */
  public static final int HEADER_BYTES = 20;

  /** Message types: class and method of RFC 8489 section 5. */
  public static final int BINDING_REQUEST = 0x0001;

  public static final int BINDING_INDICATION = 0x0011;
  public static final int BINDING_SUCCESS = 0x0101;
  public static final int BINDING_ERROR = 0x0111;

  /** Error codes (RFC 8489 section 14.8, RFC 8445 section 20.3). */
  public static final int UNKNOWN_ATTRIBUTE = 420;

  public static final int ROLE_CONFLICT = 487;

  static final int MAGIC_COOKIE = 0x2112_A442;
  static final int FINGERPRINT_XOR = 0x5354_554E;

  static final int MAPPED_ADDRESS = 0x0001;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000A;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802A;

  /** Attributes from here on may be ignored when they are not understood. */
  static final int FIRST_COMPREHENSION_OPTIONAL = 0x8000;

  static final int ATTRIBUTE_HEADER_BYTES = 4;
  static final int INTEGRITY_BYTES = 20;
  static final int FINGERPRINT_BYTES = 4;
  static final int MAX_USERNAME_BYTES = 508;
  static final int IPV4_FAMILY = 1;
  static final int IPV6_FAMILY = 2;
  static final int IPV4_VALUE_BYTES = 8;
  static final int IPV6_VALUE_BYTES = 20;

  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Stun() {}

  static int padded(int length) {
    return (length + 3) & ~3;
  }
}
