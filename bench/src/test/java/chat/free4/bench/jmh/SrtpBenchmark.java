package chat.free4.bench.jmh;

import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.KnownKeys;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
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
 * What it costs to protect a voice packet of 100 bytes, and to take it apart again. Sampled: the
 * median stays what it is while others use the machine, too.
 */
@BenchmarkMode(Mode.SampleTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SrtpBenchmark {
  /** So many that it does not matter what it costs to look at the clock around them. */
  static final int BATCH = 256;

  private static final int PACKET_BYTES = 100;

  /** A batch, and the contexts of as many transports: what a server sends goes to many. */
  @State(Scope.Thread)
  public abstract static class Packets {
    /** The library. */
    @Param({"IPSEC_MB", "OPENSSL", "JCE"})
    public SrtpChoice srtp = SrtpChoice.JCE;

    /** The profile. */
    @Param({"AEAD_AES_128_GCM", "AES128_CM_HMAC_SHA1_80"})
    public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    final PacketBatch batch = new PacketBatch(Arena.ofAuto(), BATCH);
    final SrtpContext[] senders = new SrtpContext[BATCH];
    final SrtpContext[] receivers = new SrtpContext[BATCH];
    SrtpBackend backend = SrtpBackends.choose(SrtpChoice.JCE).open();
    private final RtpStreamWriter writer = new RtpStreamWriter(1, 111, 4, new byte[] {'0'}, 1);
    private int sequence;

    /** Opens the backend. */
    @Setup(Level.Trial)
    public void open() {
      backend = SrtpBackends.choose(srtp).open();
      for (int i = 0; i < BATCH; i++) {
        senders[i] = KnownKeys.sender(backend, i, profile);
        receivers[i] = KnownKeys.receiver(backend, i, profile);
      }
    }

    void writeNext() {
      batch.clear();
      for (int slot = 0; slot < BATCH; slot++) {
        batch.add(0, PACKET_BYTES);
        writer.writeHeader(batch.slab(), batch.offset(slot), false, sequence, 0, 7, 30);
      }
      sequence = sequence + 1 & 0xffff;
    }

    /** What was dropped was not measured. */
    void check() {
      for (int slot = 0; slot < BATCH; slot++) {
        if (batch.dropReason(slot) != null) {
          throw new IllegalStateException("dropped: " + batch.dropReason(slot));
        }
      }
    }
  }

  /** Packets to protect. */
  public static class Plain extends Packets {
    /** The next ones. */
    @Setup(Level.Invocation)
    public void next() {
      check();
      writeNext();
    }
  }

  /** Packets to unprotect. */
  public static class Sealed extends Packets {
    /** The next ones. */
    @Setup(Level.Invocation)
    public void next() {
      check();
      writeNext();
      backend.protect(batch, senders, 0, BATCH);
    }
  }

  /** Encrypts, and writes a tag. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int protect(Plain plain) {
    plain.backend.protect(plain.batch, plain.senders, 0, BATCH);
    return plain.batch.length(BATCH - 1);
  }

  /** Looks into the replay window, checks the tag, and decrypts. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int unprotect(Sealed sealed) {
    sealed.backend.unprotect(sealed.batch, sealed.receivers, 0, BATCH);
    return sealed.batch.length(BATCH - 1);
  }
}
