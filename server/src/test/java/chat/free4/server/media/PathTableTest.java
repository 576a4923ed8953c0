package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.PacketBatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PathTableTest {
  private static final int CAPACITY = 8;

  private final Set<Integer> bound = new HashSet<>();
  private final PathTable table = new PathTable(CAPACITY, bound::contains);

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port);
  }

  @Test
  void sameAddressKeepsItsPath() {
    int path = table.pathOf(address(1));
    table.nextTurn();
    assertThat(table.pathOf(address(1))).isEqualTo(path);
    assertThat(table.addressOf(path)).isEqualTo(address(1));
    assertThat(table.pathOf(address(2))).isNotEqualTo(path);
  }

  @Test
  void pathThatWasNeverGivenHasNoAddress() {
    assertThat(table.addressOf(0)).isNull();
    assertThat(table.addressOf(PacketBatch.NO_PATH)).isNull();
    assertThat(table.addressOf(CAPACITY)).isNull();
  }

  @Test
  void floodPushesOutItselfAndNeverAPeer() {
    int peer = table.pathOf(address(1));
    bound.add(peer);
    for (int port = 2; port < 10_000; port++) {
      table.nextTurn();
      assertThat(table.pathOf(address(port))).isNotEqualTo(peer).isBetween(0, CAPACITY - 1);
      assertThat(table.size()).isLessThanOrEqualTo(CAPACITY);
    }
    assertThat(table.addressOf(peer)).isEqualTo(address(1));
  }

  @Test
  void pathsOfOneBatchAreNotGivenTwice() {
    Set<Integer> given = new HashSet<>();
    for (int port = 0; port < CAPACITY; port++) {
      given.add(table.pathOf(address(port)));
    }
    table.nextTurn();
    given.clear();
    for (int port = 100; port < 100 + CAPACITY; port++) {
      given.add(table.pathOf(address(port)));
    }
    assertThat(given).hasSize(CAPACITY);
    assertThat(table.pathOf(address(999))).isEqualTo(PacketBatch.NO_PATH);
  }

  @Test
  void whenAllBelongToPeersThereIsNoPath() {
    for (int port = 0; port < CAPACITY; port++) {
      bound.add(table.pathOf(address(port)));
    }
    table.nextTurn();
    assertThat(table.pathOf(address(999))).isEqualTo(PacketBatch.NO_PATH);
    bound.remove(3);
    assertThat(table.pathOf(address(999))).isEqualTo(3);
  }

  @Test
  void addressThatLostItsPlaceGetsAnother() {
    for (int port = 0; port <= CAPACITY; port++) {
      table.nextTurn();
      table.pathOf(address(port));
    }
    table.nextTurn();
    int path = table.pathOf(address(0));
    assertThat(table.addressOf(path)).isEqualTo(address(0));
    assertThat(table.size()).isEqualTo(CAPACITY);
  }
}
