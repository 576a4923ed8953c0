package chat.free4.bench.janus;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.Stun;
import chat.free4.wire.stun.StunIntegrity;
import chat.free4.wire.stun.StunReader;
import chat.free4.wire.stun.StunWriter;
import chat.free4.wire.stun.TransportAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsweringSocketsTest {
  private static final int SOCKET = 40;
  private static final IceCredentials OWN =
      new IceCredentials("members1", "a-password-of-more-than-22");
  private static final InetSocketAddress JANUS = new InetSocketAddress("198.18.0.1", 59561);

  private final FakeSockets beneath = new FakeSockets();
  private final AnsweringSockets sockets = new AnsweringSockets(beneath);
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 4);

  /** What came to one socket, and what was sent by it. */
  private static final class FakeSockets implements MemberSockets {
    private final List<MemorySegment> sent = new ArrayList<>();
    private MemorySegment coming = MemorySegment.NULL;

    @Override
    public int receive(PacketBatch into, long[] arrivals) {
      MemorySegment.copy(coming, 0, into.slab(), into.offset(into.count()), coming.byteSize());
      into.add(SOCKET, (int) coming.byteSize());
      return 1;
    }

    @Override
    public boolean send(int socket, MemorySegment buffer, long offset, int length) {
      assertThat(socket).isEqualTo(SOCKET);
      MemorySegment copy = Arena.ofAuto().allocate(length);
      sent.add(copy.copyFrom(buffer.asSlice(offset, length)));
      return true;
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public boolean hasKernelTimes() {
      return true;
    }

    @Override
    public int open(InetSocketAddress remote) {
      return SOCKET;
    }

    @Override
    public int localPort(int socket) {
      return 0;
    }

    @Override
    public void await(long timeoutNanos) {}

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }

  private void come(String username, String password) {
    MemorySegment check = Arena.ofAuto().allocate(200);
    int length =
        new StunWriter()
            .begin(check, 0, Stun.BINDING_REQUEST, 0x01020304, 0x05060708090A0B0CL)
            .username(username.getBytes(StandardCharsets.US_ASCII))
            .priority(1)
            .controlled(9)
            .integrity(StunIntegrity.ofPassword(password))
            .finish();
    beneath.coming = check.asSlice(0, length);
    assertThat(sockets.receive(batch, new long[4])).isEqualTo(1);
    assertThat(batch.count()).isEqualTo(1);
  }

  @Test
  void aCheckOfJanusIsAnswered() {
    sockets.answerChecks(SOCKET, OWN, JANUS);
    come("members1:CMNZ", OWN.password());
    assertThat(beneath.sent).hasSize(1);
    MemorySegment answer = beneath.sent.getFirst();
    StunReader reader = new StunReader();
    assertThat(reader.parse(answer, 0, (int) answer.byteSize())).isNull();
    assertThat(reader.type()).isEqualTo(Stun.BINDING_SUCCESS);
    assertThat(reader.transactionHigh()).isEqualTo(0x01020304);
    assertThat(reader.transactionLow()).isEqualTo(0x05060708090A0B0CL);
    assertThat(reader.verify(StunIntegrity.ofPassword(OWN.password()))).isTrue();
    TransportAddress mapped = new TransportAddress();
    assertThat(reader.mappedAddress(mapped)).isTrue();
    assertThat(mapped.port()).isEqualTo(JANUS.getPort());
    assertThat(mapped.ipv4()).isEqualTo(0xC6120001);
  }

  @Test
  void aCheckOfAnotherIsNot() {
    sockets.answerChecks(SOCKET, OWN, JANUS);
    come("members1:CMNZ", "another-password-of-22-or-more");
    batch.clear();
    come("members2:CMNZ", OWN.password());
    assertThat(beneath.sent).isEmpty();
  }

  @Test
  void aSocketThatExpectsNoneAnswersNone() {
    come("members1:CMNZ", OWN.password());
    assertThat(beneath.sent).isEmpty();
  }

  @Test
  void whatIsNoCheckIsLeftAlone() {
    sockets.answerChecks(SOCKET, OWN, JANUS);
    beneath.coming = Arena.ofAuto().allocate(100);
    beneath.coming.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
    assertThat(sockets.receive(batch, new long[4])).isEqualTo(1);
    assertThat(beneath.sent).isEmpty();
  }
}
