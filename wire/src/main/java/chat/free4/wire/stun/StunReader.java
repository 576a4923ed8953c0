package chat.free4.wire.stun;

import static chat.free4.wire.stun.Stun.ATTRIBUTE_HEADER_BYTES;
import static chat.free4.wire.stun.Stun.BYTE;
import static chat.free4.wire.stun.Stun.HEADER_BYTES;
import static chat.free4.wire.stun.Stun.INT;
import static chat.free4.wire.stun.Stun.LONG;
import static chat.free4.wire.stun.Stun.SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads STUN messages (RFC 8489) where they lie in a slab; one reader reads one message after the
 * other and holds no copy. Of an attribute that stands twice the first counts, and what stands
 * between MESSAGE-INTEGRITY and FINGERPRINT is not looked at (RFC 8489 sections 14 and 14.5).
 */
public final class StunReader {
  /** Most attributes of a message. */
  public static final int MAX_ATTRIBUTES = 32;

  /** Most unknown comprehension-required attributes that are remembered. */
  public static final int MAX_UNKNOWN = 4;

  private static final int ABSENT = 0;

  private final CRC32 crc = new CRC32();
  private final int[] unknown = new int[MAX_UNKNOWN];
  private MemorySegment slab = MemorySegment.NULL;
  private long start;
  private int length;

  // Offsets of attributes' values from the start of the message.
  private int username;
  private int usernameBytes;
  private int priority;
  private int useCandidate;
  private int controlling;
  private int controlled;
  private int errorCode;
  private int mappedAddress;
  private int integrity;
  private int fingerprint;
  private int unknownCount;

  /** A reader that has read nothing yet. */
  public StunReader() {}

  /**
   * Reads the message; the getters speak of it until the next call. FINGERPRINT is checked where it
   * stands, MESSAGE-INTEGRITY only by {@link #verify}.
   *
   * @return why it is refused; null when it can be read
   */
  public @Nullable StunDrop parse(MemorySegment slab, long offset, int length) {
    this.slab = slab;
    this.start = offset;
    this.length = length;
    forget();
    StunDrop bad = checkHeader(slab, offset, length);
    if (bad != null) {
      return bad;
    }
    bad = parseAttributes();
    if (bad != null) {
      return bad;
    }
    return fingerprint == ABSENT || fingerprintFits() ? null : StunDrop.WRONG_FINGERPRINT;
  }

  private void forget() {
    username = ABSENT;
    usernameBytes = 0;
    priority = ABSENT;
    useCandidate = ABSENT;
    controlling = ABSENT;
    controlled = ABSENT;
    errorCode = ABSENT;
    mappedAddress = ABSENT;
    integrity = ABSENT;
    fingerprint = ABSENT;
    unknownCount = 0;
  }

  static @Nullable StunDrop checkHeader(MemorySegment slab, long offset, int length) {
    if (length < HEADER_BYTES) {
      return StunDrop.TOO_SHORT;
    }
    if ((slab.get(BYTE, offset) & 0xC0) != 0) {
      return StunDrop.NOT_STUN;
    }
    if (slab.get(INT, offset + 4) != Stun.MAGIC_COOKIE) {
      return StunDrop.WRONG_COOKIE;
    }
    int body = slab.get(SHORT, offset + 2) & 0xFFFF;
    return body % 4 != 0 || body != length - HEADER_BYTES ? StunDrop.WRONG_LENGTH : null;
  }

  private @Nullable StunDrop parseAttributes() {
    int at = HEADER_BYTES;
    int count = 0;
    while (at < length) {
      if (fingerprint != ABSENT) {
        return StunDrop.FINGERPRINT_NOT_LAST;
      }
      if (++count > MAX_ATTRIBUTES) {
        return StunDrop.TOO_MANY_ATTRIBUTES;
      }
      // The body is a multiple of four, so an attribute's header always fits.
      int type = slab.get(SHORT, start + at) & 0xFFFF;
      int valueBytes = slab.get(SHORT, start + at + 2) & 0xFFFF;
      int value = at + ATTRIBUTE_HEADER_BYTES;
      if (Stun.padded(valueBytes) > length - value) {
        return StunDrop.TRUNCATED_ATTRIBUTE;
      }
      boolean covered = integrity == ABSENT;
      if ((covered || type == Stun.FINGERPRINT) && !take(type, value, valueBytes)) {
        return StunDrop.BAD_ATTRIBUTE;
      }
      at = value + Stun.padded(valueBytes);
    }
    return null;
  }

  /** False when the attribute cannot be what its type says. */
  private boolean take(int type, int value, int valueBytes) {
    return switch (type) {
      case Stun.USERNAME -> {
        if (username == ABSENT) {
          username = value;
          usernameBytes = valueBytes;
        }
        yield valueBytes <= Stun.MAX_USERNAME_BYTES;
      }
      case Stun.PRIORITY -> {
        priority = first(priority, value);
        yield valueBytes == 4;
      }
      case Stun.USE_CANDIDATE -> {
        useCandidate = first(useCandidate, value);
        yield valueBytes == 0;
      }
      case Stun.ICE_CONTROLLING -> {
        controlling = first(controlling, value);
        yield valueBytes == 8;
      }
      case Stun.ICE_CONTROLLED -> {
        controlled = first(controlled, value);
        yield valueBytes == 8;
      }
      case Stun.MESSAGE_INTEGRITY -> {
        integrity = value;
        yield valueBytes == Stun.INTEGRITY_BYTES;
      }
      case Stun.FINGERPRINT -> {
        fingerprint = value;
        yield valueBytes == Stun.FINGERPRINT_BYTES;
      }
      case Stun.ERROR_CODE -> {
        errorCode = first(errorCode, value);
        yield valueBytes >= 4;
      }
      case Stun.XOR_MAPPED_ADDRESS -> {
        mappedAddress = first(mappedAddress, value);
        yield isAddress(value, valueBytes);
      }
      default -> {
        noteUnknown(type);
        yield true;
      }
    };
  }

  private static int first(int former, int value) {
    return former == ABSENT ? value : former;
  }

  private boolean isAddress(int value, int valueBytes) {
    if (valueBytes != Stun.IPV4_VALUE_BYTES && valueBytes != Stun.IPV6_VALUE_BYTES) {
      return false;
    }
    int family = slab.get(BYTE, start + value + 1);
    return family == (valueBytes == Stun.IPV4_VALUE_BYTES ? Stun.IPV4_FAMILY : Stun.IPV6_FAMILY);
  }

  private void noteUnknown(int type) {
    boolean required = type < Stun.FIRST_COMPREHENSION_OPTIONAL;
    boolean harmless = type == Stun.MAPPED_ADDRESS || type == Stun.UNKNOWN_ATTRIBUTES;
    if (required && !harmless && unknownCount < MAX_UNKNOWN) {
      unknown[unknownCount++] = type;
    }
  }

  private boolean fingerprintFits() {
    int attribute = fingerprint - ATTRIBUTE_HEADER_BYTES;
    crc.reset();
    crc.update(message().limit(attribute));
    int expected = (int) crc.getValue() ^ Stun.FINGERPRINT_XOR;
    return slab.get(INT, start + fingerprint) == expected;
  }

  private ByteBuffer message() {
    return slab.asSlice(start, length).asByteBuffer();
  }

  /** Class and method, such as {@link Stun#BINDING_REQUEST}. */
  public int type() {
    return slab.get(SHORT, start) & 0xFFFF;
  }

  /** First 32 bits of the transaction id. */
  public int transactionHigh() {
    return slab.get(INT, start + 8);
  }

  /** Last 64 bits of the transaction id. */
  public long transactionLow() {
    return slab.get(LONG, start + 12);
  }

  /** Bytes of the whole message. */
  public int length() {
    return length;
  }

  /**
   * True when USERNAME begins with these bytes: a user fragment of ours and the colon after it (RFC
   * 8445 section 7.3).
   */
  public boolean usernameStartsWith(byte[] expected) {
    if (username == ABSENT || usernameBytes < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (slab.get(BYTE, start + username + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** True when PRIORITY is there. */
  public boolean hasPriority() {
    return priority != ABSENT;
  }

  /** PRIORITY, unsigned; 0 when absent. */
  public int priority() {
    return priority == ABSENT ? 0 : slab.get(INT, start + priority);
  }

  /** True when USE-CANDIDATE is there. */
  public boolean useCandidate() {
    return useCandidate != ABSENT;
  }

  /** True when ICE-CONTROLLING is there. */
  public boolean isControlling() {
    return controlling != ABSENT;
  }

  /** True when ICE-CONTROLLED is there. */
  public boolean isControlled() {
    return controlled != ABSENT;
  }

  /** The tie-breaker of ICE-CONTROLLING or ICE-CONTROLLED; 0 when both are absent. */
  public long tieBreaker() {
    int value = controlling != ABSENT ? controlling : controlled;
    return value == ABSENT ? 0 : slab.get(LONG, start + value);
  }

  /** True when FINGERPRINT is there (and so is right). */
  public boolean hasFingerprint() {
    return fingerprint != ABSENT;
  }

  /** True when MESSAGE-INTEGRITY is there. */
  public boolean hasIntegrity() {
    return integrity != ABSENT;
  }

  /** True when MESSAGE-INTEGRITY is there and right under {@code key}. */
  public boolean verify(StunIntegrity key) {
    return integrity != ABSENT && key.verify(message(), integrity - ATTRIBUTE_HEADER_BYTES);
  }

  /** ERROR-CODE, 300 to 699 in a good message; 0 when absent. */
  public int errorCode() {
    if (errorCode == ABSENT) {
      return 0;
    }
    int hundreds = slab.get(BYTE, start + errorCode + 2) & 0x07;
    return hundreds * 100 + (slab.get(BYTE, start + errorCode + 3) & 0xFF);
  }

  /** Reads XOR-MAPPED-ADDRESS into {@code address}; false when it is absent. */
  public boolean mappedAddress(TransportAddress address) {
    if (mappedAddress == ABSENT) {
      return false;
    }
    long at = start + mappedAddress;
    int port = (slab.get(SHORT, at + 2) & 0xFFFF) ^ (Stun.MAGIC_COOKIE >>> 16);
    if (slab.get(BYTE, at + 1) == Stun.IPV4_FAMILY) {
      address.setIpv4(slab.get(INT, at + 4) ^ Stun.MAGIC_COOKIE, port);
    } else {
      long mask = ((long) Stun.MAGIC_COOKIE << 32) | (transactionHigh() & 0xFFFF_FFFFL);
      address.setIpv6(
          slab.get(LONG, at + 4) ^ mask, slab.get(LONG, at + 12) ^ transactionLow(), port);
    }
    return true;
  }

  /** How many unknown comprehension-required attributes are remembered. */
  public int unknownCount() {
    return unknownCount;
  }

  /** Type of the {@code index}th unknown comprehension-required attribute. */
  public int unknown(int index) {
    return unknown[index];
  }
}
