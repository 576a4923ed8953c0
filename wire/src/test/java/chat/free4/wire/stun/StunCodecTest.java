package chat.free4.wire.stun;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StunCodecTest {
  private static final StunIntegrity KEY = StunIntegrity.ofPassword("a password of 22 chars");
  private static final byte[] NAME = "12345678:abcd".getBytes(US_ASCII);

  private final MemorySegment slab = Arena.ofAuto().allocate(4096);
  private final StunReader reader = new StunReader();
  private final StunWriter writer = new StunWriter();

  private int writeCheck(long offset) {
    return writer
        .begin(slab, offset, Stun.BINDING_REQUEST, 7, 8)
        .username(NAME)
        .priority(0x9E00_0001)
        .controlling(99)
        .useCandidate()
        .integrity(KEY)
        .finish();
  }

  @Test
  void whatIsWrittenIsReadAgainAtAnyOffset() {
    for (long offset : new long[] {0, 1, 2048, 2051}) {
      int length = writeCheck(offset);

      assertThat(reader.parse(slab, offset, length)).isNull();
      assertThat(reader.type()).isEqualTo(Stun.BINDING_REQUEST);
      assertThat(reader.transactionHigh()).isEqualTo(7);
      assertThat(reader.transactionLow()).isEqualTo(8);
      assertThat(reader.usernameStartsWith(NAME)).isTrue();
      assertThat(reader.priority()).isEqualTo(0x9E00_0001);
      assertThat(reader.isControlling()).isTrue();
      assertThat(reader.tieBreaker()).isEqualTo(99);
      assertThat(reader.useCandidate()).isTrue();
      assertThat(reader.hasFingerprint()).isTrue();
      assertThat(reader.verify(KEY)).isTrue();
      assertThat(reader.verify(StunIntegrity.ofPassword("another"))).isFalse();
    }
  }

  @Test
  void paddingIsZeroEvenInAUsedBuffer() {
    slab.fill((byte) 0x55);
    writeCheck(0);

    assertThat(slab.get(ValueLayout.JAVA_BYTE, 20 + 4 + NAME.length)).isZero();
    assertThat(slab.get(ValueLayout.JAVA_BYTE, 20 + 4 + 15)).isZero();
  }

  @Test
  void errorsCarryTheirCodeAndWhatWasNotUnderstood() {
    int length =
        writer
            .begin(slab, 0, Stun.BINDING_REQUEST, 1, 2)
            .attribute(0x7F01, new byte[3])
            .attribute(0x7F02, new byte[0])
            .attribute(0xC001, new byte[4])
            .finish();
    assertThat(reader.parse(slab, 0, length)).isNull();
    assertThat(reader.unknownCount()).isEqualTo(2);

    int answer =
        writer
            .begin(slab, 2048, Stun.BINDING_ERROR, 1, 2)
            .errorCode(Stun.UNKNOWN_ATTRIBUTE)
            .unknownAttributes(reader)
            .finish();
    assertThat(reader.parse(slab, 2048, answer)).isNull();
    assertThat(reader.errorCode()).isEqualTo(420);
    assertThat(slab.get(Stun.SHORT, 2048 + 20 + 8 + 4)).isEqualTo((short) 0x7F01);
    assertThat(slab.get(Stun.SHORT, 2048 + 20 + 8 + 6)).isEqualTo((short) 0x7F02);
  }

  @Test
  void unknownAttributesOverTheLimitAreNotRemembered() {
    writer.begin(slab, 0, Stun.BINDING_REQUEST, 1, 2);
    for (int i = 0; i <= StunReader.MAX_UNKNOWN; i++) {
      writer.attribute(0x7F00 + i, new byte[0]);
    }
    assertThat(reader.parse(slab, 0, writer.finish())).isNull();
    assertThat(reader.unknownCount()).isEqualTo(StunReader.MAX_UNKNOWN);
  }

  @Test
  void attributesOverTheLimitAreRefused() {
    writer.begin(slab, 0, Stun.BINDING_REQUEST, 1, 2);
    for (int i = 0; i < StunReader.MAX_ATTRIBUTES; i++) {
      writer.attribute(0xC000, new byte[0]);
    }
    assertThat(reader.parse(slab, 0, writer.finish())).isEqualTo(StunDrop.TOO_MANY_ATTRIBUTES);
  }

  @Test
  void theFirstOfTwoEqualAttributesCounts() {
    int length =
        writer
            .begin(slab, 0, Stun.BINDING_REQUEST, 1, 2)
            .username(NAME)
            .username("else".getBytes(US_ASCII))
            .priority(1)
            .priority(2)
            .finish();
    assertThat(reader.parse(slab, 0, length)).isNull();
    assertThat(reader.usernameStartsWith(NAME)).isTrue();
    assertThat(reader.priority()).isEqualTo(1);
  }

  @Test
  void whatFollowsTheIntegrityIsNotLookedAt() {
    int length =
        writer
            .begin(slab, 0, Stun.BINDING_REQUEST, 1, 2)
            .username(NAME)
            .integrity(KEY)
            .useCandidate()
            .finish();
    assertThat(reader.parse(slab, 0, length)).isNull();
    assertThat(reader.verify(KEY)).isTrue();
    assertThat(reader.useCandidate()).isFalse();
  }

  @Test
  void eachFlawHasItsReason() {
    int length = writeCheck(0);

    assertThat(reader.parse(slab, 0, 19)).isEqualTo(StunDrop.TOO_SHORT);
    assertThat(reader.parse(slab, 0, length - 4)).isEqualTo(StunDrop.WRONG_LENGTH);
    assertThat(reader.parse(slab, 0, length + 4)).isEqualTo(StunDrop.WRONG_LENGTH);
    assertThat(flawed(length, 0, 0x80)).isEqualTo(StunDrop.NOT_STUN);
    assertThat(flawed(length, 4, 0x01)).isEqualTo(StunDrop.WRONG_COOKIE);
    assertThat(flawed(length, 22, 0xFF)).isEqualTo(StunDrop.TRUNCATED_ATTRIBUTE);
    assertThat(flawed(length, 20 + 20 + 3, 0x01)).isEqualTo(StunDrop.BAD_ATTRIBUTE);
    assertThat(flawed(length, length - 1, 0x01)).isEqualTo(StunDrop.WRONG_FINGERPRINT);

    writer.begin(slab, 0, Stun.BINDING_REQUEST, 1, 2).finish();
    writer.priority(1);
    assertThat(reader.parse(slab, 0, 20 + 8 + 8)).isEqualTo(StunDrop.FINGERPRINT_NOT_LAST);
  }

  private StunDrop flawed(int length, int at, int bits) {
    byte was = slab.get(ValueLayout.JAVA_BYTE, at);
    slab.set(ValueLayout.JAVA_BYTE, at, (byte) (was ^ bits));
    StunDrop drop = reader.parse(slab, 0, length);
    slab.set(ValueLayout.JAVA_BYTE, at, was);
    assertThat(drop).isNotNull();
    return java.util.Objects.requireNonNull(drop);
  }

  @Test
  void aRequestLeadsToThePeerByItsUserFragment() {
    int length = writeCheck(5);
    assertThat(UfragKey.ofRequest(slab, 5, length)).isEqualTo(UfragKey.of("12345678"));

    int other =
        writer
            .begin(slab, 0, Stun.BINDING_REQUEST, 1, 2)
            .priority(1)
            .username("1234567:abcd".getBytes(US_ASCII))
            .finish();
    assertThat(UfragKey.ofRequest(slab, 0, other)).isEqualTo(UfragKey.NONE);

    int response = writer.begin(slab, 0, Stun.BINDING_SUCCESS, 1, 2).username(NAME).finish();
    assertThat(UfragKey.ofRequest(slab, 0, response)).isEqualTo(UfragKey.NONE);
    assertThat(UfragKey.of("short")).isEqualTo(UfragKey.NONE);
    assertThat(UfragKey.of("éééééééé")).isEqualTo(UfragKey.NONE);
  }

  @Test
  void ipv4MappedIntoIpv6BecomesIpv4() {
    TransportAddress address = new TransportAddress();
    address.set(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1}, 70);
    assertThat(address.isIpv6()).isFalse();
    assertThat(address.ipv4()).isEqualTo(0x0A000001);
    assertThat(address.port()).isEqualTo(70);
  }

  @Test
  void mutatedAndRandomMessagesAreReadOrRefusedAndNeverThrow() {
    long seed = 8489;
    Random random = new Random(seed);
    byte[] bytes = new byte[256];
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      int length = writeCheck(0);
      if (i % 4 == 0) {
        length = random.nextInt(256);
        random.nextBytes(bytes);
        MemorySegment.copy(bytes, 0, slab, ValueLayout.JAVA_BYTE, 8, 248);
        slab.set(Stun.INT, 0, (random.nextInt(4) << 16) | Math.max(0, length - 20));
        slab.set(Stun.INT, 4, Stun.MAGIC_COOKIE);
      } else {
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
          slab.set(ValueLayout.JAVA_BYTE, random.nextInt(length), (byte) random.nextInt());
        }
      }
      // The message ends where the segment does, so that reading over the end throws.
      MemorySegment message = slab.asSlice(0, length);
      boolean good;
      try {
        UfragKey.ofRequest(message, 0, length);
        good = reader.parse(message, 0, length) == null;
        if (good) {
          readEverything();
          read++;
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " case " + i, e);
      }
    }
    assertThat(read).as("some pass, so that getters are run too").isGreaterThan(100);
  }

  private void readEverything() {
    reader.usernameStartsWith(NAME);
    reader.verify(KEY);
    reader.errorCode();
    reader.mappedAddress(new TransportAddress());
    assertThat(reader.unknownCount()).isBetween(0, StunReader.MAX_UNKNOWN);
    assertThat(reader.isControlling() || reader.isControlled() || reader.tieBreaker() == 0)
        .isTrue();
    assertThat(reader.hasPriority() || reader.priority() == 0).isTrue();
  }
}
