package chat.free4.server.host;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that this node has as much of something as it takes, seldom. For any thread. */
public final class FullNotice {
  /** At most so often. */
  static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(FullNotice.class);

  private final String what;
  private final String flag;
  private final int most;
  private long refused;
  private long nextNanos;
  private boolean wasSaid;

  /** Of {@code what}, a node takes {@code most}, as {@code flag} says. */
  public FullNotice(String what, String flag, int most) {
    this.what = what;
    this.flag = flag;
    this.most = most;
  }

  /** One more was refused. */
  public void refuse(long nowNanos) {
    String line = line(nowNanos);
    if (line != null) {
      LOG.warn(line);
    }
  }

  /** What is to be said now that one more was refused; null: nothing. */
  synchronized @Nullable String line(long nowNanos) {
    refused++;
    if (wasSaid && nowNanos - nextNanos < 0) {
      return null;
    }
    String line =
        "full: this node has %d %s, as many as it takes (--%s), and has refused %d since it said so"
                .formatted(most, what, flag, refused)
            + " last; raise it, or start another node";
    wasSaid = true;
    nextNanos = nowNanos + INTERVAL_NANOS;
    refused = 0;
    return line;
  }
}
