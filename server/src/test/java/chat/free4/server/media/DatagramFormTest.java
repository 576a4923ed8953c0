package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.IoChoice;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which form is chosen, and what is said of it. */
final class DatagramFormTest {
  private static DatagramForm.Chosen whereItWorks(IoChoice choice) {
    return DatagramForm.choose(choice, Optional::empty);
  }

  private static DatagramForm.Chosen whereItIsRefused(IoChoice choice) {
    return DatagramForm.choose(choice, () -> Optional.of("sendmmsg is refused"));
  }

  @Test
  void nativeFormIsTakenWhereItWorks() {
    assertThat(whereItWorks(IoChoice.AUTO))
        .isEqualTo(whereItWorks(IoChoice.NATIVE))
        .isEqualTo(
            new DatagramForm.Chosen(DatagramForm.NATIVE, "datagrams by recvmmsg and sendmmsg"));
  }

  @Test
  void whereItDoesNotTheOtherOneIsTakenAndTheReasonSaid() {
    DatagramForm.Chosen chosen = whereItIsRefused(IoChoice.AUTO);
    assertThat(chosen.form()).isEqualTo(DatagramForm.NIO);
    assertThat(chosen.summary()).endsWith("the slower way: sendmmsg is refused");
  }

  @Test
  void demandedInVainItIsAnErrorThatNamesTheFlag() {
    assertThatThrownBy(() -> whereItIsRefused(IoChoice.NATIVE))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--io native: sendmmsg is refused");
  }

  @Test
  void nioIsTakenWithoutALookAtTheOther() {
    Supplier<Optional<String>> never =
        () -> {
          throw new AssertionError("asked");
        };
    assertThat(DatagramForm.choose(IoChoice.NIO, never).form()).isEqualTo(DatagramForm.NIO);
  }
}
