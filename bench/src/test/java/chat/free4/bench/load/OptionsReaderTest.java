package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.ffi.SrtpChoice;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.BrowserKind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsReaderTest {
  private static LoadOptions read(String... arguments) {
    return OptionsReader.read(List.of(arguments));
  }

  @Test
  void withoutFlagsASmallRoomOfThisMachineIsFilled() {
    LoadOptions options = read();
    assertThat(options.servers()).containsExactly(URI.create("http://localhost:8080"));
    assertThat(options.follow()).isFalse();
    assertThat(options.total()).isEqualTo(10);
    assertThat(options.publishers()).isEqualTo(3);
    assertThat(options.slots()).isEqualTo(9);
    assertThat(options.profiles()).containsExactly(SrtpProfile.AEAD_AES_128_GCM);
    assertThat(options.decryptPercent()).isEqualTo(100);
    assertThat(options.pid()).isZero();
  }

  @Test
  void everyFlagIsTaken() {
    LoadOptions options =
        read(
            ("https://voice.example.org:8443 http://two --follow --until-eof --rooms=50 --members 20 --publishers 4 --seconds 30"
                    + " --warm-up 2 --payload 60 --slots 3 --ramp 100 --srtp sha1 --browser firefox"
                    + " --storm 501 --storm-seconds 5"
                    + " --decrypt 1 --pid 42 --json - --report r.html --insecure --io nio"
                    + " --crypto jce --threads 2")
                .split(" ", -1));
    assertThat(options)
        .isEqualTo(
            new LoadOptions(
                List.of(URI.create("https://voice.example.org:8443"), URI.create("http://two")),
                50,
                20,
                4,
                30,
                2,
                60,
                3,
                100,
                501,
                5,
                List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80),
                BrowserKind.FIREFOX,
                1,
                42,
                "-",
                "r.html",
                true,
                true,
                true,
                LoadOptions.Io.NIO,
                SrtpChoice.JCE,
                2));
    assertThat(options.total()).isEqualTo(1000);
    assertThat(options.stormRamp()).isEqualTo(101);
  }

  @Test
  void slotsAreEnoughUpToWhatAServerGives() {
    assertThat(read("--members", "2").slots()).isEqualTo(1);
    assertThat(read("--members", "1").slots()).isEqualTo(1);
    assertThat(read("--members", "500").slots()).isEqualTo(24);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rooms 0           | --rooms: want a number from 1 to 10000, not 0.",
        "--rooms many        | --rooms: want a number from 1 to 10000, not many.",
        "--rooms             | --rooms: wants a value.",
        "--rooms 2 --rooms 3 | --rooms: given twice.",
        "--rom 2             | --rom: unknown flag; ./load --help lists them.",
        "--payload 16        | --payload: want a number from 17 to 1200, not 16.",
        "--publishers 11     | --publishers: a room of 10 has no 11 who speak.",
        "--rooms 9999        | --members: at most 20000 in all rooms together.",
        "--storm 19999       | --members: at most 20000 in all rooms together.",
        "--srtp aes          | --srtp: want gcm, sha1 or both.",
        "--browser lynx      | --browser: want chromium or firefox.",
        "--io fast           | --io: want auto, epoll or nio.",
        "--crypto rot13      | --crypto: want auto, ipsec-mb, openssl or jce.",
        "--insecure=maybe    | --insecure: want true or false.",
        "--json=             | --json: wants a file.",
        "ftp://a.example     | ftp://a.example: want a URL such as https://voice.example.org:8443.",
      })
  void aWrongFlagIsNamedInOneLine(String arguments, String complaint) {
    assertThatThrownBy(() -> read(arguments.strip().split(" ", -1)))
        .isInstanceOf(OptionException.class)
        .hasMessage(complaint);
  }

  @Test
  void nodesAreManyButNotTooMany() {
    String[] urls = new String[OptionsReader.MAX_SERVERS + 1];
    java.util.Arrays.setAll(urls, i -> "http://n" + i);
    String[] enough = java.util.Arrays.copyOf(urls, OptionsReader.MAX_SERVERS);
    assertThat(read(enough).servers()).hasSize(OptionsReader.MAX_SERVERS);
    assertThatThrownBy(() -> read(urls))
        .isInstanceOf(OptionException.class)
        .hasMessage("http://n64: 64 URLs are enough.");
  }

  @Test
  void helpNamesEveryFlag() {
    assertThat(OptionsReader.wantsHelp(List.of("--rooms", "3", "--help"))).isTrue();
    for (String name : OptionsReader.NAMES) {
      assertThat(OptionsReader.HELP).contains("--" + name);
    }
  }
}
