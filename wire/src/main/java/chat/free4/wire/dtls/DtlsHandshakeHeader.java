package chat.free4.wire.dtls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The header of a handshake message's fragment, read in place (RFC 6347 section 4.2.2). Only in
 * epoch 0 is it plain text. A record may hold several fragments, one behind the other:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |              message length                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       message sequence        |       fragment offset         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  (continued)  |              fragment length                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  fragment ...
 * </pre>
 */
public final class DtlsHandshakeHeader {
  /** Bytes before the fragment. */
  public static final int HEADER_BYTES = 12;

  /**
   * Longest message we take, in bytes. A ClientHello with a post-quantum share has 1.5 kB, a
   * certificate with an RSA key less; who reassembles allocates what this header claims.
   */
  public static final int MAX_MESSAGE_BYTES = 1 << 14;

  public static final int CLIENT_HELLO = 1;
  public static final int SERVER_HELLO = 2;
  public static final int HELLO_VERIFY_REQUEST = 3;
  public static final int CERTIFICATE = 11;
  public static final int SERVER_KEY_EXCHANGE = 12;
  public static final int CERTIFICATE_REQUEST = 13;
  public static final int SERVER_HELLO_DONE = 14;
  public static final int CERTIFICATE_VERIFY = 15;
  public static final int CLIENT_KEY_EXCHANGE = 16;
  public static final int FINISHED = 20;

  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private long offset;
  private int type;
  private int messageLength;
  private int messageSequence;
  private int fragmentOffset;
  private int fragmentLength;

  /**
   * Reads the fragment that begins at {@code offset}.
   *
   * @param available bytes from there to the record's end
   * @return why it is no fragment; null when it is one, and the accessors then tell of it
   */
  public @Nullable DtlsDrop read(MemorySegment datagram, long offset, int available) {
    if (available < HEADER_BYTES) {
      return DtlsDrop.HANDSHAKE_TOO_SHORT;
    }
    int readMessageLength = u24(datagram, offset + 1);
    int readFragmentOffset = u24(datagram, offset + 6);
    int readFragmentLength = u24(datagram, offset + 9);
    if (readFragmentLength > available - HEADER_BYTES) {
      return DtlsDrop.HANDSHAKE_TRUNCATED;
    }
    if (readMessageLength > MAX_MESSAGE_BYTES) {
      return DtlsDrop.HANDSHAKE_TOO_LONG;
    }
    if (readFragmentOffset + readFragmentLength > readMessageLength) {
      return DtlsDrop.HANDSHAKE_FRAGMENT_OUTSIDE;
    }
    this.offset = offset;
    type = Byte.toUnsignedInt(datagram.get(ValueLayout.JAVA_BYTE, offset));
    messageLength = readMessageLength;
    messageSequence = Short.toUnsignedInt(datagram.get(U16, offset + 4));
    fragmentOffset = readFragmentOffset;
    fragmentLength = readFragmentLength;
    return null;
  }

  /** Type of the message, such as {@link #CLIENT_HELLO}. */
  public int type() {
    return type;
  }

  /** Bytes of the whole message, without headers. */
  public int messageLength() {
    return messageLength;
  }

  /** Counts the messages of one side; a resend keeps it. */
  public int messageSequence() {
    return messageSequence;
  }

  /** Where in the message the fragment stands. */
  public int fragmentOffset() {
    return fragmentOffset;
  }

  /** Bytes of the fragment. */
  public int fragmentLength() {
    return fragmentLength;
  }

  /** Where the next fragment of the record begins. */
  public long endOffset() {
    return offset + HEADER_BYTES + fragmentLength;
  }

  private static int u24(MemorySegment datagram, long offset) {
    return Byte.toUnsignedInt(datagram.get(ValueLayout.JAVA_BYTE, offset)) << 16
        | Short.toUnsignedInt(datagram.get(U16, offset + 1));
  }
}
