package chat.free4.ffi;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Tells whether datagrams can go by Linux's own calls here, and if not, why. */
public final class UdpSupport {
  /** Functions of {@link Libc}. */
  private static final List<String> NEEDED =
      List.of(
          "socket",
          "setsockopt",
          "bind",
          "connect",
          "getsockname",
          "recvmmsg",
          "sendmmsg",
          "epoll_create1",
          "epoll_ctl",
          "epoll_wait",
          "eventfd",
          "read",
          "write",
          "close",
          "clock_gettime");

  /** A busy kernel delivers to itself a little later; what is refused is not waited for. */
  private static final long ARRIVAL_NANOS = 2_000_000_000;

  private UdpSupport() {}

  /**
   * Why not, as a part of a sentence; empty when they can. Sends a datagram to itself, so that a
   * call that a container's filter forbids is met here and not in the midst of a conversation.
   */
  public static Optional<String> whyNot() {
    return whyNot(
        System.getProperty("os.name", "an unknown system"),
        UdpSupport.class.getModule().isNativeAccessEnabled());
  }

  static Optional<String> whyNot(String system, boolean isNativeAccessEnabled) {
    if (!system.equals("Linux")) {
      return Optional.of("this is " + system + ", not Linux");
    }
    if (!isNativeAccessEnabled) {
      return Optional.of("native access is off (--enable-native-access=ALL-UNNAMED)");
    }
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.of("this is no 64-bit system");
    }
    return missing(Linker.nativeLinker().defaultLookup()).or(UdpSupport::refused);
  }

  static Optional<String> missing(SymbolLookup library) {
    return NEEDED.stream()
        .filter(name -> library.find(name).isEmpty())
        .findFirst()
        .map(name -> "the C library has no " + name);
  }

  private static Optional<String> refused() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    UdpOptions options = new UdpOptions(new InetSocketAddress(loopback, 0), 1, 1, 1 << 16, false);
    try (Arena arena = Arena.ofConfined();
        LinuxUdpSocket socket = LinuxUdpSocket.open(options);
        LinuxPoller poller = LinuxPoller.open(1)) {
      poller.add(socket, 0);
      socket.setAddress(0, socket.local());
      PacketBatch batch = new PacketBatch(arena, 1);
      batch.add(0, 1);
      socket.send(batch);
      if (socket.counters().sent() != 1) {
        return Optional.of("sendmmsg is refused");
      }
      batch.clear();
      poller.await(ARRIVAL_NANOS);
      socket.receive(batch, (high, low, port, scope) -> 0);
      return socket.counters().received() == 1
          ? Optional.empty()
          : Optional.of("recvmmsg is refused");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
