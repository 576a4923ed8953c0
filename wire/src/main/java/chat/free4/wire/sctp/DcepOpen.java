package chat.free4.wire.sctp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Opens a data channel (RFC 8832 section 5.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  type = 0x03  | channel type  |           priority            |
 * |                     reliability parameter                     |
 * |       bytes of the label      |     bytes of the protocol     |
 * |                      label, then protocol                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param channelType one of the constants, with {@link #UNORDERED_BIT} or without
 * @param priority 0 to 65535
 * @param reliability retransmissions or milliseconds, unsigned, as the channel type says
 */
public record DcepOpen(
    int channelType, int priority, long reliability, String label, String protocol)
    implements DcepResult {
  /** Everything arrives. */
  public static final int RELIABLE = 0;

  /** A message is sent again at most so often. */
  public static final int LIMITED_RETRANSMISSIONS = 1;

  /** A message is sent again at most so long. */
  public static final int LIMITED_LIFETIME = 2;

  /** Messages don't wait for those before them. */
  public static final int UNORDERED_BIT = 0x80;

  private static final int TYPE = 3;
  private static final int ACK_TYPE = 2;
  private static final int HEADER_BYTES = 12;

  /** The message in bytes. */
  public byte[] toBytes() {
    byte[] labelBytes = label.getBytes(StandardCharsets.UTF_8);
    byte[] protocolBytes = protocol.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER_BYTES + labelBytes.length + protocolBytes.length)
        .put((byte) TYPE)
        .put((byte) channelType)
        .putShort((short) priority)
        .putInt((int) reliability)
        .putShort((short) labelBytes.length)
        .putShort((short) protocolBytes.length)
        .put(labelBytes)
        .put(protocolBytes)
        .array();
  }

  /** DATA_CHANNEL_ACK in bytes. */
  public static byte[] ack() {
    return new byte[] {ACK_TYPE};
  }

  /** Reads one of the two messages. */
  public static DcepResult read(byte[] message) {
    if (message.length == 1 && message[0] == ACK_TYPE) {
      return new DcepResult.Ack();
    }
    if (message.length == 0 || message[0] != TYPE) {
      return new DcepResult.Refused(SctpDrop.UNKNOWN_DCEP);
    }
    if (message.length < HEADER_BYTES) {
      return new DcepResult.Refused(SctpDrop.BAD_DCEP_OPEN);
    }
    ByteBuffer bytes = ByteBuffer.wrap(message, 1, message.length - 1);
    int channelType = bytes.get() & 0xff;
    int priority = bytes.getShort() & 0xffff;
    long reliability = bytes.getInt() & 0xffff_ffffL;
    int labelBytes = bytes.getShort() & 0xffff;
    int protocolBytes = bytes.getShort() & 0xffff;
    boolean known = (channelType & ~UNORDERED_BIT) <= LIMITED_LIFETIME;
    if (!known || bytes.remaining() != labelBytes + protocolBytes) {
      return new DcepResult.Refused(SctpDrop.BAD_DCEP_OPEN);
    }
    try {
      String label = text(bytes, labelBytes);
      return new DcepOpen(channelType, priority, reliability, label, text(bytes, protocolBytes));
    } catch (CharacterCodingException e) {
      return new DcepResult.Refused(SctpDrop.BAD_DCEP_OPEN);
    }
  }

  private static String text(ByteBuffer bytes, int length) throws CharacterCodingException {
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
  }
}
