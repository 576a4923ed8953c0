package chat.free4.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
  @Test
  void addressesCarryNoZoneSinceBrowsersCannotReadIt() {
    assertThat(LocalAddresses.all())
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address.getHostAddress()).doesNotContain("%"));
  }

  @Test
  void loopbackComesLast() {
    List<InetAddress> addresses = LocalAddresses.all();
    int firstLoopback =
        (int) addresses.stream().takeWhile(address -> !address.isLoopbackAddress()).count();
    assertThat(addresses.subList(firstLoopback, addresses.size()))
        .allMatch(InetAddress::isLoopbackAddress);
  }
}
