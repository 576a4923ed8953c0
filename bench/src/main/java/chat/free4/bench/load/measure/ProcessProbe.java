package chat.free4.bench.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** CPU time and resident memory of a process, as Linux tells them (proc_pid_stat(5)). */
public final class ProcessProbe {
  /** USER_HZ, which is 100 wherever Linux runs Java. */
  private static final double TICKS_A_SECOND = 100;

  /** Fields of {@code stat} after the name in parentheses: utime is the 14th of all, stime next. */
  private static final int USER_TIME_AFTER_NAME = 11;

  private static final int SYSTEM_TIME_AFTER_NAME = 12;
  private static final int BYTES_A_KILOBYTE = 1024;

  private final Path directory;

  /** Looks at a process; {@code proc} is where the process file system is. */
  public ProcessProbe(Path proc, long pid) {
    this.directory = proc.resolve(Long.toString(pid));
  }

  /** Looks at a process of this machine. */
  public ProcessProbe(long pid) {
    this(Path.of("/proc"), pid);
  }

  /** CPU seconds so far, user and system, of all its threads; empty when they cannot be seen. */
  public OptionalDouble cpuSeconds() {
    try {
      String stat = Files.readString(directory.resolve("stat"));
      // The name may hold spaces and parentheses.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks =
          Long.parseLong(fields[USER_TIME_AFTER_NAME])
              + Long.parseLong(fields[SYSTEM_TIME_AFTER_NAME]);
      return OptionalDouble.of(ticks / TICKS_A_SECOND);
    } catch (IOException | RuntimeException e) {
      return OptionalDouble.empty();
    }
  }

  /** Resident bytes now; empty when they cannot be seen. */
  public OptionalLong residentBytes() {
    return status("VmRSS:");
  }

  /** Most resident bytes so far; empty when they cannot be seen. */
  public OptionalLong peakResidentBytes() {
    return status("VmHWM:");
  }

  private OptionalLong status(String field) {
    try {
      for (String line : Files.readAllLines(directory.resolve("status"))) {
        if (line.startsWith(field)) {
          String kilobytes = line.replaceAll("[^0-9]", "");
          return OptionalLong.of(Long.parseLong(kilobytes) * BYTES_A_KILOBYTE);
        }
      }
    } catch (IOException | RuntimeException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }
}
