package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkEmulatorTest {
  private static final int PACKETS = 20_000;
  private static final long SPACING_NANOS = 1_000_000L;

  @Test
  void aGoodNetworkKeepsTheOrderAndLosesNothing() {
    NetworkEmulator network = new NetworkEmulator(new SplittableRandom(1));
    assertThat(carry(network, 100)).hasSize(100).isSorted();
    assertThat(network.inFlight()).isZero();
  }

  @Test
  void aRoughNetworkDoesAsItWasTold() {
    NetworkEmulator network = new NetworkEmulator(new SplittableRandom(2));
    network.setConditions(NetworkConditions.rough(0.2));
    List<Integer> arrived = carry(network, PACKETS);
    assertThat(network.lost()).isBetween(PACKETS * 19L / 100, PACKETS * 21L / 100);
    assertThat(network.duplicated()).isBetween(PACKETS * 15L / 100, PACKETS * 17L / 100);
    assertThat(arrived.size() + network.lost() - network.duplicated()).isEqualTo(PACKETS);
    int overtaken = 0;
    for (int i = 1; i < arrived.size(); i++) {
      overtaken += arrived.get(i) < arrived.get(i - 1) ? 1 : 0;
    }
    assertThat(overtaken).isGreaterThan(PACKETS / 10);
  }

  @Test
  void theSameSeedDoesTheSame() {
    List<List<Integer>> runs = new ArrayList<>();
    for (long seed : new long[] {3, 3, 4}) {
      NetworkEmulator network = new NetworkEmulator(new SplittableRandom(seed));
      network.setConditions(NetworkConditions.rough(0.3));
      runs.add(carry(network, 1000));
    }
    assertThat(runs.get(0).equals(runs.get(1))).isTrue();
    assertThat(runs.get(0).equals(runs.get(2))).isFalse();
  }

  @Test
  void aBlackoutEndsWhenItIsTold() {
    NetworkEmulator network = new NetworkEmulator(new SplittableRandom(4));
    network.setBlackout(0, true);
    assertThat(carry(network, 10)).isEmpty();
    network.setBlackout(0, false);
    assertThat(carry(network, 10)).hasSize(10);
  }

  @Test
  void aClosedPathLosesWhatIsUnderWay() {
    NetworkEmulator network = new NetworkEmulator(new SplittableRandom(5));
    MemorySegment packet = MemorySegment.ofArray(new byte[4]);
    network.send(0, true, 7, packet, 0, 4);
    network.send(0, true, 8, packet, 0, 4);
    network.closePath(7);
    assertThat(network.inFlight()).isEqualTo(1);
  }

  @Test
  void moreThanTheLimitUnderWayIsLost() {
    NetworkEmulator network = new NetworkEmulator(new SplittableRandom(6));
    MemorySegment packet = MemorySegment.ofArray(new byte[4]);
    for (int i = 0; i < NetworkEmulator.MAX_IN_FLIGHT + 5; i++) {
      network.send(0, true, 0, packet, 0, 4);
    }
    assertThat(network.inFlight()).isEqualTo(NetworkEmulator.MAX_IN_FLIGHT);
    assertThat(network.lost()).isEqualTo(5);
  }

  @Test
  void virtualTimeDoesNotGoBack() {
    VirtualClock clock = new VirtualClock(5);
    clock.advanceTo(9);
    assertThat(clock.nowNanos()).isEqualTo(9);
    assertThatThrownBy(() -> clock.advanceTo(8)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Sends numbered packets a millisecond apart; returns the numbers as they arrive. */
  private static List<Integer> carry(NetworkEmulator network, int packets) {
    MemorySegment packet = MemorySegment.ofArray(new byte[4]);
    List<Integer> arrived = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      BigEndian.put32(packet, 0, i);
      network.send(i * SPACING_NANOS, true, 0, packet, 0, 4);
      takeArrived(network, i * SPACING_NANOS, arrived);
    }
    takeArrived(network, NetworkEmulator.NEVER - 1, arrived);
    return arrived;
  }

  private static void takeArrived(NetworkEmulator network, long now, List<Integer> arrived) {
    NetworkEmulator.Datagram datagram = network.poll(now);
    while (datagram != null) {
      arrived.add(BigEndian.i32(datagram.segment(), 0));
      network.release(datagram);
      datagram = network.poll(now);
    }
  }
}
