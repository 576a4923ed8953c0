package chat.free4.bench.load;

import chat.free4.bench.load.measure.LoadResult.Sample;
import chat.free4.bench.load.measure.LoadResult.ServerCost;
import chat.free4.bench.load.measure.ProcessProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Notes each second of the measured time: packets, and what they cost both processes. */
final class Recorder {
  private static final double NANOS_A_SECOND = 1e9;

  private final LoadLoop[] loops;
  private final long serverPid;
  private final ProcessProbe server;
  private final ProcessProbe self = new ProcessProbe(ProcessHandle.current().pid());
  private final List<Sample> samples = new ArrayList<>();
  private Moment first;
  private Moment last;

  private record Moment(
      long nanos, long sent, long received, OptionalDouble serverCpu, OptionalDouble selfCpu) {
    double secondsSince(Moment earlier) {
      return (nanos - earlier.nanos) / NANOS_A_SECOND;
    }

    double serverCoresSince(Moment earlier) {
      return coresBetween(earlier.serverCpu, serverCpu, secondsSince(earlier));
    }

    double selfCoresSince(Moment earlier) {
      return coresBetween(earlier.selfCpu, selfCpu, secondsSince(earlier));
    }

    private static double coresBetween(OptionalDouble from, OptionalDouble to, double seconds) {
      if (from.isEmpty() || to.isEmpty() || seconds <= 0) {
        return -1;
      }
      return (to.getAsDouble() - from.getAsDouble()) / seconds;
    }
  }

  /** Begins now. {@code serverPid} is 0 when it was not named. */
  Recorder(LoadLoop[] loops, long serverPid) {
    this.loops = loops;
    this.serverPid = serverPid;
    this.server = new ProcessProbe(serverPid);
    this.first = moment();
    this.last = first;
  }

  private Moment moment() {
    return new Moment(
        System.nanoTime(),
        sum(counters -> counters.sent.get()),
        sum(counters -> counters.received.get()),
        serverPid == 0 ? OptionalDouble.empty() : server.cpuSeconds(),
        self.cpuSeconds());
  }

  private long sum(ToLongFunction<LoopCounters> counter) {
    long sum = 0;
    for (LoadLoop loop : loops) {
      sum += counter.applyAsLong(loop.counters());
    }
    return sum;
  }

  /** Notes what came since the last time. */
  void sample() {
    Moment now = moment();
    double seconds = now.secondsSince(last);
    if (seconds > 0) {
      samples.add(
          new Sample(
              now.secondsSince(first),
              (now.sent - last.sent) / seconds,
              (now.received - last.received) / seconds,
              now.serverCoresSince(last),
              now.selfCoresSince(last),
              serverPid == 0 ? -1 : server.residentBytes().orElse(-1)));
    }
    last = now;
  }

  /** What was noted. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** From the beginning to the last sample. */
  double seconds() {
    return last.secondsSince(first);
  }

  /** Cores that this process took. */
  double selfCores() {
    return last.selfCoresSince(first);
  }

  /** What the server took to forward so many packets; null when it cannot be seen. */
  @Nullable ServerCost serverCost(long forwarded) {
    double cores = last.serverCoresSince(first);
    if (cores < 0) {
      return null;
    }
    double cpuSeconds = cores * seconds();
    return new ServerCost(
        serverPid,
        cpuSeconds,
        cores,
        cpuSeconds == 0 ? 0 : forwarded / cpuSeconds,
        server.residentBytes().orElse(-1),
        server.peakResidentBytes().orElse(-1));
  }
}
