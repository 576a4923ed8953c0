package chat.free4.room.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** RFC 8032 section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAndVerifiesTheVectorsOfTheRfc(String seed, String key, String message, String signed) {
    SigningKey signer = SigningKey.ofSeed(hex(seed));
    assertThat(signer.publicKey()).isEqualTo(hex(key));
    assertThat(signer.sign(hex(message))).isEqualTo(hex(signed));
    assertThat(Ed25519.verify(hex(key), hex(message), hex(signed))).isTrue();
    assertThat(Ed25519.verify(hex(key), hex(message + "00"), hex(signed))).isFalse();
  }

  /** Neutral point, order 2, order 4, order 8 twice; either sign of x. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
      })
  void refusesPointsOfSmallOrderWhateverTheirSign(String encoded) {
    assertThat(eightTimes(littleEndian(hex(encoded)))).isEqualTo(BigInteger.ONE);
    assertThat(Ed25519.isCanonicalOfLargeOrder(hex(encoded))).isFalse();
    byte[] negative = hex(encoded).toArray();
    negative[31] |= (byte) 0x80;
    assertThat(Ed25519.isCanonicalOfLargeOrder(Bytes.of(negative))).isFalse();
  }

  @Test
  void refusesCoordinatesFromPUpwards() {
    for (int i = 0xed; i <= 0xff; i++) {
      String encoded = HexFormat.of().toHexDigits((byte) i) + "ff".repeat(30) + "7f";
      assertThat(Ed25519.isCanonicalOfLargeOrder(hex(encoded))).isFalse();
    }
    assertThat(Ed25519.isCanonicalOfLargeOrder(hex("eb" + "ff".repeat(30) + "7f"))).isTrue();
  }

  @Test
  void neverThrowsOnRandomKeysAndSignatures() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] key = new byte[random.nextInt(10) == 0 ? random.nextInt(40) : 32];
      byte[] signature = new byte[random.nextInt(10) == 0 ? random.nextInt(80) : 64];
      random.nextBytes(key);
      random.nextBytes(signature);
      assertThat(Ed25519.verify(Bytes.of(key), Bytes.EMPTY, Bytes.of(signature)))
          .as("seed %d, case %d", seed, i)
          .isFalse();
    }
  }

  /** The y coordinate of 8 times the point with this y, by the doubling formula for y alone. */
  private static BigInteger eightTimes(BigInteger y) {
    BigInteger doubled = y;
    for (int i = 0; i < 3; i++) {
      BigInteger y2 = doubled.multiply(doubled).mod(P);
      // x^2 = (y^2 - 1) / (d y^2 + 1)
      BigInteger x2 =
          y2.subtract(BigInteger.ONE)
              .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
              .mod(P);
      // y(2P) = (y^2 + x^2) / (1 - d x^2 y^2)
      BigInteger below = BigInteger.ONE.subtract(D.multiply(x2).multiply(y2));
      doubled = y2.add(x2).multiply(below.modInverse(P)).mod(P);
    }
    return doubled;
  }

  private static BigInteger littleEndian(Bytes bytes) {
    byte[] reversed = new byte[bytes.length()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = bytes.toArray()[reversed.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static Bytes hex(String text) {
    return Bytes.of(HexFormat.of().parseHex(text));
  }
}
