package chat.free4.room.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.SigningKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the network sends is refused or is what it says; it never throws, and has one spelling. */
class DescriptorFuzzTest {
  private static final int INPUTS = 20_000;
  private static final long SEED = 0x5ea1ed;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final SigningKey identity = key();
  private final SigningKey device = key();
  private final DeviceCertificate certificate =
      DeviceCertificate.issue(identity, device.publicKey());

  @Test
  void twentyThousandInputsAreRefusedOrComeBackAsTheyWere() {
    List<Bytes> good = new ArrayList<>();
    for (int deputies = 0; deputies <= Terms.MAX_DEPUTIES; deputies++) {
      good.add(genesis(deputies).encode());
    }
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      Bytes input = mutated(good.get(random.nextInt(good.size())));
      Descriptor descriptor = Descriptor.decode(input);
      if (descriptor != null) {
        accepted++;
        assertThat(descriptor.encode()).as("seed %x, input %d", SEED, i).isEqualTo(input);
      }
    }
    assertThat(accepted).as("some mutations keep the form").isBetween(INPUTS / 10, INPUTS);
  }

  @Test
  void noMutatedDescriptorOpensItsRoom() {
    Descriptor genesis = genesis(2);
    Bytes good = genesis.encode();
    for (int i = 0; i < 1_000; i++) {
      Bytes input = mutated(good);
      if (!input.equals(good)) {
        assertThat(DescriptorChain.read(DescriptorChain.roomOf(genesis), List.of(input), null))
            .as("seed %x, input %d", SEED, i)
            .isInstanceOf(DescriptorChain.Reading.Refused.class);
      }
    }
  }

  private Descriptor genesis(int deputies) {
    List<Bytes> keys = new ArrayList<>();
    for (int i = 0; i < deputies; i++) {
      byte[] key = new byte[32];
      key[0] = (byte) (i + 1);
      keys.add(Bytes.of(key));
    }
    return new Terms(
            SealedKind.UNLISTED,
            1,
            Bytes.EMPTY,
            identity.publicKey(),
            keys,
            randomBytes(32),
            0,
            Bytes.EMPTY,
            randomBytes(Terms.WRAPPED_BYTES),
            randomBytes(Terms.SEALED_OVERHEAD + Terms.PADDING_BYTES * (1 + deputies)))
        .sign(certificate, device);
  }

  /** A byte changed, cut off, put in, a length replaced, or nothing of it left. */
  private Bytes mutated(Bytes input) {
    byte[] bytes = input.toArray();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        return input.slice(0, at);
      }
      case 2 -> {
        ByteBuffer longer = ByteBuffer.allocate(bytes.length + 1);
        longer.put(bytes, 0, at).put((byte) random.nextInt()).put(bytes, at, bytes.length - at);
        return Bytes.of(longer.array());
      }
      case 3 -> {
        int start = Math.min(at, bytes.length - Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(start, random.nextInt());
      }
      case 4 -> {
        return randomBytes(random.nextInt(2 * Descriptor.MAX_BYTES));
      }
      default -> {
        for (int i = 0; i < 8; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return Bytes.of(bytes);
  }

  private SigningKey key() {
    return SigningKey.ofSeed(randomBytes(SigningKey.SEED_BYTES));
  }

  private Bytes randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
