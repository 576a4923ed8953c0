package chat.free4.bench.janus;

import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.Stun;
import chat.free4.wire.stun.StunIntegrity;
import chat.free4.wire.stun.StunReader;
import chat.free4.wire.stun.StunWriter;
import chat.free4.wire.stun.TransportAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that answer ICE checks themselves (RFC 8445 section 7.3). Janus's libnice checks the way
 * back even where it is ICE-lite and should not, and takes no DTLS before it has an answer; our
 * controlling agent is for servers that keep to the RFC, and answers none.
 */
final class AnsweringSockets implements MemberSockets {
  private final MemberSockets sockets;
  private final StunReader reader = new StunReader();
  private final StunWriter writer = new StunWriter();
  private final MemorySegment answer = Arena.ofAuto().allocate(PacketBatch.MAX_DATAGRAM_BYTES);
  private @Nullable Checked[] checked = new Checked[16];

  /** Whose checks a socket answers. */
  private record Checked(byte[] usernameStart, StunIntegrity integrity, TransportAddress remote) {}

  AnsweringSockets(MemberSockets sockets) {
    this.sockets = sockets;
  }

  /** Answers the checks that come to a socket from its other end. */
  void answerChecks(int socket, IceCredentials own, InetSocketAddress remote) {
    if (socket >= checked.length) {
      checked = Arrays.copyOf(checked, Math.max(socket + 1, 2 * checked.length));
    }
    TransportAddress address = new TransportAddress();
    address.set(remote.getAddress().getAddress(), remote.getPort());
    checked[socket] =
        new Checked(
            (own.ufrag() + ":").getBytes(StandardCharsets.US_ASCII),
            StunIntegrity.ofPassword(own.password()),
            address);
  }

  /** As that of the sockets beneath; checks that were answered stay in the batch. */
  @Override
  public int receive(PacketBatch into, long[] arrivals) {
    int before = into.count();
    int count = sockets.receive(into, arrivals);
    for (int slot = before; slot < into.count(); slot++) {
      long offset = into.offset(slot);
      int length = into.length(slot);
      if (DatagramKind.of(into.slab(), offset, length) == DatagramKind.STUN) {
        handleStun(into.path(slot), into.slab(), offset, length);
      }
    }
    return count;
  }

  private void handleStun(int socket, MemorySegment slab, long offset, int length) {
    Checked here = socket < checked.length ? checked[socket] : null;
    if (here == null
        || reader.parse(slab, offset, length) != null
        || reader.type() != Stun.BINDING_REQUEST
        || !reader.usernameStartsWith(here.usernameStart())
        || !reader.verify(here.integrity())) {
      return;
    }
    int bytes =
        writer
            .begin(
                answer, 0, Stun.BINDING_SUCCESS, reader.transactionHigh(), reader.transactionLow())
            .mappedAddress(here.remote())
            .integrity(here.integrity())
            .finish();
    sockets.send(socket, answer, 0, bytes);
  }

  @Override
  public String name() {
    return sockets.name();
  }

  @Override
  public boolean hasKernelTimes() {
    return sockets.hasKernelTimes();
  }

  @Override
  public int open(InetSocketAddress remote) throws IOException {
    return sockets.open(remote);
  }

  @Override
  public int localPort(int socket) {
    return sockets.localPort(socket);
  }

  @Override
  public boolean send(int socket, MemorySegment buffer, long offset, int length) {
    return sockets.send(socket, buffer, offset, length);
  }

  @Override
  public void await(long timeoutNanos) {
    sockets.await(timeoutNanos);
  }

  @Override
  public void wakeup() {
    sockets.wakeup();
  }

  @Override
  public void close() {
    sockets.close();
  }
}
