package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.free4.sfu.NodeLine;
import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes of two workers each, and a real network between them. */
final class RelayPortTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WORKERS = 2;
  private static final int OTHER = 2;
  private static final long ROOM = 99;
  private static final int VOICE_BYTES = 40;

  private final RelayMesh meshA = new RelayMesh(WORKERS + 1);
  private final RelayMesh meshB = new RelayMesh(WORKERS + 1);
  private final RelayPort a = port(meshA);
  private final RelayPort b = port(meshB);
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 8);

  private static RelayPort port(RelayMesh mesh) {
    try {
      return new RelayPort(mesh, WORKERS, 1, InetAddress.ofLiteral("127.0.0.1"), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  private void begin() {
    byte[] secretA = new byte[NodeLine.SECRET_BYTES];
    byte[] secretB = new byte[NodeLine.SECRET_BYTES];
    secretA[0] = 1;
    a.know(OTHER, b.address(), 1, 2, secretA, secretB);
    b.know(OTHER, a.address(), 2, 1, secretB, secretA);
    a.start();
    b.start();
    await().atMost(PATIENCE).until(() -> a.isReachable(OTHER) && b.isReachable(OTHER));
  }

  /** What an engine would say: room, member, kind 1 (voice), level, and a packet. */
  private void say(RelayMesh mesh, int worker, int member) {
    batch.clear();
    long at = batch.offset(batch.add(OTHER, VOICE_BYTES));
    BigEndian.put64(batch.slab(), at, ROOM);
    BigEndian.put32(batch.slab(), at + 8, member);
    BigEndian.put16(batch.slab(), at + 12, 1);
    BigEndian.put16(batch.slab(), at + 14, 5);
    mesh.send(worker, batch);
  }

  private void awaitHeard(RelayMesh mesh, int worker, int member) {
    PacketBatch heard = new PacketBatch(Arena.ofAuto(), 8);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              heard.clear();
              mesh.receive(worker, heard);
              return heard.count() > 0;
            });
    assertThat(heard.count()).isEqualTo(1);
    assertThat(heard.path(0)).as("from the part that stands for the node").isEqualTo(OTHER);
    assertThat(heard.length(0)).isEqualTo(VOICE_BYTES);
    assertThat(BigEndian.i64(heard.slab(), heard.offset(0))).isEqualTo(ROOM);
    assertThat(BigEndian.i32(heard.slab(), heard.offset(0) + 8)).isEqualTo(member);
  }

  @Test
  void whatAWorkerSaysToANodeComesToTheWorkersThatHaveTheRoomThere() {
    begin();
    assertThat(b.route(ROOM, 0b11)).isTrue();
    assertThat(a.route(ROOM, 0b10)).isTrue();
    say(meshA, 0, 7);
    awaitHeard(meshB, 0, 7);
    awaitHeard(meshB, 1, 7);
    say(meshB, 1, 8);
    awaitHeard(meshA, 1, 8);
    assertThat(a.voiceSent()).as("one copy, whoever has the room there").isEqualTo(1);
    assertThat(b.voiceReceived()).isEqualTo(1);
    assertThat(a.reachable()).isEqualTo(1);
    assertThat(a.ringFull() + b.ringFull() + a.refused() + b.refused()).isZero();
    a.forget(OTHER);
    assertThat(a.isReachable(OTHER)).isFalse();
    say(meshA, 0, 9);
    await().atMost(PATIENCE).until(() -> a.refused() == 1);
    assertThat(a.voiceSent()).isEqualTo(1);
  }

  @Test
  void aPortThatIsTakenIsNotTakenAgain() {
    int port = a.address().getPort();
    assertThatThrownBy(
            () -> new RelayPort(meshA, WORKERS, 1, InetAddress.ofLiteral("127.0.0.1"), port))
        .isInstanceOf(IOException.class);
  }
}
