package chat.free4.bench.load.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a run has found.
 *
 * @param storm null when there was none
 * @param moves null when members did not follow their rooms
 * @param server null when the server's process was not named, or cannot be seen
 * @param samples one a second of the measured time
 */
public record LoadResult(
    Plan plan,
    Setup setup,
    Joins joins,
    @Nullable Storm storm,
    @Nullable Moves moves,
    Hearing hearing,
    Traffic traffic,
    Latency latency,
    @Nullable ServerCost server,
    Generator generator,
    List<Sample> samples) {

  /** What was asked for. */
  public record Plan(
      String url,
      int rooms,
      int members,
      int publishers,
      int seconds,
      int warmUpSeconds,
      int payloadBytes,
      int slots,
      int ramp,
      int storm,
      int stormSeconds,
      String srtp,
      int decryptPercent) {}

  /**
   * What it ran on.
   *
   * @param sockets how datagrams were read and written
   * @param crypto what encrypted them
   * @param kernelTimes true when times of arrival are the kernel's
   * @param loadAverage of the last minute, at the end; below 0 when it is not known
   */
  public record Setup(
      String sockets, String crypto, boolean kernelTimes, int cores, double loadAverage) {}

  /** How members came in. */
  public record Joins(
      int wanted,
      int joined,
      double perSecond,
      long p50Nanos,
      long p99Nanos,
      long maxNanos,
      long busyRetries,
      List<String> failures) {
    /** True when everybody is in. */
    public boolean isComplete() {
      return joined == wanted;
    }
  }

  /**
   * How many more came in while the others talked.
   *
   * @param seconds from the first's beginning until the last was in
   * @param lost gaps in what they heard, each from its first packet on
   */
  public record Storm(Joins joins, double seconds, long lost) {}

  /**
   * What became of members whose rooms and lines did not stay where they were.
   *
   * @param moved how often one was told that its room has another node
   * @param offered how often one was told that what served its voice is gone, and offered it again
   * @param reconnected how often one whose WebSocket had ended opened another
   * @param lost members who did not come back
   * @param silenceP50Nanos the longest time without any voice that a member met, of the median
   *     member
   * @param silenceMaxNanos the same, of the one who met the longest
   */
  public record Moves(
      int moved,
      int offered,
      int reconnected,
      int lost,
      long silenceP50Nanos,
      long silenceMaxNanos) {}

  /**
   * Who heard whom.
   *
   * @param right members who heard just whom they should
   * @param fewest distinct publishers that a member heard, at least
   * @param most at most
   * @param someOf true where publishers are more than slots, so that each hears some of them
   * @param complaints of the first who did not
   */
  public record Hearing(
      int members, int right, int fewest, int most, boolean someOf, List<String> complaints) {
    /** True when everybody heard just whom they should. */
    public boolean isRight() {
      return right == members;
    }
  }

  /**
   * Packets of voice in the measured time, of those who were there from its beginning.
   *
   * @param sent by publishers
   * @param expected to come to listeners; below 0 when that depends on who got a slot
   * @param received by listeners, each counted once
   * @param lost gaps in the sequences of slots
   * @param stray packets that belong to no slot, or name no speaker
   * @param undecryptable of those that were to be decrypted
   * @param untrue decrypted ones that contradict their own header
   */
  public record Traffic(
      double seconds,
      long sent,
      long expected,
      long received,
      long lost,
      long duplicates,
      long reordered,
      long stray,
      long decrypted,
      long undecryptable,
      long untrue) {
    /** Packets that should have come and did not, by the worse of two counts. */
    public long missing() {
      return Math.max(lost, expected < 0 ? 0 : Math.max(0, expected - received));
    }

    /** Their share of all, 0 to 1. */
    public double lossShare() {
      long all = Math.max(expected, received + lost);
      return all == 0 ? 0 : (double) missing() / all;
    }

    /** True when what was decrypted said the truth. */
    public boolean isTrue() {
      return undecryptable == 0 && untrue == 0;
    }
  }

  /** From a publisher's send to a listener's arrival, both on this machine. */
  public record Latency(LatencyHistogram histogram) {}

  /**
   * What it cost the server.
   *
   * @param cpuSeconds user and system, of the whole process, in the measured time
   * @param packetsPerCpuSecond forwarded packets that came to listeners
   */
  public record ServerCost(
      long pid,
      double cpuSeconds,
      double cores,
      double packetsPerCpuSecond,
      long residentBytes,
      long peakResidentBytes) {}

  /**
   * How the load generator itself did.
   *
   * @param cores CPU it took, in cores
   * @param late frames that went out over 5 ms late
   * @param skipped frames that it left out
   * @param bottlenecks why its figures are not the server's; empty when they are
   */
  public record Generator(
      double cores,
      long late,
      long skipped,
      long sendFailed,
      long dropped,
      long latenessP99Nanos,
      long latenessMaxNanos,
      List<String> bottlenecks) {
    /** True when it could not keep up. */
    public boolean wasBottleneck() {
      return !bottlenecks.isEmpty();
    }
  }

  /**
   * One second.
   *
   * @param serverCores below 0 when it cannot be seen
   * @param serverResidentBytes below 0 when it cannot be seen
   */
  public record Sample(
      double atSeconds,
      double sentPerSecond,
      double receivedPerSecond,
      double serverCores,
      double loadCores,
      long serverResidentBytes) {}

  /** True when everybody joined. */
  public boolean hasEverybody() {
    return joins.isComplete() && (storm == null || storm.joins.isComplete());
  }

  /** True when everybody joined and heard just whom they should, and nothing was false. */
  public boolean isRight() {
    return hasEverybody() && hearing.isRight() && traffic.isTrue();
  }
}
