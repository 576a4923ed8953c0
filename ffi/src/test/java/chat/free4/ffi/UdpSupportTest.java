package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is refused is told why. */
@EnabledOnOs(OS.LINUX)
class UdpSupportTest {
  @Test
  void worksHere() {
    assertThat(UdpSupport.whyNot()).isEmpty();
  }

  @Test
  void otherSystemIsNamed() {
    assertThat(UdpSupport.whyNot("Mac OS X", true)).contains("this is Mac OS X, not Linux");
  }

  @Test
  void withoutNativeAccessTheFlagIsNamed() {
    assertThat(UdpSupport.whyNot("Linux", false).orElse(""))
        .contains("--enable-native-access=ALL-UNNAMED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"recvmmsg", "sendmmsg", "eventfd", "epoll_wait"})
  void missingFunctionIsNamed(String missing) {
    SymbolLookup all = Linker.nativeLinker().defaultLookup();
    SymbolLookup most = name -> name.equals(missing) ? Optional.empty() : all.find(name);
    assertThat(UdpSupport.missing(most)).contains("the C library has no " + missing);
    assertThat(UdpSupport.missing(all)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sendmmsg, 1, sendmmsg is refused",
    "sendmmsg, 38, sendmmsg is refused",
    "recvmmsg, 38, recvmmsg is refused",
    "eventfd, 1, eventfd: EPERM",
    "socket, 13, socket: EACCES"
  })
  void refusedSystemCallIsNamed(String call, int errno, String reason) throws Exception {
    int number =
        switch (call) {
          case "sendmmsg" -> SystemCalls.SENDMMSG;
          case "recvmmsg" -> SystemCalls.RECVMMSG;
          case "eventfd" -> SystemCalls.EVENTFD;
          default -> SystemCalls.SOCKET;
        };
    Optional<String> said = SystemCalls.whileRefused(number, errno, UdpSupport::whyNot);
    assertThat(said).contains(reason);
  }

  /** What a JVM says that was started without access, and forbids it. */
  public static final class Alone {
    private Alone() {}

    /** Prints why not. */
    public static void main(String[] arguments) {
      System.out.print(UdpSupport.whyNot().orElse("it works"));
    }
  }

  @Test
  void processWithoutNativeAccessIsTold() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Alone.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).startsWith("native access is off");
  }
}
