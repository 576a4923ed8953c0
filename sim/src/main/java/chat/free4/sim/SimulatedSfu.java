package chat.free4.sim;

import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.LockStepRunner;
import chat.free4.rtc.peer.Negotiation;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.MediaLimits;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.TransportAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One media engine, an emulated network and any number of virtual browsers, in virtual time and on
 * one thread. What happens follows from the seed alone.
 */
public final class SimulatedSfu {
  /** When a simulation begins. */
  public static final long START_NANOS = 1_000_000_000L;

  /** More steps than this without time moving are a loop that does not end. */
  public static final int MAX_STEPS_AT_ONCE = 100_000;

  private static final int BATCH_PACKETS = 64;
  private static final int PATH_PRIORITY = 1;
  private static final int CLIENT_PORT = 50_000;
  private static final Instant CERTIFICATE_TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualClock clock = new VirtualClock(START_NANOS);
  private final SecureRandom random;
  private final NetworkEmulator network;
  private final MediaEngine engine;
  private final Negotiation.LocalMedia localMedia;
  private final DtlsCertificate browserCertificate;
  private final DtlsEnvironment browserDtls;
  private final SrtpBackend browserSrtp = new JceSrtpBackend();
  private final PacketBatch toEngine = new PacketBatch(Arena.ofAuto(), BATCH_PACKETS);
  private final PacketBatch sending = new PacketBatch(Arena.ofAuto(), BATCH_PACKETS);
  private final List<Participant> participants = new ArrayList<>();
  private final List<@Nullable Participant> ownerOfPath = new ArrayList<>();
  private final ArrayDeque<Integer> freePaths = new ArrayDeque<>();
  private final List<MediaEvent> events = new ArrayList<>();
  private int stepsAtOnce;

  /** A world with a server's usual limits. */
  public SimulatedSfu(long seed) {
    this(seed, MediaLimits.DEFAULT);
  }

  /** A world whose engine has these limits. */
  public SimulatedSfu(long seed, MediaLimits limits) {
    this(seed, limits, new JceSrtpBackend());
  }

  /** As above, with an engine that protects voice by {@code srtp}. */
  public SimulatedSfu(long seed, MediaLimits limits, SrtpBackend srtp) {
    random = new SeededSecureRandom(seed);
    network = new NetworkEmulator(random);
    DtlsCertificate certificate = DtlsCertificate.generate(random, CERTIFICATE_TIME);
    browserCertificate = DtlsCertificate.generate(random, CERTIFICATE_TIME);
    // In lock step an endpoint has done all it can when a call returns: nobody need be woken.
    browserDtls = new DtlsEnvironment(new LockStepRunner(), random, () -> {});
    engine =
        new MediaEngine(
            limits,
            certificate,
            new DtlsEnvironment(new LockStepRunner(), random, () -> {}),
            srtp,
            SimulatedSfu::writeAddress,
            random);
    localMedia =
        new Negotiation.LocalMedia(
            certificate.fingerprint(),
            List.of(new Negotiation.HostCandidate("192.0.2.1", 10_000)),
            limits.slotsPerPeer());
  }

  private static void writeAddress(int path, TransportAddress address) {
    address.setIpv4(10 << 24 | path, CLIENT_PORT);
  }

  /** A browser in a room, and its path through the network. */
  public static final class Participant {
    private final long room;
    private final int member;
    private final VirtualBrowser browser;
    private PeerParameters parameters;
    private int path;
    private boolean gone;

    private Participant(
        long room, int member, VirtualBrowser browser, PeerParameters parameters, int path) {
      this.room = room;
      this.member = member;
      this.browser = browser;
      this.parameters = parameters;
      this.path = path;
    }

    /** Handle of its room. */
    public long room() {
      return room;
    }

    /** Its number in the room. */
    public int member() {
      return member;
    }

    /** Its browser. */
    public VirtualBrowser browser() {
      return browser;
    }

    /** The path it uses now. */
    public int path() {
      return path;
    }
  }

  /** Puts a browser into a room: offer, answer, and the first check on its way. */
  public Participant join(long room, int member, BrowserKind kind, int slots) {
    return join(room, member, kind, slots, List.of(SrtpProfile.values()));
  }

  /** As above, with a browser that offers only these SRTP profiles. */
  public Participant join(
      long room, int member, BrowserKind kind, int slots, List<SrtpProfile> profiles) {
    VirtualBrowser browser = newBrowser(kind, slots, profiles);
    Negotiation.Agreed agreed = answer(browser.createOffer(), null);
    command(new MediaCommand.AddPeer(room, member, agreed.parameters()));
    return attach(room, member, browser, agreed);
  }

  /** A browser that is in no room yet. */
  public VirtualBrowser newBrowser(BrowserKind kind, int slots, List<SrtpProfile> profiles) {
    return new VirtualBrowser(
        kind, slots, profiles, browserCertificate, browserDtls, browserSrtp, random);
  }

  /** Answers an offer as the server's control side does. */
  public Negotiation.Agreed answer(String offer, @Nullable PeerParameters former) {
    Negotiation.Result result =
        switch (Negotiation.read(offer, localMedia.maxVoiceSlots())) {
          case Negotiation.Offer read -> Negotiation.answer(read, localMedia, former, random);
          case Negotiation.Unacceptable refused -> refused;
        };
    return switch (result) {
      case Negotiation.Agreed agreed -> agreed;
      case Negotiation.Unacceptable refused -> throw new IllegalStateException(refused.toString());
    };
  }

  /** Gives a browser its answer, its number and a path to the server. */
  public Participant attach(
      long room, int member, VirtualBrowser browser, Negotiation.Agreed agreed) {
    Participant participant =
        new Participant(room, member, browser, agreed.parameters(), takePath());
    participants.add(participant);
    ownerOfPath.set(participant.path, participant);
    browser.microphone().setTag(member);
    browser.handleAnswer(now(), agreed.answerSdp());
    browser.addPath(now(), participant.path, PATH_PRIORITY);
    drain(participant);
    return participant;
  }

  /**
   * The browser's address changes: the old path is dead at once, and the browser restarts ICE over
   * a new one.
   */
  public void changeAddress(Participant participant) {
    int former = participant.path;
    participant.path = takePath();
    ownerOfPath.set(former, null);
    network.closePath(former);
    ownerOfPath.set(participant.path, participant);
    VirtualBrowser browser = participant.browser;
    browser.removePath(now(), former);
    Negotiation.Agreed agreed = answer(browser.createOffer(), participant.parameters);
    if (!agreed.restart()) {
      throw new IllegalStateException("an ICE restart was answered with a new transport");
    }
    participant.parameters = agreed.parameters();
    command(
        new MediaCommand.RestartIce(
            participant.room,
            participant.member,
            agreed.parameters().localIce(),
            agreed.parameters().remoteIce()));
    browser.handleAnswer(now(), agreed.answerSdp());
    browser.addPath(now(), participant.path, PATH_PRIORITY);
    drain(participant);
  }

  /** The member leaves for good: control tells the engine, and the browser is no more. */
  public void leave(Participant participant) {
    command(new MediaCommand.ForgetMember(participant.room, participant.member));
    vanish(participant);
  }

  /** The browser is no more, and nobody tells the engine. */
  public void vanish(Participant participant) {
    participant.gone = true;
    participants.remove(participant);
    ownerOfPath.set(participant.path, null);
    network.closePath(participant.path);
    freePaths.add(participant.path);
  }

  /** The browser closes its connection, which tells the engine by DTLS. */
  public void close(Participant participant) {
    participant.browser.close(now());
    drain(participant);
  }

  /** Gives the engine a command. */
  public void command(MediaCommand command) {
    engine.handleCommand(now(), command);
    drainEngine();
  }

  /** An index that the engine no longer knows, as a server gives a new 5-tuple one. */
  private int takePath() {
    for (int i = freePaths.size(); i > 0; i--) {
      int path = freePaths.remove();
      if (!engine.isPathBound(path)) {
        return path;
      }
      freePaths.add(path);
    }
    ownerOfPath.add(null);
    return ownerOfPath.size() - 1;
  }

  /** Lets {@code nanos} go by. */
  public void runFor(long nanos) {
    long end = now() + nanos;
    while (step(end)) {}
  }

  /** Goes on until {@code done}; false when that took longer than {@code limitNanos}. */
  public boolean runUntil(BooleanSupplier done, long limitNanos) {
    long end = now() + limitNanos;
    while (!done.getAsBoolean()) {
      if (!step(end)) {
        return done.getAsBoolean();
      }
    }
    return true;
  }

  /** Does the next thing that happens; false when that is not before {@code end}. */
  private boolean step(long end) {
    long next = Math.min(network.nextDeliveryNanos(), engine.pollTimeout());
    for (Participant participant : participants) {
      next = Math.min(next, participant.browser.pollTimeout());
    }
    if (next >= end) {
      clock.advanceTo(end);
      return false;
    }
    if (next > now()) {
      clock.advanceTo(next);
      stepsAtOnce = 0;
    } else if (++stepsAtOnce > MAX_STEPS_AT_ONCE) {
      throw new IllegalStateException("time stands still at " + now());
    }
    deliver();
    if (engine.pollTimeout() <= now()) {
      engine.handleTimeout(now());
      drainEngine();
    }
    for (int i = 0; i < participants.size(); i++) {
      Participant participant = participants.get(i);
      if (participant.browser.pollTimeout() <= now()) {
        participant.browser.handleTimeout(now());
        drain(participant);
      }
    }
    return true;
  }

  private void deliver() {
    toEngine.clear();
    NetworkEmulator.Datagram datagram = network.poll(now());
    while (datagram != null) {
      if (datagram.isToServer()) {
        putToEngine(datagram);
      } else {
        deliverToBrowser(datagram);
      }
      network.release(datagram);
      datagram = network.poll(now());
    }
    flushToEngine();
  }

  private void putToEngine(NetworkEmulator.Datagram datagram) {
    if (toEngine.isFull()) {
      flushToEngine();
    }
    int slot = toEngine.add(datagram.path(), datagram.length());
    MemorySegment.copy(
        datagram.segment(), 0, toEngine.slab(), toEngine.offset(slot), datagram.length());
  }

  private void flushToEngine() {
    if (toEngine.count() > 0) {
      engine.handleDatagrams(now(), toEngine);
      drainEngine();
      toEngine.clear();
    }
  }

  private void deliverToBrowser(NetworkEmulator.Datagram datagram) {
    // A path that nobody was given is somebody else's: a test's own sender.
    int path = datagram.path();
    Participant owner = path < ownerOfPath.size() ? ownerOfPath.get(path) : null;
    if (owner != null && !owner.gone) {
      owner.browser.handleDatagram(
          now(), datagram.path(), datagram.segment(), 0, datagram.length());
      drain(owner);
    }
  }

  private void drainEngine() {
    do {
      sending.clear();
      engine.pollTransmits(sending);
      send(false);
    } while (sending.count() > 0);
    for (MediaEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
      events.add(event);
    }
  }

  private void drain(Participant participant) {
    do {
      sending.clear();
      participant.browser.pollTransmits(sending);
      send(true);
    } while (sending.count() > 0);
  }

  private void send(boolean toServer) {
    for (int slot = 0; slot < sending.count(); slot++) {
      if (sending.length(slot) > 0) {
        network.send(
            now(),
            toServer,
            sending.path(slot),
            sending.slab(),
            sending.offset(slot),
            sending.length(slot));
      }
    }
  }

  /** The time. */
  public long now() {
    return clock.nowNanos();
  }

  /** The network. */
  public NetworkEmulator network() {
    return network;
  }

  /** The engine; driven from outside only by {@link #command}. */
  public MediaEngine engine() {
    return engine;
  }

  /** All that the engine has told so far. */
  public List<MediaEvent> events() {
    return events;
  }

  /** Who is there. */
  public List<Participant> participants() {
    return participants;
  }
}
