package chat.free4.wire.stun;

import static chat.free4.wire.stun.Stun.ATTRIBUTE_HEADER_BYTES;
import static chat.free4.wire.stun.Stun.BYTE;
import static chat.free4.wire.stun.Stun.HEADER_BYTES;
import static chat.free4.wire.stun.Stun.INT;
import static chat.free4.wire.stun.Stun.LONG;
import static chat.free4.wire.stun.Stun.SHORT;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/**
 * Writes STUN messages (RFC 8489): {@link #begin}, attributes in the order of the calls, {@link
 * #integrity}, {@link #finish}. The caller's buffer must hold the message: everything that is
 * written has a size the caller knows.
 */
public final class StunWriter {
  private final CRC32 crc = new CRC32();
  private MemorySegment out = MemorySegment.NULL;
  private long start;
  private int length;

  /** A writer that has written nothing yet. */
  public StunWriter() {}

  /** Starts a message at {@code offset}. */
  public StunWriter begin(
      MemorySegment out, long offset, int type, int transactionHigh, long transactionLow) {
    this.out = out;
    this.start = offset;
    this.length = HEADER_BYTES;
    out.set(SHORT, offset, (short) type);
    out.set(SHORT, offset + 2, (short) 0);
    out.set(INT, offset + 4, Stun.MAGIC_COOKIE);
    out.set(INT, offset + 8, transactionHigh);
    out.set(LONG, offset + 12, transactionLow);
    return this;
  }

  /** Adds USERNAME. */
  public StunWriter username(byte[] name) {
    return attribute(Stun.USERNAME, name);
  }

  /** Adds an attribute of any type. */
  public StunWriter attribute(int type, byte[] value) {
    long at = open(type, value.length);
    MemorySegment.copy(value, 0, out, BYTE, at, value.length);
    return this;
  }

  /** Adds PRIORITY, unsigned. */
  public StunWriter priority(int priority) {
    out.set(INT, open(Stun.PRIORITY, 4), priority);
    return this;
  }

  /** Adds USE-CANDIDATE. */
  public StunWriter useCandidate() {
    open(Stun.USE_CANDIDATE, 0);
    return this;
  }

  /** Adds ICE-CONTROLLING. */
  public StunWriter controlling(long tieBreaker) {
    out.set(LONG, open(Stun.ICE_CONTROLLING, 8), tieBreaker);
    return this;
  }

  /** Adds ICE-CONTROLLED. */
  public StunWriter controlled(long tieBreaker) {
    out.set(LONG, open(Stun.ICE_CONTROLLED, 8), tieBreaker);
    return this;
  }

  /** Adds XOR-MAPPED-ADDRESS. */
  public StunWriter mappedAddress(TransportAddress address) {
    int bytes = address.isIpv6() ? Stun.IPV6_VALUE_BYTES : Stun.IPV4_VALUE_BYTES;
    long at = open(Stun.XOR_MAPPED_ADDRESS, bytes);
    int port = address.port() ^ (Stun.MAGIC_COOKIE >>> 16);
    out.set(SHORT, at, (short) (address.isIpv6() ? Stun.IPV6_FAMILY : Stun.IPV4_FAMILY));
    out.set(SHORT, at + 2, (short) port);
    if (address.isIpv6()) {
      // The mask is cookie and transaction id, which stand in this order in the header.
      out.set(LONG, at + 4, address.ipv6High() ^ out.get(LONG, start + 4));
      out.set(LONG, at + 12, address.ipv6Low() ^ out.get(LONG, start + 12));
    } else {
      out.set(INT, at + 4, address.ipv4() ^ Stun.MAGIC_COOKIE);
    }
    return this;
  }

  /** Adds ERROR-CODE without a phrase, which nobody reads and which would only make it longer. */
  public StunWriter errorCode(int code) {
    out.set(INT, open(Stun.ERROR_CODE, 4), ((code / 100) << 8) | (code % 100));
    return this;
  }

  /** Adds UNKNOWN-ATTRIBUTES with what {@code request} has of them. */
  public StunWriter unknownAttributes(StunReader request) {
    int count = request.unknownCount();
    long at = open(Stun.UNKNOWN_ATTRIBUTES, 2 * count);
    for (int i = 0; i < count; i++) {
      out.set(SHORT, at + 2L * i, (short) request.unknown(i));
    }
    return this;
  }

  /** Adds MESSAGE-INTEGRITY over what stands so far. */
  public StunWriter integrity(StunIntegrity key) {
    int attribute = length;
    byte[] tag = key.tag(out.asSlice(start, length).asByteBuffer(), attribute);
    return attribute(Stun.MESSAGE_INTEGRITY, tag);
  }

  /**
   * Adds FINGERPRINT and ends the message.
   *
   * @return its bytes
   */
  public int finish() {
    int attribute = length;
    long at = open(Stun.FINGERPRINT, Stun.FINGERPRINT_BYTES);
    crc.reset();
    crc.update(out.asSlice(start, attribute).asByteBuffer());
    out.set(INT, at, (int) crc.getValue() ^ Stun.FINGERPRINT_XOR);
    return length;
  }

  /** Writes an attribute's header and padding, and the new length; gives where its value goes. */
  private long open(int type, int valueBytes) {
    long at = start + length;
    out.set(SHORT, at, (short) type);
    out.set(SHORT, at + 2, (short) valueBytes);
    int padded = Stun.padded(valueBytes);
    if (padded != valueBytes) {
      out.set(INT, at + padded, 0);
    }
    length += ATTRIBUTE_HEADER_BYTES + padded;
    out.set(SHORT, start + 2, (short) (length - HEADER_BYTES));
    return at + ATTRIBUTE_HEADER_BYTES;
  }
}
