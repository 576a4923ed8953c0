package chat.free4.server.status;

import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.status.StatusHistory.Counts;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What is remembered of how a node is doing; {@link #tick} is called once in a step. */
public final class Status {
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ServerMetrics metrics;
  private final StatusHistory history;
  private final ClusterWatch watch = new ClusterWatch();

  /** Of the node that these metrics are of. */
  public Status(ServerMetrics metrics) {
    this.metrics = metrics;
    this.history = new StatusHistory(System.nanoTime(), counts());
  }

  private Counts counts() {
    return new Counts(
        (long) metrics.sum("free4chat_members"),
        (long) metrics.sum("free4chat_rooms"),
        (long) metrics.sum("free4chat_media_forwarded"),
        process.getProcessCpuTime());
  }

  /** Takes a sample. */
  public void tick() {
    history.add(System.nanoTime(), System.currentTimeMillis(), counts());
  }

  /** The cluster looks like this now. */
  public void seen(ClusterView view) {
    watch.handle(System.currentTimeMillis(), view);
  }

  /** The last hour. */
  public StatusHistory history() {
    return history;
  }

  /** What happened in the cluster. */
  public ClusterWatch watch() {
    return watch;
  }
}
