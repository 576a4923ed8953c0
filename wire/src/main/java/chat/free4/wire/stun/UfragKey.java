package chat.free4.wire.stun;

import java.lang.foreign.MemorySegment;

/**
 * A user fragment of eight characters as a long, so that a check from an unknown address is matched
 * to its peer by a map of longs and without an object. Our own fragments always have eight.
 */
public final class UfragKey {
  /** Characters of a fragment that has a key. */
  public static final int CHARS = 8;

  /** What is no key: no fragment is made of zero bytes. */
  public static final long NONE = 0;

  private UfragKey() {}

  /** The key of {@code ufrag}; {@link #NONE} when it has not eight ASCII characters. */
  public static long of(String ufrag) {
    if (ufrag.length() != CHARS) {
      return NONE;
    }
    long key = 0;
    for (int i = 0; i < CHARS; i++) {
      char c = ufrag.charAt(i);
      if (c >= 0x80) {
        return NONE;
      }
      key = (key << 8) | c;
    }
    return key;
  }

  /**
   * The key of the fragment that a Binding request is addressed to: what stands before the colon in
   * its USERNAME (RFC 8445 section 7.2.2). {@link #NONE} when this is no such request. Checks the
   * form of the message, not its integrity: the peer that is found does. To be asked for checks
   * from known addresses too: a browser's new connection may come from its former one's address.
   */
  public static long ofRequest(MemorySegment slab, long offset, int length) {
    if (StunReader.checkHeader(slab, offset, length) != null
        || (slab.get(Stun.SHORT, offset) & 0xFFFF) != Stun.BINDING_REQUEST) {
      return NONE;
    }
    int at = Stun.HEADER_BYTES;
    for (int i = 0; i < StunReader.MAX_ATTRIBUTES && at < length; i++) {
      int type = slab.get(Stun.SHORT, offset + at) & 0xFFFF;
      int valueBytes = slab.get(Stun.SHORT, offset + at + 2) & 0xFFFF;
      int value = at + Stun.ATTRIBUTE_HEADER_BYTES;
      if (Stun.padded(valueBytes) > length - value) {
        return NONE;
      }
      if (type == Stun.USERNAME) {
        boolean keyed = valueBytes > CHARS && slab.get(Stun.BYTE, offset + value + CHARS) == ':';
        return keyed ? slab.get(Stun.LONG, offset + value) : NONE;
      }
      at = value + Stun.padded(valueBytes);
    }
    return NONE;
  }
}
