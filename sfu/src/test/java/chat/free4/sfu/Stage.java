package chat.free4.sfu;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.wire.BigEndian;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** An engine with made-up browsers around it, in virtual time. */
final class Stage {
  static final long FRAME = 20_000_000L;
  static final int PAYLOAD_TYPE = 111;
  static final int LEVEL_ID = 1;
  static final int LOUD = 25;
  static final int SILENCE = 127;

  /** A datagram that the engine sent. */
  record Datagram(int path, byte[] bytes) {
    MemorySegment segment() {
      return MemorySegment.ofArray(bytes);
    }

    boolean isKind(DatagramKind kind) {
      return DatagramKind.of(segment(), 0, bytes.length) == kind;
    }
  }

  /** A voice packet as a listener gets it. */
  record Heard(
      long nanos, int ssrc, int sequence, int timestamp, int speaker, boolean marker, int level) {}

  /** One browser. */
  final class Browser {
    final long room;
    final int member;
    final int path;
    final int slots;
    final String ufrag;
    final FakeTransport transport;
    final int ssrc;
    final List<Heard> heard = new ArrayList<>();
    final List<Datagram> control = new ArrayList<>();
    int sequence;
    int timestamp;

    Browser(long room, int member, int slots, PeerParameters parameters) {
      this.room = room;
      this.member = member;
      this.path = nextPath++;
      this.slots = slots;
      this.ufrag = parameters.localIce().ufrag();
      this.transport = Objects.requireNonNull(transports.get(ufrag));
      this.ssrc = random.nextInt();
      this.sequence = random.nextInt(1 << 16);
      this.timestamp = random.nextInt();
    }

    int slotSsrc(int index) {
      return transport.parameters.slots().get(index).ssrc();
    }

    /** Sends a check, which connects it. */
    Browser connect() {
      add(path, check(ufrag));
      run();
      return this;
    }

    /** Puts the next frame of voice into the batch. */
    void speak(int level) {
      byte[] packet = voice(sequence, timestamp, level, 80);
      sequence = (sequence + 1) & 0xffff;
      timestamp += 960;
      add(path, packet);
    }

    /** Lets a frame go by: it is lost on its way, or nothing is said. */
    void skip() {
      sequence = (sequence + 1) & 0xffff;
      timestamp += 960;
    }

    byte[] voice(int atSequence, int atTimestamp, int level, int payloadBytes) {
      var writer = new RtpStreamWriter(ssrc, PAYLOAD_TYPE, 0, new byte[0], LEVEL_ID);
      MemorySegment packet = MemorySegment.ofArray(new byte[payloadBytes + 64]);
      int header = writer.writeHeader(packet, 0, false, atSequence, atTimestamp, 0, level);
      return packet.asSlice(0, header + payloadBytes).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Who was heard since the last call, without doubles. */
    Set<Integer> speakersHeard() {
      Set<Integer> speakers = new TreeSet<>();
      heard.forEach(packet -> speakers.add(packet.speaker()));
      heard.clear();
      return speakers;
    }
  }

  final Random random;
  final MediaLimits limits;
  final IdentitySrtp srtp = new IdentitySrtp();
  final Map<String, FakeTransport> transports = new HashMap<>();
  final Map<Integer, Browser> byPath = new HashMap<>();
  final List<MediaEvent> events = new ArrayList<>();
  final List<Datagram> others = new ArrayList<>();

  /** What the engine said to others; the path is the engine it goes to. */
  final List<Datagram> relayed = new ArrayList<>();

  final MediaEngine engine;
  final PacketBatch in;
  final PacketBatch out;
  private int nextPath = 1;
  private int nextUfrag;
  long now = 5_000_000_000L;

  Stage(long seed) {
    this(seed, MediaLimits.DEFAULT, 64);
  }

  Stage(long seed, MediaLimits limits, int outCapacity) {
    this.random = new Random(seed);
    this.limits = limits;
    this.in = new PacketBatch(Arena.ofAuto(), limits.batchPackets());
    this.out = new PacketBatch(Arena.ofAuto(), outCapacity);
    this.engine =
        new MediaEngine(
            limits,
            (nowNanos, parameters) -> {
              FakeTransport transport = new FakeTransport(parameters);
              transports.put(parameters.localIce().ufrag(), transport);
              return transport;
            },
            srtp,
            random);
  }

  IceCredentials credentials() {
    return new IceCredentials("%08d".formatted(nextUfrag++), "p".repeat(24));
  }

  PeerParameters parameters(int slots, boolean speaks, boolean nack) {
    List<SlotLine> lines = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      lines.add(new SlotLine("slot" + i, random.nextInt(), PAYLOAD_TYPE, 4, LEVEL_ID, nack));
    }
    int payloadType = speaks ? PAYLOAD_TYPE : -1;
    var microphone = new MicrophoneLine("mic", payloadType, 4, LEVEL_ID, nack);
    var fingerprint = new Fingerprint(new byte[Fingerprint.BYTES]);
    return new PeerParameters(credentials(), credentials(), fingerprint, microphone, lines);
  }

  /** A member with a transport that is not connected yet. */
  Browser add(long room, int member, int slots) {
    return add(room, member, slots, parameters(slots, true, true));
  }

  Browser add(long room, int member, int slots, PeerParameters parameters) {
    command(new MediaCommand.AddPeer(room, member, parameters));
    Browser browser = new Browser(room, member, slots, parameters);
    byPath.put(browser.path, browser);
    return browser;
  }

  /** A member who hears and is heard. */
  Browser join(long room, int member, int slots) {
    return add(room, member, slots).connect();
  }

  /** Members 1 to {@code count}. */
  List<Browser> joinMany(long room, int count, int slots) {
    List<Browser> browsers = new ArrayList<>();
    for (int member = 1; member <= count; member++) {
      browsers.add(join(room, member, slots));
    }
    return browsers;
  }

  void command(MediaCommand command) {
    engine.handleCommand(now, command);
    drain();
  }

  /** Puts a datagram into the batch that {@link #run} hands over. */
  void add(int path, byte[] datagram) {
    if (in.isFull()) {
      run();
    }
    int index = in.add(path, datagram.length);
    MemorySegment.copy(
        datagram, 0, in.slab(), ValueLayout.JAVA_BYTE, in.offset(index), datagram.length);
  }

  /** Hands the batch over and drains the engine. */
  void run() {
    engine.handleDatagrams(now, in);
    drain();
    in.clear();
  }

  /** One frame of 20 ms: what was put into the batch, and what is due. */
  void frame() {
    run();
    advance(FRAME);
  }

  /** Lets time go by, with all timers in between. */
  void advance(long nanos) {
    long until = now + nanos;
    while (engine.pollTimeout() <= until) {
      now = Math.max(now, engine.pollTimeout());
      engine.handleTimeout(now);
      drain();
    }
    now = until;
  }

  /** Hands over what other engines said. */
  void runRelayed() {
    engine.handleRelayed(now, in);
    drain();
    in.clear();
  }

  void drain() {
    while (engine.pollRelays(out) > 0) {
      for (int i = 0; i < out.count(); i++) {
        relayed.add(datagram(i));
      }
      out.clear();
    }
    while (engine.pollTransmits(out) > 0) {
      for (int i = 0; i < out.count(); i++) {
        take(datagram(i));
      }
      out.clear();
    }
    for (MediaEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
      events.add(event);
    }
  }

  private Datagram datagram(int index) {
    MemorySegment bytes = out.slab().asSlice(out.offset(index), out.length(index));
    return new Datagram(out.path(index), bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  private void take(Datagram datagram) {
    Browser browser = byPath.get(datagram.path());
    if (browser == null) {
      others.add(datagram);
    } else if (datagram.isKind(DatagramKind.RTP)) {
      browser.heard.add(read(datagram.segment()));
    } else {
      browser.control.add(datagram);
    }
  }

  private Heard read(MemorySegment packet) {
    return new Heard(
        now,
        RtpPacket.ssrc(packet, 0),
        RtpPacket.sequenceNumber(packet, 0),
        RtpPacket.timestamp(packet, 0),
        RtpPacket.csrcCount(packet, 0) == 0 ? 0 : RtpPacket.csrc(packet, 0, 0),
        RtpPacket.marker(packet, 0),
        RtpExtensions.audioLevel(packet, 0, LEVEL_ID));
  }

  /** A Binding request for {@code ufrag} (RFC 8489), as much of it as the engine looks at. */
  static byte[] check(String ufrag) {
    byte[] username = (ufrag + ":them").getBytes(StandardCharsets.US_ASCII);
    int padded = (username.length + 3) & ~3;
    byte[] message = new byte[20 + 4 + padded];
    MemorySegment segment = MemorySegment.ofArray(message);
    BigEndian.put16(segment, 0, 0x0001);
    BigEndian.put16(segment, 2, 4 + padded);
    BigEndian.put32(segment, 4, 0x2112A442);
    BigEndian.put16(segment, 20, 0x0006);
    BigEndian.put16(segment, 22, username.length);
    System.arraycopy(username, 0, message, 24, username.length);
    return message;
  }

  long drops(String label) {
    return engine.counters().drops().getOrDefault(label, 0L);
  }
}
