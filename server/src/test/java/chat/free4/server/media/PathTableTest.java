package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.TransportAddress;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathTableTest {
  private static final int CAPACITY = 8;

  private final Set<Integer> bound = new HashSet<>();
  private final PathTable table = new PathTable(CAPACITY, bound::contains, new Random(1));

  /** 192.0.2.1, mapped. */
  private static final long LOW = 0xFFFF_C000_0201L;

  private int pathOf(int port) {
    return table.pathOf(0, LOW, port, 0);
  }

  private int portOf(int path) {
    TransportAddress address = new TransportAddress();
    table.remoteAddress(path, address);
    assertThat(address.ipv4()).isEqualTo((int) LOW);
    return address.port();
  }

  @Test
  void sameAddressKeepsItsPath() {
    int path = pathOf(1);
    table.nextTurn();
    assertThat(pathOf(1)).isEqualTo(path);
    assertThat(portOf(path)).isEqualTo(1);
    assertThat(pathOf(2)).isNotEqualTo(path);
  }

  @Test
  void pathThatWasNeverGivenHasNoAddress() {
    for (int path : new int[] {0, PacketBatch.NO_PATH, CAPACITY}) {
      assertThatThrownBy(() -> portOf(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void allOfTheAddressCounts() {
    Set<Integer> paths = new HashSet<>();
    paths.add(table.pathOf(1, LOW, 5, 2));
    paths.add(table.pathOf(2, LOW, 5, 2));
    paths.add(table.pathOf(1, LOW + 1, 5, 2));
    paths.add(table.pathOf(1, LOW, 6, 2));
    paths.add(table.pathOf(1, LOW, 5, 3));
    assertThat(paths).hasSize(5);
    assertThat(table.pathOf(1, LOW, 5, 2)).isZero();
  }

  @Test
  void floodPushesOutItselfAndNeverAPeer() {
    int peer = pathOf(1);
    bound.add(peer);
    for (int port = 2; port < 10_000; port++) {
      table.nextTurn();
      assertThat(pathOf(port)).isNotEqualTo(peer).isBetween(0, CAPACITY - 1);
      assertThat(table.size()).isLessThanOrEqualTo(CAPACITY);
    }
    assertThat(portOf(peer)).isEqualTo(1);
  }

  @Test
  void pathsOfOneBatchAreNotGivenTwice() {
    Set<Integer> given = new HashSet<>();
    for (int port = 0; port < CAPACITY; port++) {
      given.add(pathOf(port));
    }
    table.nextTurn();
    given.clear();
    for (int port = 100; port < 100 + CAPACITY; port++) {
      given.add(pathOf(port));
    }
    assertThat(given).hasSize(CAPACITY);
    assertThat(pathOf(999)).isEqualTo(PacketBatch.NO_PATH);
  }

  @Test
  void whenAllBelongToPeersThereIsNoPath() {
    for (int port = 0; port < CAPACITY; port++) {
      bound.add(pathOf(port));
    }
    table.nextTurn();
    assertThat(pathOf(999)).isEqualTo(PacketBatch.NO_PATH);
    bound.remove(3);
    assertThat(pathOf(999)).isEqualTo(3);
  }

  @Test
  void addressThatLostItsPlaceGetsAnother() {
    for (int port = 0; port <= CAPACITY; port++) {
      table.nextTurn();
      pathOf(port);
    }
    table.nextTurn();
    int path = pathOf(0);
    assertThat(portOf(path)).isEqualTo(0);
    assertThat(table.size()).isEqualTo(CAPACITY);
  }

  /** Against a map that cannot be wrong: what was moved up in the index is found again. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000})
  void anyOrderOfComingsAndGoingsIsRemembered(int capacity) {
    Random random = new Random(capacity);
    Set<Integer> peers = new HashSet<>();
    PathTable any = new PathTable(capacity, peers::contains, random);
    Map<Integer, Integer> known = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      any.nextTurn();
      int port = random.nextInt(3 * capacity);
      int path = any.pathOf(port & 3, LOW, port, 0);
      Integer before = known.get(port);
      if (path == PacketBatch.NO_PATH) {
        assertThat(before).as("step %d", step).isNull();
        continue;
      }
      if (before != null) {
        assertThat(path).as("step %d", step).isEqualTo(before);
      } else {
        int given = path;
        assertThat(peers).doesNotContain(given);
        known.values().removeIf(former -> former == given);
        known.put(port, path);
      }
      if (random.nextInt(4) == 0 && peers.size() < capacity / 2) {
        peers.add(path);
      } else if (random.nextInt(4) == 0) {
        peers.remove(path);
      }
    }
    assertThat(any.size()).isEqualTo(capacity);
  }

  @Test
  void floodAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PathTable large = new PathTable(1 << 12, path -> (path & 1) == 0, new Random(3));
    long least = Long.MAX_VALUE;
    // Code that is not compiled yet may allocate; so the best round counts.
    for (int round = 0; round < 500 && least >= 100_000; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100_000; i++) {
        large.nextTurn();
        large.pathOf(i * 7L, LOW ^ i, i & 0xFFFF, 0);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(100_000); // no object has fewer than 16 bytes
  }
}
