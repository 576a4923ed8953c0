package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.TransportAddress;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams over the loopback interface, in both forms. */
@ParameterizedClass
@EnumSource(DatagramForm.class)
final class DatagramIoTest {
  private static final int CAPACITY = 16;
  private static final int MAX_PATHS = 32;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final Set<Integer> bound = new HashSet<>();
  private final DatagramForm form;
  private final DatagramIo io;
  private final DatagramSocket browser = socket("127.0.0.1");

  DatagramIoTest(DatagramForm form) throws IOException {
    this.form = form;
    this.io = open(0);
  }

  private DatagramIo open(int port) throws IOException {
    return form.open(port, CAPACITY, MAX_PATHS, bound::contains);
  }

  private static DatagramSocket socket(String address) {
    try {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
      socket.setSoTimeout(10_000);
      return socket;
    } catch (SocketException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    io.close();
    browser.close();
  }

  private void sendFrom(DatagramSocket from, byte[] bytes) throws IOException {
    InetAddress to = from.getLocalAddress();
    from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(to, io.port())));
  }

  /** Receives until {@code wanted} have come in all, or dropped; fails when they do not. */
  private void receive(int wanted) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (io.counters().received() < wanted) {
      assertThat(System.nanoTime()).as("datagrams came").isLessThan(deadline);
      io.await(10_000_000);
      io.receive(in);
    }
  }

  private byte[] bytes(int slot) {
    byte[] bytes = new byte[in.length(slot)];
    MemorySegment.copy(in.slab(), ValueLayout.JAVA_BYTE, in.offset(slot), bytes, 0, bytes.length);
    return bytes;
  }

  private String text(int slot) {
    return new String(bytes(slot), StandardCharsets.UTF_8);
  }

  private void fill(int path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int slot = out.add(path, bytes.length);
    MemorySegment.copy(bytes, 0, out.slab(), ValueLayout.JAVA_BYTE, out.offset(slot), bytes.length);
  }

  private static String receiveAt(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void datagramComesWithAPathAndGoesBackOnIt() throws IOException {
    sendFrom(browser, "ping".getBytes(StandardCharsets.UTF_8));
    receive(1);
    assertThat(in.count()).isEqualTo(1);
    assertThat(text(0)).isEqualTo("ping");
    fill(in.path(0), "pong");
    io.send(out);
    assertThat(receiveAt(browser)).isEqualTo("pong");
    assertThat(io.counters().sent()).isEqualTo(1);
  }

  @Test
  void pathTellsTheAddress() throws IOException {
    sendFrom(browser, new byte[] {1});
    receive(1);
    TransportAddress address = new TransportAddress();
    io.remoteAddress(in.path(0), address);
    assertThat(address.isIpv6()).isFalse();
    assertThat(address.ipv4()).isEqualTo(0x7f000001);
    assertThat(address.port()).isEqualTo(browser.getLocalPort());
    assertThatThrownBy(() -> io.remoteAddress(MAX_PATHS - 1, address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bothFamiliesComeThroughOnePort() throws IOException {
    try (DatagramSocket six = socket("::1")) {
      sendFrom(browser, new byte[] {4});
      sendFrom(six, new byte[] {6});
      receive(2);
      assertThat(in.count()).isEqualTo(2);
      assertThat(in.path(0)).isNotEqualTo(in.path(1));
      for (int slot = 0; slot < 2; slot++) {
        fill(in.path(slot), "to " + text(slot).codePointAt(0));
      }
      io.send(out);
      assertThat(receiveAt(browser)).isEqualTo("to 4");
      assertThat(receiveAt(six)).isEqualTo("to 6");
    }
  }

  @Test
  void whatDoesNotFitTheBatchWaits() throws IOException {
    for (int i = 0; i < CAPACITY + 3; i++) {
      sendFrom(browser, new byte[] {(byte) i});
    }
    receive(CAPACITY);
    assertThat(in.isFull()).isTrue();
    in.clear();
    receive(CAPACITY + 3);
    assertThat(in.count()).isEqualTo(3);
    assertThat(text(0).codePointAt(0)).isEqualTo(CAPACITY);
  }

  @Test
  void longestDatagramIsTakenAndALongerOneDropped() throws IOException {
    sendFrom(browser, new byte[PacketBatch.MAX_DATAGRAM_BYTES]);
    sendFrom(browser, new byte[PacketBatch.MAX_DATAGRAM_BYTES + 1]);
    sendFrom(browser, new byte[9000]);
    sendFrom(browser, new byte[] {1});
    receive(4);
    assertThat(in.count()).isEqualTo(2);
    assertThat(in.length(0)).isEqualTo(PacketBatch.MAX_DATAGRAM_BYTES);
    assertThat(in.length(1)).isEqualTo(1);
    assertThat(io.counters().tooLong()).isEqualTo(2);
  }

  @Test
  void emptyDatagramIsADatagram() throws IOException {
    sendFrom(browser, new byte[0]);
    receive(1);
    assertThat(in.length(0)).isZero();
  }

  @Test
  void droppedSlotsAndUnknownPathsAreNotSent() throws IOException {
    sendFrom(browser, new byte[] {1});
    receive(1);
    fill(in.path(0), "dropped");
    out.setLength(0, 0);
    fill(MAX_PATHS - 1, "nowhere");
    fill(in.path(0), "sent");
    io.send(out);
    assertThat(receiveAt(browser)).isEqualTo("sent");
    assertThat(io.counters().sent()).isEqualTo(1);
  }

  @Test
  void wakeupEndsAWaitThatHasNotBegun() {
    io.wakeup();
    long began = System.nanoTime();
    io.await(LIMIT_NANOS);
    assertThat(System.nanoTime() - began).isLessThan(LIMIT_NANOS);
  }

  @Test
  void takenPortIsRefused() {
    assertThatThrownBy(() -> open(io.port())).isInstanceOf(BindException.class);
  }

  @Test
  void pathLeadsToWhoeverItWasGivenLast() throws IOException {
    List<DatagramSocket> flood = new ArrayList<>();
    sendFrom(browser, new byte[] {0});
    receive(1);
    int mine = in.path(0);
    bound.add(mine);
    try {
      for (int i = 0; i < MAX_PATHS + 3; i++) {
        DatagramSocket socket = socket(i % 2 == 0 ? "127.0.0.1" : "::1");
        flood.add(socket);
        in.clear();
        sendFrom(socket, new byte[] {(byte) i});
        receive(i + 2);
        assertThat(in.path(0)).isNotEqualTo(mine);
        out.clear();
        fill(in.path(0), "you are " + i);
        fill(mine, "still here");
        io.send(out);
        assertThat(receiveAt(socket)).isEqualTo("you are " + i);
        assertThat(receiveAt(browser)).isEqualTo("still here");
      }
    } finally {
      flood.forEach(DatagramSocket::close);
    }
  }

  @Test
  void whatHasNoPathLeftIsDroppedAndCounted() throws IOException {
    // All stay open: the port of one that is closed could be given to another, which has its path.
    List<DatagramSocket> many = new ArrayList<>();
    try {
      for (int path = 0; path < MAX_PATHS; path++) {
        bound.add(path);
        DatagramSocket socket = socket("127.0.0.1");
        many.add(socket);
        sendFrom(socket, new byte[] {1});
        receive(path + 1);
        in.clear();
      }
    } finally {
      many.forEach(DatagramSocket::close);
    }
    sendFrom(browser, new byte[] {1});
    receive(MAX_PATHS + 1);
    assertThat(in.count()).isZero();
    assertThat(io.counters().noPath()).isEqualTo(1);
    bound.remove(3);
    sendFrom(browser, new byte[] {1});
    receive(MAX_PATHS + 2);
    assertThat(in.path(0)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyDatagramsComeAsTheyWereSent(long seed) throws IOException {
    Random random = new Random(seed);
    try (DatagramSocket six = socket("::1")) {
      Deque<byte[]> expected = new ArrayDeque<>();
      int sent = 0;
      for (int step = 0; step < 300; step++) {
        in.clear();
        for (int i = random.nextInt(CAPACITY); i > 0; i--) {
          byte[] bytes = new byte[random.nextInt(PacketBatch.MAX_DATAGRAM_BYTES + 300)];
          random.nextBytes(bytes);
          sendFrom(random.nextBoolean() ? browser : six, bytes);
          sent++;
          if (bytes.length <= PacketBatch.MAX_DATAGRAM_BYTES) {
            expected.add(bytes);
          }
        }
        receive(sent);
        for (int slot = 0; slot < in.count(); slot++) {
          assertThat(bytes(slot)).as("step %d", step).isEqualTo(expected.remove());
        }
        assertThat(expected).isEmpty();
      }
    }
  }

  @Test
  void timePassesWithoutADatagram() {
    long began = System.nanoTime();
    io.await(3_000_000);
    assertThat(System.nanoTime() - began).isBetween(2_000_000L, LIMIT_NANOS);
    io.await(0);
    assertThat(io.receive(in)).isZero();
  }

  @Test
  void wakeupEndsAWaitOfAnotherThreadAgainAndAgain() throws Exception {
    for (int i = 0; i < 100; i++) {
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                io.await(LIMIT_NANOS);
                return true;
              });
      io.wakeup();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closedItGivesThePortBackAndIsWokenInVain() throws IOException {
    int port = io.port();
    io.close();
    io.wakeup();
    try (DatagramIo again = open(port)) {
      assertThat(again.port()).isEqualTo(port);
    }
  }

  @Test
  void openingAndClosingLeavesNoDescriptor() throws IOException {
    open(0).close();
    int before = descriptors();
    for (int i = 0; i < 500; i++) {
      open(0).close();
      int taken = io.port();
      assertThatThrownBy(() -> open(taken)).isInstanceOf(BindException.class);
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  private static int descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }
}
