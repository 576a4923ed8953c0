package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.TestActs.Actor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedActTest {
  private static final int INPUTS = 20_000;
  private static final int MUTATIONS = 400;

  private final Actor ada = Actor.of("ada");
  private final Actor bob = Actor.of("bob");

  private Bytes mute() {
    return ada.act(1, TestActs.ROOT, ActKind.MUTE, bob.id(), 1);
  }

  @Test
  void whatWasSignedIsReadAndVerifies() {
    SignedAct.Reading reading = SignedAct.decode(mute());
    assertThat(reading).isInstanceOf(SignedAct.Reading.Accepted.class);
    SignedAct act = ((SignedAct.Reading.Accepted) reading).act();
    assertThat(act.encode()).isEqualTo(mute());
    assertThat(act.verify(TestActs.ROOM)).isNull();
    assertThat(act.actor()).isEqualTo(ada.id());
    assertThat(act.encode().length()).isEqualTo(SignedAct.BYTES).isEqualTo(290);
  }

  @Test
  void everyByteIsSigned() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mute().toArray();
      int index = i < bytes.length ? i : random.nextInt(bytes.length);
      bytes[index] ^= (byte) (1 << random.nextInt(8));
      ActDrop drop =
          switch (SignedAct.decode(Bytes.of(bytes))) {
            case SignedAct.Reading.Accepted(SignedAct act) -> act.verify(TestActs.ROOM);
            case SignedAct.Reading.Refused(ActDrop reason) -> reason;
          };
      assertThat(drop).as("seed %d, byte %d", seed, index).isNotNull();
    }
  }

  /** Never throws, and what it accepts it writes again as it was. */
  @Test
  void anyBytesAreReadOrRefused() {
    long seed = 20_261_124;
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      Bytes input = input(random);
      switch (SignedAct.decode(input)) {
        case SignedAct.Reading.Accepted(SignedAct act) -> {
          accepted++;
          assertThat(act.encode()).as("seed %d, input %d", seed, i).isEqualTo(input);
        }
        case SignedAct.Reading.Refused(ActDrop reason) ->
            assertThat(reason).isEqualTo(ActDrop.MALFORMED);
      }
    }
    assertThat(accepted).as("the fuzzer reaches what is behind the checks").isGreaterThan(100);
  }

  private static Bytes input(Random random) {
    byte[] bytes = new byte[random.nextInt(10) > 0 ? SignedAct.BYTES : random.nextInt(400)];
    random.nextBytes(bytes);
    if (bytes.length == SignedAct.BYTES && random.nextInt(4) > 0) {
      bytes[0] = 1;
      bytes[1] = (byte) random.nextInt(24);
      Arrays.fill(bytes, 18, 22, (byte) 0);
      Arrays.fill(bytes, 218, 225, (byte) 0);
      bytes[225] = (byte) random.nextInt(2);
      if (random.nextBoolean()) {
        Arrays.fill(bytes, 186, 218, (byte) 0);
      }
    }
    return Bytes.of(bytes);
  }
}
