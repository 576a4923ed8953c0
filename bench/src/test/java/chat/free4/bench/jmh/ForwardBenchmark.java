package chat.free4.bench.jmh;

import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaLimits;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.KnownKeys;
import chat.free4.sim.SimulatedSfu;
import chat.free4.sim.SimulatedSfu.Participant;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an engine needs to take one voice packet and to have it ready for all listeners of a room:
 * everything but the system's calls. Divide by the listeners for the cost of a forwarded packet.
 * Sampled: the median stays what it is while others use the machine, too.
 */
@BenchmarkMode(Mode.SampleTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ForwardBenchmark {
  /** So many that it does not matter what it costs to look at the clock around them. */
  static final int PACKETS = 32;

  private static final int PAYLOAD_BYTES = 80;
  private static final long ROOM = 1;
  private static final int SPEAKER = 1;
  private static final int SLOTS = 1;
  private static final int LEVEL_ID = 1;
  private static final int LOUD = 20;
  private static final long FRAME_NANOS = 20_000_000;
  private static final int FRAME_TIMESTAMP = 960;
  private static final long JOIN_NANOS = 20_000_000_000L;
  private static final int JOINING_AT_ONCE = 50;
  private static final int ROUNDS_UNTIL_HEARD = 4;

  /** Members who hear the one who speaks. */
  @Param({"10", "100", "1000"})
  public int listeners = 10;

  /** The library. */
  @Param({"IPSEC_MB", "OPENSSL", "JCE"})
  public SrtpChoice srtp = SrtpChoice.JCE;

  /** The profile. */
  @Param({"AEAD_AES_128_GCM", "AES128_CM_HMAC_SHA1_80"})
  public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), 1);
  private final PacketBatch out =
      new PacketBatch(Arena.ofAuto(), MediaLimits.DEFAULT.batchPackets());
  private final PacketBatch sealed = new PacketBatch(Arena.ofAuto(), PACKETS);
  private final SrtpContext[] contexts = new SrtpContext[PACKETS];
  private final RtpStreamWriter writer = new RtpStreamWriter(77, 111, 0, new byte[0], LEVEL_ID);
  private SimulatedSfu sfu = new SimulatedSfu(1);
  private SrtpBackend sender = SrtpBackends.choose(SrtpChoice.JCE).open();
  private long now;
  private int sequence;
  private long expected;

  /** Fills the room: everyone with ICE, DTLS and keys. */
  @Setup(Level.Trial)
  public void join() {
    sfu = new SimulatedSfu(1, MediaLimits.DEFAULT, new KnownKeys(SrtpBackends.choose(srtp).open()));
    sender = SrtpBackends.choose(srtp).open();
    Arrays.fill(contexts, KnownKeys.sender(sender, 0, profile));
    List<Participant> waiting = new ArrayList<>();
    for (int member = SPEAKER; member <= SPEAKER + listeners; member++) {
      waiting.add(sfu.join(ROOM, member, BrowserKind.CHROMIUM, SLOTS, List.of(profile)));
      // The speaker alone first: its keys are the first ones.
      if (member == SPEAKER || waiting.size() == JOINING_AT_ONCE) {
        connect(waiting);
      }
    }
    connect(waiting);
    now = sfu.now();
    // It takes some packets until one is known to speak.
    for (int i = 0; i < ROUNDS_UNTIL_HEARD; i++) {
      seal();
      forward();
    }
    expected = sfu.engine().counters().forwarded();
  }

  private void connect(List<Participant> waiting) {
    if (!sfu.runUntil(
        () -> waiting.stream().allMatch(one -> one.browser().isConnected()), JOIN_NANOS)) {
      throw new IllegalStateException("not all are connected");
    }
    // They have done their part; the engine is not told, and keeps them.
    waiting.forEach(sfu::vanish);
    waiting.clear();
  }

  /** Encrypts the next frames; looks whether all heard the last ones. */
  @Setup(Level.Invocation)
  public void speak() {
    long forwarded = sfu.engine().counters().forwarded();
    if (forwarded != expected) {
      throw new IllegalStateException("forwarded %d, not %d".formatted(forwarded, expected));
    }
    expected += (long) PACKETS * listeners;
    seal();
  }

  private void seal() {
    sealed.clear();
    for (int i = 0; i < PACKETS; i++) {
      long at = sealed.offset(i);
      int header =
          writer.writeHeader(
              sealed.slab(), at, false, sequence, sequence * FRAME_TIMESTAMP, 0, LOUD);
      sequence = sequence + 1 & 0xffff;
      sealed.add(0, header + PAYLOAD_BYTES);
    }
    sender.protect(sealed, contexts, 0, PACKETS);
  }

  /** Packet by packet, 20 ms apart in the engine's time. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long forward() {
    MediaEngine engine = sfu.engine();
    long bytes = 0;
    for (int i = 0; i < PACKETS; i++) {
      int length = sealed.length(i);
      in.clear();
      in.add(0, length);
      MemorySegment.copy(sealed.slab(), sealed.offset(i), in.slab(), 0, length);
      now += FRAME_NANOS;
      engine.handleDatagrams(now, in);
      out.clear();
      while (engine.pollTransmits(out) > 0) {
        bytes += out.length(0);
        out.clear();
      }
    }
    return bytes;
  }
}
