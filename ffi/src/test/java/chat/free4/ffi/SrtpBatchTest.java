package chat.free4.ffi;

import static chat.free4.ffi.SrtpPackets.inbound;
import static chat.free4.ffi.SrtpPackets.outbound;
import static chat.free4.ffi.SrtpPackets.protect;
import static chat.free4.ffi.SrtpPackets.rtp;
import static chat.free4.ffi.SrtpPackets.unprotect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.SrtpPackets.Outcome;
import chat.free4.rtc.srtp.CipherBatch;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpDrop;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch comes out as if its packets had come one by one. */
@ParameterizedClass
@EnumSource(SrtpLibrary.class)
class SrtpBatchTest {
  private static final int SSRC = 0x01020304;

  private final SrtpBackend backend;

  SrtpBatchTest(SrtpLibrary library) {
    this.backend = SrtpBackends.choose(List.of(library)).open();
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theSamePacketTwiceInABatchIsTakenOnce(SrtpProfile profile) {
    SrtpContext sender = outbound(backend, profile);
    SrtpContext receiver = inbound(backend, profile);
    byte[] first = sealed(sender, 9);
    byte[] second = sealed(sender, 10);
    assertThat(drops(unprotect(backend, receiver, first, second, first, second)))
        .containsExactly(null, null, SrtpDrop.REPLAYED, SrtpDrop.REPLAYED);
    byte[] third = sealed(sender, 11);
    assertThat(drops(unprotect(backend, receiver, third, third, third)))
        .as("of a stream that is known")
        .containsExactly(null, SrtpDrop.REPLAYED, SrtpDrop.REPLAYED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aForgedPacketDoesNotTakeTheIndexOfTheGenuineOneBehindIt(SrtpProfile profile) {
    SrtpContext sender = outbound(backend, profile);
    SrtpContext receiver = inbound(backend, profile);
    assertThat(drops(unprotect(backend, receiver, sealed(sender, 1)))).containsOnlyNulls();
    byte[] genuine = sealed(sender, 2);
    List<Outcome> outcomes = unprotect(backend, receiver, forged(genuine), genuine, genuine);
    assertThat(drops(outcomes)).containsExactly(SrtpDrop.AUTH_FAILED, null, SrtpDrop.REPLAYED);
    assertThat(outcomes.get(1).bytes()).isEqualTo(rtp(SSRC, 2));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aForgedFirstPacketMakesNoStream(SrtpProfile profile) {
    SrtpContext sender = outbound(backend, profile);
    SrtpContext receiver = inbound(backend, profile);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < SrtpContext.MAX_STREAMS; i++) {
      packets.add(forged(protect(backend, sender, rtp(i, 60_000)).getFirst().bytes()));
    }
    // Had 60,000 been believed, 5 would be in the rollover after it.
    byte[] genuine = sealed(outbound(backend, profile), 5);
    packets.add(forged(sealed(outbound(backend, profile), 60_000)));
    packets.add(genuine);
    List<Outcome> outcomes = unprotect(backend, receiver, packets.toArray(byte[][]::new));
    assertThat(drops(outcomes.subList(0, packets.size() - 1))).containsOnly(SrtpDrop.AUTH_FAILED);
    assertThat(outcomes.getLast().bytes()).isEqualTo(rtp(SSRC, 5));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aStreamMayBeginAndRollOverInOneBatch(SrtpProfile profile) {
    SrtpContext sender = outbound(backend, profile);
    SrtpContext receiver = inbound(backend, profile);
    int[] sequences = {65_534, 65_535, 0, 1, 65_533, 3};
    byte[][] plain = Arrays.stream(sequences).mapToObj(s -> rtp(SSRC, s)).toArray(byte[][]::new);
    List<Outcome> sealed = protect(backend, sender, plain);
    assertThat(drops(sealed)).containsOnlyNulls();
    List<Outcome> opened =
        unprotect(backend, receiver, sealed.stream().map(Outcome::bytes).toArray(byte[][]::new));
    for (int i = 0; i < plain.length; i++) {
      assertThat(opened.get(i).bytes()).as("packet %d", i).isEqualTo(plain[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aForgedLeapDoesNotMoveTheEstimateOfWhatFollows(SrtpProfile profile) {
    SrtpContext sender = outbound(backend, profile);
    SrtpContext receiver = inbound(backend, profile);
    unprotect(backend, receiver, sealed(sender, 20_000));
    byte[] leap = forged(sealed(outbound(backend, profile), 50_000));
    byte[] old = sealed(sender, 19_990);
    byte[] genuine = sealed(sender, 22_000);
    assertThat(drops(unprotect(backend, receiver, leap, genuine, leap, old)))
        .containsExactly(SrtpDrop.AUTH_FAILED, null, SrtpDrop.AUTH_FAILED, SrtpDrop.TOO_OLD);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aBatchOverTheRoundsLimitIsDoneInRounds(SrtpProfile profile) {
    SrtpContext sender = outbound(backend, profile);
    SrtpContext receiver = inbound(backend, profile);
    byte[][] plain = new byte[3 * CipherBatch.CAPACITY + 1][];
    Arrays.setAll(plain, i -> rtp(SSRC, i));
    List<Outcome> sealed = protect(backend, sender, plain);
    List<Outcome> opened =
        unprotect(backend, receiver, sealed.stream().map(Outcome::bytes).toArray(byte[][]::new));
    for (int i = 0; i < plain.length; i++) {
      assertThat(opened.get(i).bytes()).as("packet %d", i).isEqualTo(plain[i]);
    }
  }

  /** Several transports of both profiles, loss, reorder, doubles, forgeries and leaps. */
  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aBatchComesOutAsItsPacketsOneByOne(SrtpProfile profile) {
    int seed = 3711 + profile.id();
    Random random = new Random(seed);
    SrtpBackend reference = new JceSrtpBackend();
    List<SrtpContext> senders = new ArrayList<>();
    List<SrtpContext> receivers = new ArrayList<>();
    List<SrtpContext> references = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      SrtpProfile each = i == 0 ? other(profile) : profile;
      senders.add(outbound(reference, each));
      receivers.add(inbound(backend, each));
      references.add(inbound(reference, each));
    }
    int[] sequences = new int[8];
    Arrays.setAll(sequences, i -> random.nextInt(1 << 16));
    for (int batch = 0; batch < 150; batch++) {
      List<Integer> owners = new ArrayList<>();
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(40); i++) {
        int owner = random.nextInt(4);
        int stream = 2 * owner + random.nextInt(2);
        // Mostly the next, at times a leap of up to a third of the range.
        sequences[stream] += random.nextInt(12) == 0 ? random.nextInt(22_000) : 1;
        byte[] plain =
            random.nextInt(8) == 0
                ? SrtpPackets.randomRtcp(random, stream)
                : SrtpPackets.randomRtp(random, stream, sequences[stream] & 0xffff);
        Outcome sealed = protect(reference, senders.get(owner), plain).getFirst();
        if (sealed.drop() != null || random.nextInt(10) == 0) {
          continue;
        }
        byte[] packet = sealed.bytes();
        int at = random.nextInt(packets.size() + 1);
        packets.add(at, random.nextInt(10) == 0 ? forged(packet) : packet);
        owners.add(at, owner);
        if (random.nextInt(6) == 0) {
          packets.add(packet);
          owners.add(owner);
        }
      }
      List<Outcome> actual =
          unprotect(backend, owners.stream().map(receivers::get).toList(), packets);
      for (int i = 0; i < packets.size(); i++) {
        Outcome expected =
            unprotect(reference, references.get(owners.get(i)), packets.get(i)).getFirst();
        assertThat(merged(actual.get(i)))
            .as("seed %d, batch %d, packet %d", seed, batch, i)
            .isEqualTo(merged(expected));
      }
    }
  }

  private static SrtpProfile other(SrtpProfile profile) {
    return switch (profile) {
      case AEAD_AES_128_GCM -> SrtpProfile.AES128_CM_HMAC_SHA1_80;
      case AES128_CM_HMAC_SHA1_80 -> SrtpProfile.AEAD_AES_128_GCM;
    };
  }

  /** A double that falls out of the window within its batch may be called either. */
  private static String merged(Outcome outcome) {
    return outcome.drop() == SrtpDrop.TOO_OLD ? SrtpDrop.REPLAYED.toString() : outcome.toString();
  }

  private byte[] sealed(SrtpContext sender, int sequence) {
    return protect(backend, sender, rtp(SSRC, sequence)).getFirst().bytes();
  }

  /** With another tag. */
  private static byte[] forged(byte[] packet) {
    byte[] forged = packet.clone();
    forged[forged.length - 5] ^= 0x40;
    return forged;
  }

  private static List<@Nullable DropReason> drops(List<Outcome> outcomes) {
    List<@Nullable DropReason> drops = new ArrayList<>();
    outcomes.forEach(outcome -> drops.add(outcome.drop()));
    return drops;
  }
}
