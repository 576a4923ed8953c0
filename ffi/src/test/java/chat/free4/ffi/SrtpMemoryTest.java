package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.PacketBatch;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What native backends take of the heap, nothing, and of the memory outside it, and give back. */
@ParameterizedClass
@EnumSource(
    value = SrtpLibrary.class,
    names = {"IPSEC_MB", "OPENSSL"})
class SrtpMemoryTest {
  private static final int BATCH = 32;
  private static final int CONTEXTS = 10_000;

  /** The compiler takes and gives back memory meanwhile: what leaks, leaks in every round. */
  private static final int ROUNDS = 4;

  /** A leak of one allocation a context, of the least that malloc(3) gives, would be over it. */
  private static final long TOLERANCE_BYTES = CONTEXTS * 16L;

  private static final MemoryLayout MALLINFO2 =
      MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG);
  private static final long USED_BY_BLOCKS = 7 * Long.BYTES;
  private static final long USED_BY_MAPPINGS = 4 * Long.BYTES;

  private final SrtpBackend backend;

  SrtpMemoryTest(SrtpLibrary library) {
    this.backend = SrtpBackends.choose(List.of(library)).open();
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aPacketTakesNothingOfTheHeap(SrtpProfile profile) {
    Traffic traffic = new Traffic(backend, profile);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int batches = 1000;
    long least = Long.MAX_VALUE;
    // What is interpreted makes objects that compiled code does without: the best round counts.
    for (int round = 0; round < 500 && least >= (long) batches * BATCH; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      traffic.run(batches);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    // No object has fewer than 16 bytes.
    assertThat((double) least / (batches * BATCH)).as("bytes a packet").isLessThan(1);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void contextsGiveBackWhatTheyTook(SrtpProfile profile) throws Throwable {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = nativeBytes();
      for (int i = 0; i < CONTEXTS / 2; i++) {
        SrtpPackets.outbound(backend, profile).close();
      }
      open(profile, CONTEXTS / 2).forEach(SrtpContext::close);
      least = Math.min(least, nativeBytes() - before);
    }
    assertThat(least).as("growth of the quietest round").isLessThan(TOLERANCE_BYTES);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theirMemoryIsHeldUntilTheyAreClosed(SrtpProfile profile) {
    Held before = Held.now();
    List<SrtpContext> open = open(profile, CONTEXTS);
    assertThat(Held.now().bytes).isGreaterThanOrEqualTo(64L * CONTEXTS);
    if (backend.name().equals("openssl")) {
      assertThat(Held.now().contexts).isGreaterThanOrEqualTo(2L * CONTEXTS);
    }
    open.forEach(SrtpContext::close);
    assertThat(Held.now().bytes).isLessThanOrEqualTo(before.bytes);
    assertThat(Held.now().contexts).isLessThanOrEqualTo(before.contexts);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void closingTwiceFreesOnce(SrtpProfile profile) {
    SrtpContext context = SrtpPackets.inbound(backend, profile);
    SrtpContext other = SrtpPackets.inbound(backend, profile);
    context.close();
    context.close();
    byte[] sealed =
        SrtpPackets.protect(backend, SrtpPackets.outbound(backend, profile), SrtpPackets.rtp(1, 1))
            .getFirst()
            .bytes();
    assertThat(SrtpPackets.unprotect(backend, other, sealed).getFirst().drop()).isNull();
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void forgottenContextsAreFreedByTheCollector(SrtpProfile profile) {
    Held before = Held.now();
    assertThat(open(profile, CONTEXTS)).hasSize(CONTEXTS);
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!Held.now().isAtMost(before) && System.nanoTime() < deadline) {
      System.gc();
    }
    assertThat(Held.now().isAtMost(before)).isTrue();
  }

  @Test
  void aBlockIsWipedWhenItIsClosed() {
    SecretMemory memory = new SecretMemory(64);
    long address = memory.address();
    memory.segment().set(ValueLayout.JAVA_LONG, 32, 0x5ec2e7_5ec2e7L);
    assertThat(address % 64).isZero();
    memory.close();
    // Freed, but still mapped; the first words are the allocator's, the rest is as it was left.
    long left = MemorySegment.ofAddress(address).reinterpret(64).get(ValueLayout.JAVA_LONG, 32);
    assertThat(left).isZero();
  }

  @Test
  void aSlabOnTheHeapIsRefused() {
    assertThatThrownBy(() -> Slabs.addressOf(MemorySegment.ofArray(new byte[2048])))
        .isInstanceOf(IllegalArgumentException.class);
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment open = arena.allocate(2048);
      assertThat(Slabs.addressOf(open)).isEqualTo(open.address());
      assertThatThrownBy(() -> Slabs.addressOf(open.asReadOnly()))
          .isInstanceOf(IllegalArgumentException.class);
      closed = open;
    }
    assertThatThrownBy(() -> Slabs.addressOf(closed)).isInstanceOf(IllegalArgumentException.class);
  }

  /** What has not been given back; other tests' contexts may be collected at any time. */
  private record Held(long bytes, long contexts) {
    static Held now() {
      return new Held(SecretMemory.heldBytes(), OpensslKeys.held());
    }

    boolean isAtMost(Held other) {
      return bytes <= other.bytes && contexts <= other.contexts;
    }
  }

  private List<SrtpContext> open(SrtpProfile profile, int count) {
    List<SrtpContext> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(SrtpPackets.outbound(backend, profile));
    }
    return open;
  }

  /** Bytes that malloc(3) has given out: mallinfo2(3), all arenas together. */
  private static long nativeBytes() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle mallinfo2 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mallinfo2"),
            FunctionDescriptor.of(MemoryLayout.structLayout(MALLINFO2)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) mallinfo2.invokeExact((SegmentAllocator) arena);
      return info.get(ValueLayout.JAVA_LONG, USED_BY_BLOCKS)
          + info.get(ValueLayout.JAVA_LONG, USED_BY_MAPPINGS);
    }
  }

  /** Voice with a report in each batch, protected and read again. */
  private static final class Traffic {
    final SrtpBackend backend;
    final SrtpContext[] senders = new SrtpContext[BATCH];
    final SrtpContext[] receivers = new SrtpContext[BATCH];
    final PacketBatch batch = new PacketBatch(Arena.ofAuto(), BATCH);
    final byte[] voice = SrtpPackets.rtp(1, 0);
    final byte[] report = SrtpPackets.randomRtcp(new Random(1), 1);
    int sequence;

    Traffic(SrtpBackend backend, SrtpProfile profile) {
      this.backend = backend;
      Arrays.fill(senders, SrtpPackets.outbound(backend, profile));
      Arrays.fill(receivers, SrtpPackets.inbound(backend, profile));
    }

    void run(int batches) {
      for (int i = 0; i < batches; i++) {
        batch.clear();
        for (int slot = 0; slot < BATCH; slot++) {
          byte[] packet = slot == 0 ? report : voice;
          voice[2] = (byte) (sequence >>> 8);
          voice[3] = (byte) sequence++;
          batch.add(0, packet.length);
          MemorySegment.copy(
              packet, 0, batch.slab(), ValueLayout.JAVA_BYTE, batch.offset(slot), packet.length);
        }
        backend.protect(batch, senders, 0, BATCH);
        backend.unprotect(batch, receivers, 0, BATCH);
        for (int slot = 0; slot < BATCH; slot++) {
          if (batch.dropReason(slot) != null) {
            throw new AssertionError("dropped: " + batch.dropReason(slot));
          }
        }
      }
    }
  }
}
