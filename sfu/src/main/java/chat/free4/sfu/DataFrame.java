package chat.free4.sfu;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of the relay's data channels are (protocol/data.md): to whom, from whom, and
 * what was not delivered. What is carried is opaque.
 *
 * @param to member numbers; empty for all others in the room
 * @param payload what is carried
 */
record DataFrame(int[] to, byte[] payload) {
  /** Members that one message names at most; more are reached by all or by several messages. */
  static final int MAX_RECIPIENTS = 32;

  /** Longest message from a browser, its header included. */
  static final int MAX_BYTES = 16_384;

  /** Why a message was not delivered to a member. */
  enum Missed {
    /** No such member is here, or it has no data channel. */
    ABSENT(1),
    /** It has taken nothing for too long. */
    STALLED(2),
    /** The room has parts with several workers: data does not cross over. */
    SPANS(3);

    private final int code;

    Missed(int code) {
      this.code = code;
    }
  }

  private static final byte SEND = 1;
  private static final byte RECEIVED = 2;
  private static final byte MISSED = 3;
  private static final int SEND_HEADER_BYTES = 2;

  /** Null when it is not in the form. */
  static @Nullable DataFrame read(byte[] message) {
    if (message.length < SEND_HEADER_BYTES || message.length > MAX_BYTES || message[0] != SEND) {
      return null;
    }
    int count = message[1] & 0xff;
    int payloadAt = SEND_HEADER_BYTES + Integer.BYTES * count;
    if (count > MAX_RECIPIENTS || payloadAt > message.length) {
      return null;
    }
    int[] to = new int[count];
    ByteBuffer.wrap(message, SEND_HEADER_BYTES, message.length - SEND_HEADER_BYTES)
        .asIntBuffer()
        .get(to);
    return new DataFrame(to, Arrays.copyOfRange(message, payloadAt, message.length));
  }

  /** What a recipient gets. */
  byte[] receivedFrom(int member) {
    return ByteBuffer.allocate(1 + Integer.BYTES + payload.length)
        .put(RECEIVED)
        .putInt(member)
        .put(payload)
        .array();
  }

  /** Tells a sender that something of it was not delivered; member 0 stands for all. */
  static byte[] missed(Missed why, int member) {
    return ByteBuffer.allocate(2 + Integer.BYTES)
        .put(MISSED)
        .put((byte) why.code)
        .putInt(member)
        .array();
  }
}
