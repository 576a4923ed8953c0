package chat.free4.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * A row of addresses as the kernel has them: {@code sockaddr_in6} (ipv6(7)), or {@code sockaddr_in}
 * (ip(7)) where there is no IPv6. To everybody else an address is two numbers, in which an IPv4
 * address stands mapped into IPv6 (RFC 4291 section 2.5.5.2), a port and a scope.
 *
 * <pre>
 *   sockaddr_in6: family 0-1, port 2-3, flow 4-7, address 8-23, scope 24-27
 *   sockaddr_in:  family 0-1, port 2-3, address 4-7
 * </pre>
 */
final class SocketAddresses {
  static final short AF_INET = 2;
  static final short AF_INET6 = 10;

  /** From one address to the next: four words, so that copying one is four moves. */
  static final long STRIDE = 32;

  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final long MAPPED = 0xFFFFL << 32;

  private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfInt NATIVE_INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfShort NET_SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NET_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NET_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

  private final short family;
  private final MemorySegment memory;
  private final long address;

  SocketAddresses(Arena arena, short family, int count) {
    this.family = family;
    this.memory = arena.allocate(count * STRIDE, STRIDE);
    this.address = memory.address();
  }

  /** Bytes of one address, as the kernel counts them. */
  int bytes() {
    return family == AF_INET6 ? INET6_BYTES : INET_BYTES;
  }

  /** How many there are. */
  int count() {
    return (int) (memory.byteSize() / STRIDE);
  }

  /** Where address {@code index} begins. */
  long pointer(int index) {
    return address + index * STRIDE;
  }

  /** True when something was written at {@code index}. */
  boolean isSet(int index) {
    return memory.get(FAMILY, index * STRIDE) != 0;
  }

  long high(int index) {
    return isInet(index) ? 0 : memory.get(NET_LONG, index * STRIDE + 8);
  }

  long low(int index) {
    return isInet(index)
        ? MAPPED | (memory.get(NET_INT, index * STRIDE + 4) & 0xFFFF_FFFFL)
        : memory.get(NET_LONG, index * STRIDE + 16);
  }

  int port(int index) {
    return memory.get(NET_SHORT, index * STRIDE + 2) & 0xFFFF;
  }

  /** The interface a link-local address belongs to; 0 for others. */
  int scope(int index) {
    return isInet(index) ? 0 : memory.get(NATIVE_INT, index * STRIDE + 24);
  }

  private boolean isInet(int index) {
    return memory.get(FAMILY, index * STRIDE) == AF_INET;
  }

  /** Copies an address of {@code from}, which is of the same family. */
  void copy(int index, SocketAddresses from, int fromIndex) {
    long to = index * STRIDE;
    long at = fromIndex * STRIDE;
    for (long word = 0; word < STRIDE; word += Long.BYTES) {
      memory.set(WORD, to + word, from.memory.get(WORD, at + word));
    }
  }

  /**
   * Writes an address.
   *
   * @throws IllegalArgumentException when it is IPv6 and the socket is not
   */
  void set(int index, InetSocketAddress value) {
    InetAddress ip = value.getAddress();
    if (ip == null) {
      throw new IllegalArgumentException("not resolved: " + value);
    }
    byte[] bytes = ip.getAddress();
    long at = index * STRIDE;
    if (family == AF_INET && bytes.length != 4 && !ip.isAnyLocalAddress()) {
      throw new IllegalArgumentException("no IPv6 here: " + value);
    }
    memory.asSlice(at, STRIDE).fill((byte) 0);
    memory.set(FAMILY, at, family);
    memory.set(NET_SHORT, at + 2, (short) value.getPort());
    if (ip.isAnyLocalAddress() && family == AF_INET6 && bytes.length == 4) {
      // 0.0.0.0 alone would be that of IPv4; :: takes both.
      return;
    }
    if (family == AF_INET6) {
      if (bytes.length == 4) {
        memory.set(NET_SHORT, at + 18, (short) 0xFFFF);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + 20, 4);
      } else {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + 8, 16);
        memory.set(NATIVE_INT, at + 24, ((Inet6Address) ip).getScopeId());
      }
    } else if (bytes.length == 4) {
      MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + 4, 4);
    }
  }

  /** The address at {@code index} as others know it. */
  InetSocketAddress get(int index) {
    long high = high(index);
    long low = low(index);
    byte[] bytes = new byte[16];
    MemorySegment heap = MemorySegment.ofArray(bytes);
    heap.set(NET_LONG.withByteAlignment(1), 0, high);
    heap.set(NET_LONG.withByteAlignment(1), 8, low);
    try {
      // Gives an Inet4Address for one that is mapped.
      InetAddress ip = InetAddress.getByAddress(bytes);
      if (ip instanceof Inet6Address && scope(index) != 0) {
        ip = Inet6Address.getByAddress(null, bytes, scope(index));
      }
      return new InetSocketAddress(ip, port(index));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
