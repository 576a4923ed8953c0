package chat.free4.bench.load.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private static final double NANOS_A_MICRO = 1e3;
  private static final double NANOS_A_MILLI = 1e6;
  private static final double NANOS_A_SECOND = 1e9;
  private static final double BYTES_A_MEGABYTE = 1 << 20;

  private Figures() {}

  /** 1,234,567. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** 1,235. */
  static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** With one digit after the point. */
  static String tenth(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** 85 µs, 1.25 ms or 2.10 s. */
  static String time(long nanos) {
    if (nanos < NANOS_A_MILLI) {
      return String.format(Locale.ROOT, "%.0f µs", nanos / NANOS_A_MICRO);
    }
    if (nanos < NANOS_A_SECOND) {
      return String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_A_MILLI);
    }
    return String.format(Locale.ROOT, "%.2f s", nanos / NANOS_A_SECOND);
  }

  /** A round time without digits after the point: 200 µs, 5 ms or 1 s. */
  static String roundTime(long nanos) {
    if (nanos < NANOS_A_MILLI) {
      return whole(nanos / NANOS_A_MICRO) + " µs";
    }
    return nanos < NANOS_A_SECOND
        ? whole(nanos / NANOS_A_MILLI) + " ms"
        : whole(nanos / NANOS_A_SECOND) + " s";
  }

  /** 0.0123 %. */
  static String percent(double share) {
    if (share == 0) {
      return "0 %";
    }
    return String.format(Locale.ROOT, share < 0.001 ? "%.4f %%" : "%.2f %%", 100 * share);
  }

  /** 12.3 MB. */
  static String megabytes(long bytes) {
    return bytes < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f MB", bytes / BYTES_A_MEGABYTE);
  }

  /** What a count is of: "1 room", "2 rooms". */
  static String counted(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }
}
