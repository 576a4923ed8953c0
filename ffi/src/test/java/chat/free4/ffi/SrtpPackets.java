package chat.free4.ffi;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.BigEndian;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Packets for tests, and what becomes of a batch of them. */
final class SrtpPackets {
  private static final int MOST = 256;
  private static final PacketBatch BATCH = new PacketBatch(Arena.ofAuto(), MOST);

  private SrtpPackets() {}

  /** What became of one packet: its bytes, or why it was dropped. */
  record Outcome(byte @Nullable [] packet, @Nullable DropReason drop) {
    byte[] bytes() {
      if (packet == null) {
        throw new AssertionError("dropped: " + drop);
      }
      return packet;
    }

    /** For comparing: bytes by value. */
    @Override
    public String toString() {
      return packet == null ? String.valueOf(drop) : Arrays.toString(packet);
    }
  }

  static byte[] key(SrtpProfile profile) {
    byte[] key = new byte[profile.keyBytes()];
    Arrays.fill(key, (byte) 0x5a);
    return key;
  }

  static byte[] salt(SrtpProfile profile) {
    byte[] salt = new byte[profile.saltBytes()];
    Arrays.fill(salt, (byte) 0xc3);
    return salt;
  }

  static SrtpContext outbound(SrtpBackend backend, SrtpProfile profile) {
    return backend.outbound(profile, key(profile), salt(profile));
  }

  static SrtpContext inbound(SrtpBackend backend, SrtpProfile profile) {
    return backend.inbound(profile, key(profile), salt(profile));
  }

  /** A voice packet. */
  static byte[] rtp(int ssrc, int sequence) {
    byte[] packet = new byte[100];
    for (int i = 12; i < packet.length; i++) {
      packet[i] = (byte) (i * sequence);
    }
    return header(packet, 0, false, 0, ssrc, sequence);
  }

  /** A packet with CSRCs, an extension and a body of random lengths. */
  static byte[] randomRtp(Random random, int ssrc, int sequence) {
    int csrcs = random.nextInt(16);
    boolean extension = random.nextBoolean();
    int words = random.nextInt(20);
    int head = 12 + 4 * csrcs + (extension ? 4 + 4 * words : 0);
    byte[] packet = new byte[head + random.nextInt(random.nextInt(10) == 0 ? 1300 : 160)];
    random.nextBytes(packet);
    return header(packet, csrcs, extension, words, ssrc, sequence);
  }

  private static byte[] header(
      byte[] packet, int csrcs, boolean extension, int words, int ssrc, int sequence) {
    MemorySegment segment = MemorySegment.ofArray(packet);
    BigEndian.put8(segment, 0, 0x80 | (extension ? 0x10 : 0) | csrcs);
    BigEndian.put8(segment, 1, 111);
    BigEndian.put16(segment, 2, sequence);
    BigEndian.put32(segment, 4, 960 * sequence);
    BigEndian.put32(segment, 8, ssrc);
    if (extension) {
      BigEndian.put16(segment, 12 + 4L * csrcs, 0xbede);
      BigEndian.put16(segment, 14 + 4L * csrcs, words);
    }
    return packet;
  }

  /** A report of random length. */
  static byte[] randomRtcp(Random random, int ssrc) {
    byte[] packet = new byte[8 + 4 * random.nextInt(30)];
    random.nextBytes(packet);
    MemorySegment segment = MemorySegment.ofArray(packet);
    BigEndian.put8(segment, 0, 0x80);
    BigEndian.put8(segment, 1, 200);
    BigEndian.put16(segment, 2, packet.length / 4 - 1);
    BigEndian.put32(segment, 4, ssrc);
    return packet;
  }

  /** All in one batch, each in its context. */
  static List<Outcome> protect(
      SrtpBackend backend, List<SrtpContext> contexts, List<byte[]> packets) {
    SrtpContext[] array = put(contexts, packets);
    backend.protect(BATCH, array, 0, packets.size());
    return outcomes();
  }

  static List<Outcome> protect(SrtpBackend backend, SrtpContext context, byte[]... packets) {
    return protect(backend, same(context, packets.length), List.of(packets));
  }

  /** All in one batch, each in its context. */
  static List<Outcome> unprotect(
      SrtpBackend backend, List<SrtpContext> contexts, List<byte[]> packets) {
    SrtpContext[] array = put(contexts, packets);
    backend.unprotect(BATCH, array, 0, packets.size());
    return outcomes();
  }

  static List<Outcome> unprotect(SrtpBackend backend, SrtpContext context, byte[]... packets) {
    return unprotect(backend, same(context, packets.length), List.of(packets));
  }

  private static List<SrtpContext> same(SrtpContext context, int times) {
    return Collections.nCopies(times, context);
  }

  private static SrtpContext[] put(List<SrtpContext> contexts, List<byte[]> packets) {
    BATCH.clear();
    for (byte[] packet : packets) {
      int slot = BATCH.add(0, packet.length);
      MemorySegment.copy(
          packet, 0, BATCH.slab(), ValueLayout.JAVA_BYTE, BATCH.offset(slot), packet.length);
    }
    return contexts.toArray(SrtpContext[]::new);
  }

  private static List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int slot = 0; slot < BATCH.count(); slot++) {
      DropReason drop = BATCH.dropReason(slot);
      byte[] bytes =
          BATCH
              .slab()
              .asSlice(BATCH.offset(slot), BATCH.length(slot))
              .toArray(ValueLayout.JAVA_BYTE);
      outcomes.add(new Outcome(drop == null ? bytes : null, drop));
    }
    return outcomes;
  }
}
