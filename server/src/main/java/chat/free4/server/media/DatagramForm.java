package chat.free4.server.media;

import chat.free4.ffi.UdpSupport;
import chat.free4.server.config.ConfigException;
import chat.free4.server.config.Flags;
import chat.free4.server.config.IoChoice;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** The two forms of datagram I/O, and which of them the workers get. */
enum DatagramForm {
  /** System calls a batch. */
  NATIVE {
    @Override
    DatagramIo open(int port, int maxBatch, int maxPaths, IntPredicate isBound) throws IOException {
      return NativeDatagramIo.open(port, maxBatch, maxPaths, isBound);
    }
  },

  /** What the JDK has everywhere. */
  NIO {
    @Override
    DatagramIo open(int port, int maxBatch, int maxPaths, IntPredicate isBound) throws IOException {
      return NioDatagramIo.open(port, maxPaths, isBound);
    }
  };

  /**
   * A form that was chosen.
   *
   * @param summary names it, and says why where it is not the fast one
   */
  record Chosen(DatagramForm form, String summary) {}

  /**
   * Takes a port.
   *
   * @param maxBatch slots of the largest batch
   * @param maxPaths addresses that are known at once
   * @param isBound tells whether a path belongs to a peer
   */
  abstract DatagramIo open(int port, int maxBatch, int maxPaths, IntPredicate isBound)
      throws IOException;

  /**
   * The form for this machine.
   *
   * @throws ConfigException when the native form is demanded and cannot be had
   */
  static Chosen choose(IoChoice choice) {
    return choose(choice, UdpSupport::whyNot);
  }

  static Chosen choose(IoChoice choice, Supplier<Optional<String>> whyNotNative) {
    if (choice == IoChoice.NIO) {
      return new Chosen(NIO, "datagrams by java.nio, as --io says");
    }
    Optional<String> reason = whyNotNative.get();
    if (reason.isEmpty()) {
      return new Chosen(NATIVE, "datagrams by recvmmsg and sendmmsg");
    }
    if (choice == IoChoice.NATIVE) {
      throw new ConfigException(Flags.IO, "native", reason.get());
    }
    return new Chosen(NIO, "datagrams by java.nio, the slower way: " + reason.get());
  }
}
