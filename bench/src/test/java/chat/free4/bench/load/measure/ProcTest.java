package chat.free4.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of the process file system. */
class ProcTest {
  @TempDir Path proc;

  @Test
  void cpuTimeIsUserAndSystemWhateverTheProcessIsCalled() throws IOException {
    Files.createDirectory(proc.resolve("42"));
    Files.writeString(
        proc.resolve("42/stat"),
        "42 (a ) b (c) S 1 42 42 0 -1 4194560 99 0 0 0 150 75 0 0 20 0 30 0 123 456 789\n");
    assertThat(new ProcessProbe(proc, 42).cpuSeconds()).hasValue(2.25);
  }

  @Test
  void residentMemoryIsInBytes() throws IOException {
    Files.createDirectory(proc.resolve("42"));
    Files.writeString(
        proc.resolve("42/status"), "Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n");
    ProcessProbe probe = new ProcessProbe(proc, 42);
    assertThat(probe.residentBytes()).hasValue(204_800);
    assertThat(probe.peakResidentBytes()).hasValue(307_200);
  }

  @Test
  void aProcessThatIsNotThereIsNotSeen() {
    ProcessProbe probe = new ProcessProbe(proc, 43);
    assertThat(probe.cpuSeconds()).isEmpty();
    assertThat(probe.residentBytes()).isEmpty();
  }

  @Test
  void dropsAreThoseOfTheseSocketsAlone() throws IOException {
    Files.writeString(
        proc.resolve("udp"),
        """
           sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
          100: 0100007F:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 101 2 0000000000000000 7
          101: 0100007F:1F91 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 102 2 0000000000000000 50
        """);
    Files.writeString(
        proc.resolve("udp6"),
        """
           sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
          102: 00000000000000000000000001000000:1F92 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 103 2 0000000000000000 4
        """);
    SocketDrops drops = new SocketDrops(proc);
    assertThat(drops.of(Set.of(8080, 8082))).isEqualTo(11);
    assertThat(drops.of(Set.of())).isZero();
    assertThat(new SocketDrops(proc.resolve("nowhere")).of(Set.of(8080))).isZero();
  }
}
