package chat.free4.sim.worker;

import chat.free4.ffi.LinuxPoller;
import chat.free4.ffi.LinuxUdpSocket;
import chat.free4.ffi.UdpOptions;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.LockStepRunner;
import chat.free4.rtc.peer.Negotiation;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.VoiceListener;
import chat.free4.server.media.VoiceOrder;
import chat.free4.server.media.Worker;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.VoicePhrase;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.VirtualBrowser;
import chat.free4.sim.VirtualMicrophone;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker as a server has it, and a room of virtual browsers at its port, who all speak. Their
 * time is their own: frame follows frame as quickly as all have been heard, or as in life where
 * that is asked for.
 */
final class RealRoom implements AutoCloseable {
  private static final long ROOM = 1;
  private static final int LOUD = 20;
  private static final int CAPACITY = 64;
  private static final int MAX_LISTENERS = 64;
  private static final long LATE_NANOS = 1_000_000_000;
  private static final int PATH = 0;
  private static final int MAX_STEPS_UNTIL_CONNECTED = 30_000;
  private static final int MAX_STEPS_OF_A_FRAME = 200;
  private static final int FRAMES_UNTIL_HEARD = 50;
  private static final long POLL_NANOS = 1_000_000;
  private static final double NANOS_A_MILLI = 1e6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MediaPlane plane;
  private final List<Member> members = new ArrayList<>();
  private final LinuxPoller poller;
  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private long now = 1;
  private final DtlsCertificate certificate = DtlsCertificate.generate(RANDOM, Instant.now());
  private final InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
  private final int talkers;
  private long heard;
  private long listened;

  /** When each frame was said that is measured. */
  private long[] saidAt = {};

  private int said;
  private long[] delays = {};
  private int delayed;

  private record Member(VirtualBrowser browser, LinuxUdpSocket socket) {}

  /**
   * How long it took from a frame being said to each of the others having it.
   *
   * @param lost packets that did not come
   */
  record Delays(long lost, double p50Millis, double p99Millis) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%d lost, p50 %.2f ms, p99 %.2f ms", lost, p50Millis, p99Millis);
    }
  }

  /** Starts a worker with these flags, and lets all members in. */
  RealRoom(int count, String... flags) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--media-port=0", "--workers=1", "--voice-slots=" + count));
    arguments.addAll(List.of(flags));
    Invocation.Serve invocation = (Invocation.Serve) ConfigReader.read(arguments, Map.of(), "test");
    talkers = count;
    plane = new MediaPlane(invocation.config(), List.of(loopback), RANDOM, new ServerMetrics());
    plane.start(
        new Worker.Listener() {
          @Override
          public void onEvent(int worker, MediaEvent event) {}

          @Override
          public void onRestart(int worker) {
            throw new IllegalStateException("the worker failed");
          }
        });
    poller = LinuxPoller.open(count + MAX_LISTENERS);
    for (int number = 1; number <= count; number++) {
      add(ROOM, number, count);
    }
    awaitConnected();
    members.forEach(member -> member.browser.microphone().speak(LOUD));
    // Not everyone is heard from the first word on.
    for (int i = 0; i < FRAMES_UNTIL_HEARD; i++) {
      advance(VirtualMicrophone.FRAME_NANOS);
    }
  }

  private void add(long room, int number, int slots) throws IOException {
    Member member = join(room, number, slots);
    poller.add(member.socket, members.size());
    members.add(member);
  }

  /**
   * Handshakes take their time, on other threads: until they are done, the members' is the real.
   */
  private void awaitConnected() {
    for (int step = 0; !members.stream().allMatch(one -> one.browser.isConnected()); step++) {
      if (step == MAX_STEPS_UNTIL_CONNECTED) {
        throw new IllegalStateException("the worker does not answer");
      }
      advance(POLL_NANOS);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Lets somebody into another room, the first who is there, who says nothing. */
  void addListener(long room, int slots) throws IOException {
    add(room, 1, slots);
    awaitConnected();
  }

  /** Has a member without a browser say something in another room. */
  void say(long room, int member, VoicePhrase phrase) {
    plane.offer(0, new VoiceOrder(room, member, false, phrase));
  }

  /** Has all who talk listened to; once. */
  void listenTo(VoiceListener ears) {
    plane.listen(ears);
    for (int number = 1; number <= talkers; number++) {
      plane.offer(0, new MediaCommand.Listen(ROOM, number, true));
    }
  }

  /** Packets that those have heard who listen in other rooms. */
  long listened() {
    return listened;
  }

  /** Counts them from now on. */
  void forgetListened() {
    listened = 0;
  }

  private Member join(long room, int number, int slots) throws IOException {
    VirtualBrowser browser =
        new VirtualBrowser(
            BrowserKind.CHROMIUM,
            slots,
            List.of(SrtpProfile.values()),
            certificate,
            new DtlsEnvironment(new LockStepRunner(), RANDOM, () -> {}),
            new JceSrtpBackend(),
            RANDOM);
    Negotiation.LocalMedia local = plane.localMedia(0);
    if (!(Negotiation.read(browser.createOffer(), slots) instanceof Negotiation.Offer offer)
        || !(Negotiation.answer(offer, local, null, RANDOM) instanceof Negotiation.Agreed agreed)) {
      throw new IllegalStateException("refused");
    }
    plane.offer(0, new MediaCommand.AddPeer(room, number, agreed.parameters()));
    LinuxUdpSocket socket = LinuxUdpSocket.open(UdpOptions.client(loopback, CAPACITY));
    socket.connect(new InetSocketAddress(loopback, plane.ports().getFirst()));
    browser.handleAnswer(now, agreed.answerSdp());
    browser.addPath(now, PATH, 1);
    return new Member(browser, socket);
  }

  /** Lets the members' time go by: each says what is due, and what has come so far is taken. */
  private void advance(long nanos) {
    now += nanos;
    for (Member member : members) {
      member.browser.handleTimeout(now);
      send(member);
    }
    receive(0);
  }

  private void receive(long waitNanos) {
    for (int ready = poller.await(waitNanos), i = 0; i < ready; i++) {
      int key = poller.key(i);
      receive(members.get(key), key < talkers);
    }
  }

  private void send(Member member) {
    out.clear();
    while (member.browser.pollTransmits(out) > 0) {
      member.socket.send(out);
      out.clear();
    }
  }

  private void receive(Member member, boolean isTalker) {
    in.clear();
    member.socket.receive(in);
    for (int slot = 0; slot < in.count(); slot++) {
      long at = in.offset(slot);
      int length = in.length(slot);
      DatagramKind kind = DatagramKind.of(in.slab(), at, length);
      if (kind == DatagramKind.RTP && isTalker) {
        heard++;
        note();
      } else if (kind == DatagramKind.RTP) {
        listened++;
      } else {
        member.browser.handleDatagram(now, PATH, in.slab(), at, length);
        send(member);
      }
    }
  }

  /**
   * Lets everybody say {@code frames} packets, each of which all others are to hear; returns how
   * many were heard. One that the system lost, as it may when it is busy, is not waited for long.
   */
  long talk(int frames) {
    long before = heard;
    for (int i = 0; i < frames; i++) {
      long expected = heard + packetsOfAFrame();
      advance(VirtualMicrophone.FRAME_NANOS);
      for (int step = 0; heard < expected && step < MAX_STEPS_OF_A_FRAME; step++) {
        receive(POLL_NANOS);
      }
    }
    return heard - before;
  }

  private int packetsOfAFrame() {
    return talkers * (talkers - 1);
  }

  /** A packet has come: of the oldest frame of which not all have. */
  private void note() {
    int frame = delayed / packetsOfAFrame();
    if (frame < said) {
      delays[delayed++] = System.nanoTime() - saidAt[frame];
    }
  }

  /** Lets everybody say so many packets in real time; returns how long they took to the others. */
  Delays delays(int frames) {
    saidAt = new long[frames];
    delays = new long[frames * packetsOfAFrame()];
    said = 0;
    delayed = 0;
    long began = System.nanoTime();
    for (int frame = 0; frame < frames; frame++) {
      receiveUntil(began + frame * VirtualMicrophone.FRAME_NANOS);
      saidAt[frame] = System.nanoTime();
      said++;
      advance(VirtualMicrophone.FRAME_NANOS);
    }
    receiveUntil(System.nanoTime() + LATE_NANOS);
    said = 0;
    long[] all = Arrays.copyOf(delays, delayed);
    Arrays.sort(all);
    return new Delays(
        delays.length - delayed,
        all[all.length / 2] / NANOS_A_MILLI,
        all[all.length * 99 / 100] / NANOS_A_MILLI);
  }

  private void receiveUntil(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      receive(Math.min(left, POLL_NANOS));
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.socket.close());
    poller.close();
    plane.close();
  }
}
