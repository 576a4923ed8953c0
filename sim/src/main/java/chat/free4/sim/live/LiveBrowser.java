package chat.free4.sim.live;

import chat.free4.room.access.Bytes;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.VirtualBrowser;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.SdpParser;
import chat.free4.wire.sdp.SessionDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A member with a virtual browser on a real socket. Its thread alone touches the browser; others
 * hand it {@link #command}s.
 */
final class LiveBrowser implements Runnable, AutoCloseable {
  private static final int BATCH = 32;
  private static final int PATH = 0;
  private static final int PRIORITY = 1;
  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final SignalClient signal;
  private final VirtualBrowser browser;
  private final int member;
  private final DatagramChannel channel;
  private final Selector selector;
  private final Arena arena = Arena.ofShared();
  private final PacketBatch batch = new PacketBatch(arena, BATCH);
  private final Queue<Consumer<VirtualBrowser>> commands = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** Joins a room; blocks until the server let it in. */
  LiveBrowser(
      HttpClient http,
      URI server,
      String room,
      Bytes profile,
      int slots,
      Executor handshakes,
      SecureRandom random,
      Consumer<String> listener)
      throws IOException {
    selector = Selector.open();
    DtlsCertificate certificate = DtlsCertificate.generate(random, Instant.now());
    browser =
        new VirtualBrowser(
            BrowserKind.CHROMIUM,
            slots,
            List.of(SrtpProfile.values()),
            certificate,
            new DtlsEnvironment(handshakes, random, selector::wakeup),
            new JceSrtpBackend(),
            random);
    signal = new SignalClient(http, server, random, listener);
    SignalClient.Challenge challenge = signal.hello(room);
    Bytes fingerprint = Bytes.of(certificate.fingerprint().toBytes());
    SignalClient.Entered entered =
        signal.enter(challenge, room, profile, browser.createOffer(), fingerprint);
    member = entered.member();
    String answer = Objects.requireNonNull(entered.answer(), "no answer");
    channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress(server.getHost(), mediaPort(answer)));
    channel.register(selector, SelectionKey.OP_READ);
    long now = System.nanoTime();
    browser.handleAnswer(now, answer);
    browser.microphone().setTag(member);
    browser.addPath(now, PATH, PRIORITY);
  }

  private static int mediaPort(String answer) {
    if (!(SdpParser.parse(answer) instanceof SessionDescription session)) {
      throw new IllegalArgumentException("the answer is not SDP");
    }
    MediaDescription first = session.media().getFirst();
    return first.candidates().getFirst().port();
  }

  /** Its WebSocket. */
  SignalClient signal() {
    return signal;
  }

  /** Its number in the room. */
  int member() {
    return member;
  }

  /** Does something with the browser, on its thread, soon. */
  void command(Consumer<VirtualBrowser> action) {
    commands.add(action);
    selector.wakeup();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        step();
      }
      browser.close(System.nanoTime());
      drain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step() throws IOException {
    for (Consumer<VirtualBrowser> action = commands.poll();
        action != null;
        action = commands.poll()) {
      action.accept(browser);
    }
    browser.handleTimeout(System.nanoTime());
    drain();
    long waitMillis = (browser.pollTimeout() - System.nanoTime()) / NANOS_A_MILLI;
    if (waitMillis > 0) {
      selector.select(Math.min(waitMillis, LONGEST_WAIT_MILLIS));
    } else {
      selector.selectNow();
    }
    selector.selectedKeys().clear();
    receive();
  }

  private void receive() throws IOException {
    batch.clear();
    while (!batch.isFull()) {
      int length = channel.read(slot(batch.count(), PacketBatch.MAX_DATAGRAM_BYTES));
      if (length <= 0) {
        break;
      }
      batch.add(PATH, length);
    }
    for (int i = 0; i < batch.count(); i++) {
      browser.handleDatagram(
          System.nanoTime(), PATH, batch.slab(), batch.offset(i), batch.length(i));
    }
  }

  private void drain() throws IOException {
    batch.clear();
    while (browser.pollTransmits(batch) > 0) {
      for (int i = 0; i < batch.count(); i++) {
        if (batch.length(i) > 0) {
          channel.write(slot(i, batch.length(i)));
        }
      }
      batch.clear();
    }
  }

  private ByteBuffer slot(int index, int length) {
    return batch.slab().asSlice(batch.offset(index), length).asByteBuffer();
  }

  /** Leaves the room and ends the thread. */
  @Override
  public void close() {
    signal.leave();
    closed = true;
    selector.wakeup();
  }
}
