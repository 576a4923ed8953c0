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
import chat.free4.server.media.Worker;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker as a server has it, and a room of virtual browsers at its port, who all speak. Their
 * time is their own: frame follows frame as quickly as all have been heard.
 */
final class RealRoom implements AutoCloseable {
  private static final long ROOM = 1;
  private static final int LOUD = 20;
  private static final int CAPACITY = 64;
  private static final int PATH = 0;
  private static final int MAX_STEPS_UNTIL_CONNECTED = 30_000;
  private static final int MAX_STEPS_OF_A_FRAME = 200;
  private static final int FRAMES_UNTIL_HEARD = 50;
  private static final long POLL_NANOS = 1_000_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MediaPlane plane;
  private final List<Member> members = new ArrayList<>();
  private final LinuxPoller poller;
  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private long now = 1;
  private long heard;

  private record Member(VirtualBrowser browser, LinuxUdpSocket socket) {}

  /** Starts a worker with these flags, and lets all members in. */
  RealRoom(int count, String... flags) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--media-port=0", "--workers=1", "--voice-slots=" + count));
    arguments.addAll(List.of(flags));
    Invocation.Serve invocation = (Invocation.Serve) ConfigReader.read(arguments, Map.of(), "test");
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
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
    poller = LinuxPoller.open(count);
    DtlsCertificate certificate = DtlsCertificate.generate(RANDOM, Instant.now());
    for (int number = 1; number <= count; number++) {
      Member member = join(number, count, certificate, loopback);
      members.add(member);
      poller.add(member.socket, number - 1);
    }
    // Handshakes take their time, on other threads: until they are done, the members' is the real.
    for (int step = 0; !members.stream().allMatch(one -> one.browser.isConnected()); step++) {
      if (step == MAX_STEPS_UNTIL_CONNECTED) {
        throw new IllegalStateException("the worker does not answer");
      }
      advance(POLL_NANOS);
      LockSupport.parkNanos(POLL_NANOS);
    }
    members.forEach(member -> member.browser.microphone().speak(LOUD));
    // Not everyone is heard from the first word on.
    for (int i = 0; i < FRAMES_UNTIL_HEARD; i++) {
      advance(VirtualMicrophone.FRAME_NANOS);
    }
  }

  private Member join(int number, int slots, DtlsCertificate certificate, InetAddress loopback)
      throws IOException {
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
    plane.offer(0, new MediaCommand.AddPeer(ROOM, number, agreed.parameters()));
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
      receive(members.get(poller.key(i)));
    }
  }

  private void send(Member member) {
    out.clear();
    while (member.browser.pollTransmits(out) > 0) {
      member.socket.send(out);
      out.clear();
    }
  }

  private void receive(Member member) {
    in.clear();
    member.socket.receive(in);
    for (int slot = 0; slot < in.count(); slot++) {
      long at = in.offset(slot);
      int length = in.length(slot);
      DatagramKind kind = DatagramKind.of(in.slab(), at, length);
      if (kind == DatagramKind.RTP) {
        heard++;
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
      long expected = heard + (long) members.size() * (members.size() - 1);
      advance(VirtualMicrophone.FRAME_NANOS);
      for (int step = 0; heard < expected && step < MAX_STEPS_OF_A_FRAME; step++) {
        receive(POLL_NANOS);
      }
    }
    return heard - before;
  }

  @Override
  public void close() {
    members.forEach(member -> member.socket.close());
    poller.close();
    plane.close();
  }
}
