package chat.free4.sim.abuse;

import chat.free4.wire.DatagramKind;
import java.lang.foreign.MemorySegment;

/** A datagram that somebody on the way has seen, on its way to the server. */
record Captured(int path, byte[] bytes) {
  DatagramKind kind() {
    return DatagramKind.of(MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
