package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Waiting, and being woken. */
@EnabledOnOs(OS.LINUX)
class LinuxPollerTest {
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final LinuxPoller poller = open();

  private static LinuxPoller open() {
    try {
      return LinuxPoller.open(4);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    poller.close();
  }

  private static LinuxUdpSocket socket() throws IOException {
    return LinuxUdpSocket.open(UdpOptions.server(0, 4, 4));
  }

  private static void send(LinuxUdpSocket to) throws IOException {
    try (LinuxUdpSocket socket = socket()) {
      PacketBatch one = new PacketBatch(Arena.ofAuto(), 1);
      one.add(0, 1);
      socket.setAddress(
          0, new InetSocketAddress(InetAddress.getLoopbackAddress(), to.local().getPort()));
      socket.send(one);
    }
  }

  /** A busy kernel delivers on loopback a little later. */
  private void awaitReady(int sockets) {
    long deadline = System.nanoTime() + LONG_NANOS;
    while (poller.await(LONG_NANOS) < sockets) {
      assertThat(System.nanoTime()).as("datagrams came").isLessThan(deadline);
    }
  }

  @Test
  void tellsWhichSocketHasDatagrams() throws IOException {
    try (LinuxUdpSocket first = socket();
        LinuxUdpSocket second = socket()) {
      poller.add(first, 0);
      poller.add(second, 77);
      assertThat(poller.await(0)).isZero();
      send(second);
      assertThat(poller.await(LONG_NANOS)).isEqualTo(1);
      assertThat(poller.key(0)).isEqualTo(77);
      send(first);
      awaitReady(2);
      poller.remove(second);
      assertThat(poller.await(LONG_NANOS)).isEqualTo(1);
      assertThat(poller.key(0)).isZero();
    }
    // Closed, a socket is no longer waited for.
    assertThat(poller.await(0)).isZero();
  }

  @Test
  void moreSocketsThanItTellsOfAtOnceHaveTheirTurn() throws IOException {
    try (LinuxPoller small = LinuxPoller.open(1);
        LinuxUdpSocket first = socket();
        LinuxUdpSocket second = socket()) {
      small.add(first, 1);
      small.add(second, 2);
      send(first);
      send(second);
      small.wakeup();
      int seen = 0;
      for (int turn = 0; turn < 6; turn++) {
        int ready = small.await(LONG_NANOS);
        for (int i = 0; i < ready; i++) {
          seen |= small.key(i);
        }
      }
      assertThat(seen).isEqualTo(3);
    }
  }

  @Test
  void timePassesToAFractionOfAMillisecond() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      long began = System.nanoTime();
      assertThat(poller.await(300_000)).isZero();
      long waited = System.nanoTime() - began;
      assertThat(waited).isGreaterThanOrEqualTo(300_000);
      least = Math.min(least, waited);
    }
    assertThat(least).isLessThan(900_000);
  }

  @Test
  void withoutThePreciseCallItWaitsInMilliseconds() throws Exception {
    long waited =
        SystemCalls.whileRefused(
            SystemCalls.EPOLL_PWAIT2,
            Errno.ENOSYS,
            () -> {
              long began = System.nanoTime();
              poller.await(300_000);
              return System.nanoTime() - began;
            });
    assertThat(waited).isGreaterThanOrEqualTo(900_000);
  }

  @Test
  void wakeupEndsAWaitThatHasNotBegunAndOnlyOne() {
    poller.wakeup();
    poller.wakeup();
    long began = System.nanoTime();
    assertThat(poller.await(LONG_NANOS)).isZero();
    assertThat(System.nanoTime() - began).isLessThan(LONG_NANOS);
    began = System.nanoTime();
    poller.await(1_000_000);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(1_000_000);
  }

  @Test
  void wakeupEndsAWaitUnderWayAgainAndAgain() throws Exception {
    for (int i = 0; i < 100; i++) {
      CompletableFuture<Integer> waiting =
          CompletableFuture.supplyAsync(() -> poller.await(LONG_NANOS));
      poller.wakeup();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void closingBeneathAThreadThatWaitsIsRefused() throws Exception {
    Thread waiting = Thread.ofPlatform().start(() -> poller.await(LONG_NANOS));
    long deadline = System.nanoTime() + LONG_NANOS;
    boolean refused = false;
    while (!refused && System.nanoTime() < deadline) {
      if (waiting.getState() == Thread.State.RUNNABLE && isWaiting(waiting)) {
        assertThatThrownBy(poller::close).isInstanceOf(IllegalStateException.class);
        refused = true;
      }
      Thread.onSpinWait();
    }
    poller.wakeup();
    waiting.join(10_000);
    assertThat(refused).isTrue();
    assertThat(waiting.isAlive()).isFalse();
  }

  private static boolean isWaiting(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("epollWaitPrecisely")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void closedItIsWokenInVain() throws IOException {
    int before = LinuxUdpSocketTest.descriptors();
    for (int i = 0; i < 1000; i++) {
      LinuxPoller.open(1).close();
    }
    assertThat(LinuxUdpSocketTest.descriptors()).isLessThanOrEqualTo(before);
    poller.close();
    poller.close();
    poller.wakeup();
    assertThatThrownBy(() -> poller.await(0)).isInstanceOf(IllegalStateException.class);
  }
}
