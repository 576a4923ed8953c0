package chat.free4.room.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Beside the vectors: what holds for every input. */
class SignedEntryTest {
  private static final RoomId ROOM = RoomId.ofPublic("test");
  private static final SigningKey IDENTITY = SigningKey.ofSeed(Bytes.of(new byte[32]));
  private static final SigningKey DEVICE =
      SigningKey.ofSeed(Bytes.utf8("0123456789abcdef0123456789abcdef"));
  private static final DeviceCertificate CERTIFICATE =
      DeviceCertificate.issue(IDENTITY, DEVICE.publicKey());

  @Test
  void readingIsTheInverseOfWriting() {
    SignedEntry entry = SignedEntry.sign(DEVICE, CERTIFICATE, ROOM, "chat", 3, Bytes.utf8("hi"));
    assertThat(SignedEntry.decode(entry.encode()))
        .isEqualTo(new SignedEntry.Reading.Accepted(entry));
    assertThat(entry.verify(ROOM, "chat")).isNull();
  }

  @Test
  void neverThrowsOnRandomBytesAndReadsOnlyWhatItWouldWrite() {
    long seed = 99;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] raw = new byte[random.nextInt(260)];
      random.nextBytes(raw);
      if (raw.length > 0 && random.nextBoolean()) {
        raw[0] = 1;
      }
      Bytes bytes = Bytes.of(raw);
      if (SignedEntry.decode(bytes) instanceof SignedEntry.Reading.Accepted(SignedEntry entry)) {
        assertThat(entry.encode()).as("seed %d, case %d", seed, i).isEqualTo(bytes);
      }
    }
  }

  @Test
  void noMutationOfASignedEntryVerifies() {
    long seed = 5;
    Random random = new Random(seed);
    byte[] good =
        SignedEntry.sign(DEVICE, CERTIFICATE, ROOM, "chat", 3, Bytes.utf8("hello"))
            .encode()
            .toArray();
    for (int i = 0; i < 150; i++) {
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      if (SignedEntry.decode(Bytes.of(changed))
          instanceof SignedEntry.Reading.Accepted(SignedEntry entry)) {
        assertThat(entry.verify(ROOM, "chat")).as("seed %d, case %d", seed, i).isNotNull();
      }
    }
  }
}
