package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.HeardPacket;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RelayMeshTest {
  private final RelayMesh mesh = new RelayMesh(3);
  private final List<Integer> woken = new ArrayList<>();
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 8);

  RelayMeshTest() {
    for (int worker = 0; worker < 3; worker++) {
      int index = worker;
      mesh.join(worker, () -> woken.add(index));
    }
  }

  private void send(int from, int... to) {
    batch.clear();
    for (int receiver : to) {
      long at = batch.offset(batch.add(receiver, 2));
      batch.slab().set(ValueLayout.JAVA_BYTE, at, (byte) from);
      batch.slab().set(ValueLayout.JAVA_BYTE, at + 1, (byte) receiver);
    }
    mesh.send(from, batch);
  }

  private List<String> received(int worker) {
    batch.clear();
    mesh.receive(worker, batch);
    List<String> messages = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      long at = batch.offset(slot);
      messages.add(
          batch.path(slot)
              + ": "
              + batch.slab().get(ValueLayout.JAVA_BYTE, at)
              + ">"
              + batch.slab().get(ValueLayout.JAVA_BYTE, at + 1));
    }
    return messages;
  }

  @Test
  void bringsEachMessageToItsWorker() {
    send(0, 1, 2, 1);
    send(2, 1);
    assertThat(received(1)).containsExactly("0: 0>1", "0: 0>1", "2: 2>1");
    assertThat(received(2)).containsExactly("0: 0>2");
    assertThat(received(0)).isEmpty();
  }

  @Test
  void earsAreWhereNoWorkerIs() {
    mesh.join(mesh.ears(), () -> woken.add(mesh.ears()));
    assertThat(mesh.ears()).isEqualTo(3);
    send(2, HeardPacket.PART, 1);
    assertThat(received(mesh.ears())).containsExactly("2: 2>" + HeardPacket.PART);
    assertThat(received(1)).containsExactly("2: 2>1");
    assertThat(woken).isEmpty();
    assertThat(mesh.fallAsleep(mesh.ears())).isTrue();
    send(0, HeardPacket.PART);
    assertThat(woken).containsExactly(mesh.ears());
    assertThat(mesh.fallAsleep(mesh.ears())).as("something waits").isFalse();
  }

  @Test
  void wakesOnlyWhoMayBeAsleep() {
    send(0, 1);
    assertThat(woken).isEmpty();
    received(1);
    assertThat(mesh.fallAsleep(1)).isTrue();
    send(0, 1, 2, 1);
    assertThat(woken).containsExactly(1);
    mesh.awake(1);
    send(0, 1);
    assertThat(woken).containsExactly(1);
  }

  @Test
  void nobodyFallsAsleepWhileSomethingWaits() {
    send(0, 1);
    assertThat(mesh.fallAsleep(1)).isFalse();
    send(0, 1);
    assertThat(woken).isEmpty();
    received(1);
    assertThat(mesh.fallAsleep(1)).isTrue();
  }

  @Test
  void countsWhatWasDroppedByItsSender() {
    for (int i = 0; i < RelayRing.RING_BYTES / 8 + 5; i++) {
      send(0, 1);
    }
    send(0, 2);
    assertThat(mesh.dropped(0)).isEqualTo(5);
    assertThat(mesh.dropped(1)).isZero();
  }
}
