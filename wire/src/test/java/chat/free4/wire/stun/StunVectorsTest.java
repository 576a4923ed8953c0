package chat.free4.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 5769. */
final class StunVectorsTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

  private static final String REQUEST =
      """
      00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
      80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
      00 24 00 04 6e 00 01 ff
      80 29 00 08 93 2f f9 b1 51 26 3b 36
      00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
      00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
      80 28 00 04 e5 7a 3b cf
      """;

  private static final String IPV4_RESPONSE =
      """
      01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
      80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
      00 20 00 08 00 01 a1 47 e1 12 a6 43
      00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
      80 28 00 04 c0 7d 4c 96
      """;

  private static final String IPV6_RESPONSE =
      """
      01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
      80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
      00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
      00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
      80 28 00 04 c8 fb 0b 4c
      """;

  private static final String LONG_TERM_REQUEST =
      """
      00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
      00 06 00 12 e3 83 9e e3 83 88 e3 83 aa e3 83 83 e3 82 af e3 82 b9 00 00
      00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39 46 53 54 76 79 36 34
      73 41
      00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
      00 08 00 14 f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66
      """;

  private final StunReader reader = new StunReader();

  private void parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    assertThat(reader.parse(MemorySegment.ofArray(bytes), 0, bytes.length)).isNull();
  }

  @Test
  void sampleRequestIsReadAndVerified() {
    parse(REQUEST);

    assertThat(reader.type()).isEqualTo(Stun.BINDING_REQUEST);
    assertThat(reader.transactionHigh()).isEqualTo(0xb7e7a701);
    assertThat(reader.transactionLow()).isEqualTo(0xbc34d686fa87dfaeL);
    assertThat(reader.priority()).isEqualTo(0x6e0001ff);
    assertThat(reader.isControlled()).isTrue();
    assertThat(reader.isControlling()).isFalse();
    assertThat(reader.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
    assertThat(reader.usernameStartsWith("evtj:h6vY".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(reader.usernameStartsWith("evtj:h6vX".getBytes(StandardCharsets.US_ASCII)))
        .isFalse();
    assertThat(reader.useCandidate()).isFalse();
    assertThat(reader.hasFingerprint()).isTrue();
    assertThat(reader.unknownCount()).isZero();
    assertThat(reader.verify(StunIntegrity.ofPassword(PASSWORD))).isTrue();
    assertThat(reader.verify(StunIntegrity.ofPassword(PASSWORD + "x"))).isFalse();
  }

  @Test
  void sampleIpv4ResponseIsReadAndVerified() {
    parse(IPV4_RESPONSE);

    TransportAddress address = new TransportAddress();
    assertThat(reader.mappedAddress(address)).isTrue();
    assertThat(address.isIpv6()).isFalse();
    assertThat(address.ipv4()).isEqualTo(0xC0000201);
    assertThat(address.port()).isEqualTo(32853);
    assertThat(reader.verify(StunIntegrity.ofPassword(PASSWORD))).isTrue();
  }

  @Test
  void sampleIpv6ResponseIsReadAndVerified() {
    parse(IPV6_RESPONSE);

    TransportAddress address = new TransportAddress();
    assertThat(reader.mappedAddress(address)).isTrue();
    assertThat(address.isIpv6()).isTrue();
    assertThat(address.ipv6High()).isEqualTo(0x20010db812345678L);
    assertThat(address.ipv6Low()).isEqualTo(0x0011223344556677L);
    assertThat(address.port()).isEqualTo(32853);
    assertThat(reader.verify(StunIntegrity.ofPassword(PASSWORD))).isTrue();
  }

  @Test
  void sampleLongTermRequestIsVerifiedAndItsRealmAndNonceReportedAsUnknown() throws Exception {
    parse(LONG_TERM_REQUEST);

    String user = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9";
    byte[] key =
        MessageDigest.getInstance("MD5")
            .digest((user + ":example.org:TheMatrIX").getBytes(StandardCharsets.UTF_8));
    assertThat(reader.usernameStartsWith(user.getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(reader.verify(new StunIntegrity(key))).isTrue();
    assertThat(reader.hasFingerprint()).isFalse();
    assertThat(reader.unknownCount()).isEqualTo(2);
    assertThat(reader.unknown(0)).isEqualTo(0x0015);
    assertThat(reader.unknown(1)).isEqualTo(0x0014);
  }

  @Test
  void sampleAddressesAreWrittenAsTheyStandInTheVectors() {
    MemorySegment out = MemorySegment.ofArray(new byte[100]);
    TransportAddress address = new TransportAddress();
    address.setIpv4(0xC0000201, 32853);
    new StunWriter()
        .begin(out, 0, Stun.BINDING_SUCCESS, 0xb7e7a701, 0xbc34d686fa87dfaeL)
        .mappedAddress(address);
    assertThat(hex(out, 20, 12)).isEqualTo("002000080001a147e112a643");

    address.setIpv6(0x20010db812345678L, 0x0011223344556677L, 32853);
    new StunWriter()
        .begin(out, 0, Stun.BINDING_SUCCESS, 0xb7e7a701, 0xbc34d686fa87dfaeL)
        .mappedAddress(address);
    assertThat(hex(out, 20, 24)).isEqualTo("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
  }

  private static String hex(MemorySegment segment, long offset, int length) {
    return HexFormat.of()
        .formatHex(
            segment.asSlice(offset, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }
}
