package chat.free4.server.media;

import chat.free4.sfu.HeardPacket;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which ears are: takes from the rings what workers hand over. While somebody is
 * heard it looks by itself, so that no worker has to wake it for a packet; it is woken out of its
 * sleep alone.
 */
final class ListeningThread implements AutoCloseable {
  /** Packets at once. */
  static final int BATCH = 256;

  /** Between two looks while somebody is heard: a fraction of what the rings hold. */
  static final long LOOK_NANOS = 40_000_000;

  /** So long nothing came: it sleeps. */
  static final long AWAKE_NANOS = 1_000_000_000;

  /** Longest sleep. */
  static final long SLEEP_NANOS = 250_000_000;

  private static final long JOIN_MILLIS = 2000;
  private static final Logger LOG = LoggerFactory.getLogger(ListeningThread.class);

  private final RelayMesh relays;
  private final VoiceListener ears;
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), BATCH);
  private final Thread thread;
  private volatile boolean stopping;

  ListeningThread(RelayMesh relays, VoiceListener ears) {
    this.relays = relays;
    this.ears = ears;
    this.thread = Thread.ofPlatform().name("ears").daemon().unstarted(this::run);
  }

  void start() {
    relays.join(relays.ears(), () -> LockSupport.unpark(thread));
    thread.start();
  }

  private void run() {
    long heardNanos = System.nanoTime();
    while (!stopping) {
      long now = System.nanoTime();
      batch.clear();
      relays.receive(relays.ears(), batch);
      try {
        handle(now);
      } catch (RuntimeException | AssertionError e) {
        // By its kind alone: nothing of what was said is in a log.
        LOG.error("ears failed: {}", e.getClass().getSimpleName());
      }
      if (batch.count() > 0) {
        heardNanos = now;
      }
      if (!batch.isFull()) {
        rest(now - heardNanos < AWAKE_NANOS);
      }
    }
  }

  private void handle(long now) {
    for (int i = 0; i < batch.count(); i++) {
      HeardPacket packet = HeardPacket.read(batch, i);
      if (packet != null) {
        ears.handlePacket(now, packet);
      }
    }
    ears.handleTimeout(now);
  }

  private void rest(boolean isAwake) {
    if (isAwake) {
      LockSupport.parkNanos(LOOK_NANOS);
    } else if (relays.fallAsleep(relays.ears())) {
      LockSupport.parkNanos(SLEEP_NANOS);
      relays.awake(relays.ears());
    }
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
