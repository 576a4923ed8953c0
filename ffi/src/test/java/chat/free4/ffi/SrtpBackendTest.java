package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpDrop;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.BigEndian;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for all backends and both profiles alike, packet by packet. */
@ParameterizedClass
@EnumSource(SrtpLibrary.class)
class SrtpBackendTest {
  private static final int SSRC = 0x89abcdef;
  private static final int PAYLOAD_BYTES = 80;

  private final SrtpBackend backend;
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 1);
  private final RtpStreamWriter writer = new RtpStreamWriter(SSRC, 111, 4, new byte[] {'0'}, 1);

  SrtpBackendTest(SrtpLibrary library) {
    assertThat(library.problem()).isNull();
    this.backend = SrtpBackends.choose(List.of(library)).open();
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void whatIsProtectedIsReadAgain(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    byte[] plain = rtp(7);
    byte[] sealed = protect(sender, plain);
    assertThat(sealed).hasSize(plain.length + profile.tagBytes()).startsWith(head(plain));
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("voice!");
    assertThat(unprotect(receiver, sealed)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void rtcpIsToldApartAndTravelsInTheSameContext(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    for (int i = 0; i < 3; i++) {
      byte[] sealed = protect(sender, rtcp());
      assertThat(sealed).hasSize(rtcp().length + 4 + profile.tagBytes());
      assertThat(unprotect(receiver, sealed)).isEqualTo(rtcp());
      assertThat(unprotect(receiver, protect(sender, rtp(i)))).isEqualTo(rtp(i));
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aReplayedPacketIsDropped(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    byte[] voice = protect(sender, rtp(1));
    byte[] report = protect(sender, rtcp());
    unprotect(receiver, voice);
    unprotect(receiver, report);
    assertThat(dropOfUnprotect(receiver, voice)).isEqualTo(SrtpDrop.REPLAYED);
    assertThat(dropOfUnprotect(receiver, report)).isEqualTo(SrtpDrop.REPLAYED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void reorderedPacketsAreTakenWithinTheWindowAndNotBehindIt(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    byte[][] sealed = new byte[SrtpContext.REPLAY_WINDOW + 2][];
    for (int i = 0; i < sealed.length; i++) {
      sealed[i] = protect(sender, rtp(i));
    }
    unprotect(receiver, sealed[sealed.length - 1]);
    assertThat(dropOfUnprotect(receiver, sealed[1])).isEqualTo(SrtpDrop.TOO_OLD);
    assertThat(unprotect(receiver, sealed[2])).isEqualTo(rtp(2));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aForgedPacketChangesNeitherWindowNorRolloverCounter(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    unprotect(receiver, protect(sender, rtp(60_000)));
    // One looks like the next rollover, one leaps far ahead, one is the next genuine packet.
    for (int sequence : new int[] {5, 65_000, 60_001}) {
      byte[] forged = Arrays.copyOf(rtp(sequence), rtp(sequence).length + profile.tagBytes());
      assertThat(dropOfUnprotect(receiver, forged)).isEqualTo(SrtpDrop.AUTH_FAILED);
    }
    assertThat(unprotect(receiver, protect(sender, rtp(60_001)))).isEqualTo(rtp(60_001));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void anyChangedBitIsNoticed(SrtpProfile profile) {
    byte[] voice = protect(outbound(profile), rtp(9));
    byte[] report = protect(outbound(profile), rtcp());
    SrtpContext receiver = inbound(profile);
    for (byte[] sealed : new byte[][] {voice, report}) {
      for (int bit = 0; bit < 8 * sealed.length; bit++) {
        byte[] changed = sealed.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThat(dropOfUnprotect(receiver, changed)).as("bit %d", bit).isNotNull();
      }
      unprotect(receiver, sealed);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theRolloverCounterIsKeptThroughWrapsAndLoss(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    long seed = 42;
    Random random = new Random(seed);
    int index = 30_000;
    for (int i = 0; i < 400; i++) {
      index += 1 + random.nextInt(1500);
      byte[] plain = rtp(index & 0xffff);
      byte[] sealed = protect(sender, plain);
      if (random.nextInt(100) < 30) {
        continue;
      }
      assertThat(unprotect(receiver, sealed)).as("seed %d, packet %d", seed, i).isEqualTo(plain);
    }
    assertThat(index >> 16).isGreaterThan(3);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void anIndexIsNeverProtectedTwice(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    protect(sender, rtp(10));
    protect(sender, rtp(12));
    assertThat(dropOfProtect(sender, rtp(10))).isEqualTo(SrtpDrop.REPLAYED);
    assertThat(unprotect(inbound(profile), protect(sender, rtp(11)))).isEqualTo(rtp(11));
    protect(sender, rtp(12 + SrtpContext.REPLAY_WINDOW));
    assertThat(dropOfProtect(sender, rtp(9))).isEqualTo(SrtpDrop.TOO_OLD);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theContextOfOneStreamSharesItsIndicesAndTakesOtherStreamsToo(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    SrtpContext stream = sender.ofStream(SSRC);
    assertThat(stream.profile()).isEqualTo(profile);
    assertThat(unprotect(receiver, protect(stream, rtp(1)))).isEqualTo(rtp(1));
    assertThat(unprotect(receiver, protect(sender, rtp(2)))).isEqualTo(rtp(2));
    assertThat(dropOfProtect(sender, rtp(1))).isEqualTo(SrtpDrop.REPLAYED);
    assertThat(dropOfProtect(stream, rtp(2))).isEqualTo(SrtpDrop.REPLAYED);
    byte[] other = rtp(SSRC + 1, 1);
    assertThat(unprotect(receiver, protect(stream, other))).isEqualTo(other);
    assertThat(dropOfProtect(sender, other)).isEqualTo(SrtpDrop.REPLAYED);
    assertThat(unprotect(receiver, protect(stream, rtcp()))).isEqualTo(rtcp());
    sender.close();
    assertThat(dropOfProtect(stream, rtp(3))).isEqualTo(SrtpDrop.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void oneStreamMoreThanTheLimitIsRefusedInBothDirections(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    for (int i = 0; i < SrtpContext.MAX_STREAMS; i++) {
      unprotect(receiver, protect(sender, rtp(1000 + i, 1)));
    }
    assertThat(dropOfProtect(sender, rtp(1, 1))).isEqualTo(SrtpDrop.TOO_MANY_STREAMS);
    byte[] sealed = protect(outbound(profile), rtp(1, 1));
    assertThat(dropOfUnprotect(receiver, sealed)).isEqualTo(SrtpDrop.TOO_MANY_STREAMS);
    assertThat(unprotect(receiver, protect(sender, rtp(1000, 2)))).isEqualTo(rtp(1000, 2));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aForgedPacketMakesNoStream(SrtpProfile profile) {
    SrtpContext receiver = inbound(profile);
    for (int i = 0; i < 2 * SrtpContext.MAX_STREAMS; i++) {
      byte[] forged = Arrays.copyOf(rtp(i, 1), 200);
      assertThat(dropOfUnprotect(receiver, forged)).isEqualTo(SrtpDrop.AUTH_FAILED);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void sizesAreChecked(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    byte[] longest = Arrays.copyOf(rtp(1), PacketBatch.MAX_DATAGRAM_BYTES - profile.tagBytes());
    assertThat(protect(sender, longest)).hasSize(PacketBatch.MAX_DATAGRAM_BYTES);
    assertThat(dropOfProtect(sender, Arrays.copyOf(longest, longest.length + 1)))
        .isEqualTo(SrtpDrop.TOO_LONG);
    byte[] report = Arrays.copyOf(rtcp(), PacketBatch.MAX_DATAGRAM_BYTES - 8);
    assertThat(dropOfProtect(sender, report)).isEqualTo(SrtpDrop.TOO_LONG);
    byte[] tagOnly = Arrays.copyOf(rtp(1), head(rtp(1)).length + profile.tagBytes() - 1);
    assertThat(dropOfUnprotect(receiver, tagOnly)).isEqualTo(SrtpDrop.TOO_SHORT);
    byte[] shortReport = Arrays.copyOf(rtcp(), 8 + 4 + profile.tagBytes() - 1);
    assertThat(dropOfUnprotect(receiver, shortReport)).isEqualTo(SrtpDrop.TOO_SHORT);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void anEmptyPayloadIsCarried(SrtpProfile profile) {
    byte[] empty = head(rtp(3));
    assertThat(unprotect(inbound(profile), protect(outbound(profile), empty))).isEqualTo(empty);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void rtcpWithoutEncryptionIsRefused(SrtpProfile profile) {
    byte[] sealed = protect(outbound(profile), rtcp());
    int word = profile == SrtpProfile.AEAD_AES_128_GCM ? sealed.length - 4 : sealed.length - 14;
    sealed[word] &= 0x7f;
    assertThat(dropOfUnprotect(inbound(profile), sealed)).isEqualTo(SrtpDrop.NOT_ENCRYPTED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aClosedContextDropsEverything(SrtpProfile profile) {
    SrtpContext sender = outbound(profile);
    byte[] sealed = protect(sender, rtp(1));
    SrtpContext receiver = inbound(profile);
    sender.close();
    receiver.close();
    assertThat(dropOfProtect(sender, rtp(2))).isEqualTo(SrtpDrop.CLOSED);
    assertThat(dropOfUnprotect(receiver, sealed)).isEqualTo(SrtpDrop.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void keysOfAWrongLengthAndContextsOfTheOtherDirectionAreBugs(SrtpProfile profile) {
    byte[] salt = new byte[profile.saltBytes() + 1];
    assertThatThrownBy(() -> backend.inbound(profile, key(profile), salt))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> protect(inbound(profile), rtp(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void randomAndMutatedPacketsAreDroppedAndNeverThrow(SrtpProfile profile) {
    int seed = 7714 + profile.id();
    Random random = new Random(seed);
    SrtpContext sender = outbound(profile);
    SrtpContext receiver = inbound(profile);
    for (int i = 0; i < 30_000; i++) {
      byte[] packet;
      if (random.nextBoolean()) {
        packet = new byte[1 + random.nextInt(120)];
        random.nextBytes(packet);
        packet[0] = (byte) (0x80 | (packet[0] & 0x3f));
      } else {
        packet = protect(sender, random.nextBoolean() ? rtp(i & 0xffff) : rtcp());
        packet = Arrays.copyOf(packet, 1 + random.nextInt(packet.length));
        packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (dropOfUnprotect(receiver, packet) == null) {
        fail("seed %d, case %d was taken", seed, i);
      }
    }
  }

  private SrtpContext outbound(SrtpProfile profile) {
    return backend.outbound(profile, key(profile), salt(profile));
  }

  private SrtpContext inbound(SrtpProfile profile) {
    return backend.inbound(profile, key(profile), salt(profile));
  }

  private static byte[] key(SrtpProfile profile) {
    byte[] key = new byte[profile.keyBytes()];
    Arrays.fill(key, (byte) 0x5a);
    return key;
  }

  private static byte[] salt(SrtpProfile profile) {
    byte[] salt = new byte[profile.saltBytes()];
    Arrays.fill(salt, (byte) 0xc3);
    return salt;
  }

  private byte[] rtp(int sequence) {
    return rtp(SSRC, sequence);
  }

  private byte[] rtp(int ssrc, int sequence) {
    byte[] packet = new byte[200];
    MemorySegment segment = MemorySegment.ofArray(packet);
    int header = writer.writeHeader(segment, 0, true, sequence, 960 * sequence, 77, 30);
    BigEndian.put32(segment, 8, ssrc);
    for (int i = 0; i < PAYLOAD_BYTES; i++) {
      packet[header + i] = (byte) "voice!".charAt(i % 6);
    }
    return Arrays.copyOf(packet, header + PAYLOAD_BYTES);
  }

  private static byte[] head(byte[] rtp) {
    return Arrays.copyOf(rtp, rtp.length - PAYLOAD_BYTES);
  }

  private static byte[] rtcp() {
    byte[] packet = new byte[RtcpWriter.SENDER_REPORT_BYTES];
    RtcpWriter.senderReport(MemorySegment.ofArray(packet), 0, SSRC, 1L << 40, 960, 50, 4000);
    return packet;
  }

  private byte[] protect(SrtpContext context, byte[] packet) {
    assertThat(dropOfProtect(context, packet)).isNull();
    return slot();
  }

  private byte[] unprotect(SrtpContext context, byte[] packet) {
    assertThat(dropOfUnprotect(context, packet)).isNull();
    return slot();
  }

  private @Nullable DropReason dropOfProtect(SrtpContext context, byte[] packet) {
    put(packet);
    backend.protect(batch, new SrtpContext[] {context}, 0, 1);
    return batch.dropReason(0);
  }

  private @Nullable DropReason dropOfUnprotect(SrtpContext context, byte[] packet) {
    put(packet);
    backend.unprotect(batch, new SrtpContext[] {context}, 0, 1);
    return batch.dropReason(0);
  }

  private void put(byte[] packet) {
    batch.clear();
    batch.add(0, packet.length);
    MemorySegment.copy(packet, 0, batch.slab(), ValueLayout.JAVA_BYTE, 0, packet.length);
  }

  private byte[] slot() {
    return batch.slab().asSlice(0, batch.length(0)).toArray(ValueLayout.JAVA_BYTE);
  }
}
