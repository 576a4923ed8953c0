package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyDerivationTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MASTER_KEY = HEX.parseHex("e1f97a0d3e018be0d64fa32c06de4139");
  private static final byte[] MASTER_SALT = HEX.parseHex("0ec675ad498afeebb6960b3aabe6");

  @Test
  void derivesTheKeysOfRfc3711AppendixB3() {
    assertDerives(KeyDerivation.LABEL_RTP_ENCRYPTION, "c61e7a93744f39ee10734afe3ff7a087");
    assertDerives(KeyDerivation.LABEL_RTP_SALT, "30cbbc08863d8c85d49db34a9ae1");
    assertDerives(
        KeyDerivation.LABEL_RTP_AUTHENTICATION,
        "cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbce"
            + "e049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25"
            + "6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2");
  }

  @Test
  void derivesOtherKeysForRtcp() {
    assertDerives(KeyDerivation.LABEL_RTCP_ENCRYPTION, "4c1aa45a81f73d61c800bbb00fbb1eaa");
    assertDerives(
        KeyDerivation.LABEL_RTCP_AUTHENTICATION, "8d54534feb49ae8e7993a6bd0b844fc323a93dfd");
    assertDerives(KeyDerivation.LABEL_RTCP_SALT, "9581c7ad87b3e530bf3e4454a8b3");
  }

  private static void assertDerives(int label, String expected) {
    byte[] key = KeyDerivation.derive(MASTER_KEY, MASTER_SALT, label, expected.length() / 2);
    assertThat(HEX.formatHex(key)).isEqualTo(expected);
  }
}
