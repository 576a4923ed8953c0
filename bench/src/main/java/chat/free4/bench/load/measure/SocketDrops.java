package chat.free4.bench.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Datagrams that Linux threw away because a socket's buffer was full (proc_net(5), the column
 * {@code drops} of {@code /proc/net/udp}).
 */
public final class SocketDrops {
  private static final int HEXADECIMAL = 16;

  private final Path directory;

  /** Reads the tables in {@code directory}. */
  public SocketDrops(Path directory) {
    this.directory = directory;
  }

  /** Reads those of this machine. */
  public SocketDrops() {
    this(Path.of("/proc/net"));
  }

  /** Drops so far of the sockets with these local ports; 0 where they cannot be seen. */
  public long of(Set<Integer> ports) {
    return in(directory.resolve("udp"), ports) + in(directory.resolve("udp6"), ports);
  }

  private static long in(Path table, Set<Integer> ports) {
    long drops = 0;
    try {
      for (String line : Files.readAllLines(table)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[0].endsWith(":")) {
          String address = fields[1];
          int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEXADECIMAL);
          if (ports.contains(port)) {
            drops += Long.parseLong(fields[fields.length - 1]);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return drops;
    }
    return drops;
  }
}
