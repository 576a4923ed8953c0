package chat.free4.wire.rtcp;

/**
 * NTP timestamps of RTCP (RFC 3550 section 4): 64 bits, seconds since 1900 in the upper half; and
 * their compact form, the middle 32 bits, in units of 1/65536 s.
 */
public final class NtpTime {
  private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private NtpTime() {}

  /** The timestamp of a wall clock's nanoseconds since 1970. */
  public static long ofUnixNanos(long unixNanos) {
    long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) + SECONDS_FROM_1900_TO_1970;
    long fraction = (Math.floorMod(unixNanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
    return seconds << 32 | fraction;
  }

  /** The compact form: what a receiver report's LSR field holds. */
  public static int compact(long ntp) {
    return (int) (ntp >>> 16);
  }

  /** A duration in units of 1/65536 s, as in DLSR; durations over 18 hours are capped. */
  public static int compactDuration(long nanos) {
    if (nanos <= 0) {
      return 0;
    }
    long seconds = nanos / NANOS_PER_SECOND;
    if (seconds > 0xffff) {
      return -1;
    }
    return (int) (seconds << 16 | ((nanos % NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND);
  }

  /** Nanoseconds of a duration in units of 1/65536 s, unsigned. */
  public static long nanosOfCompact(int duration) {
    return ((duration & 0xffff_ffffL) * NANOS_PER_SECOND) >>> 16;
  }

  /**
   * Round-trip time by a report block (RFC 3550 section 6.4.1): arrival - DLSR - LSR.
   *
   * @return nanoseconds, at least 0; -1 when the reporter has had no sender report
   */
  public static long roundTripNanos(long arrivalNtp, int lastSr, int delaySinceLastSr) {
    if (lastSr == 0) {
      return -1;
    }
    int units = compact(arrivalNtp) - delaySinceLastSr - lastSr;
    return units < 0 ? 0 : nanosOfCompact(units);
  }
}
