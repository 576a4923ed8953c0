package chat.free4.server.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.remote.RARP;
import org.apache.pekko.remote.artery.ArteryTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.FutureConverters;

/**
 * The end of a node's ActorSystem. It waits, without a limit of its own, until all streams to other
 * nodes have ended; one that was just being made anew may never end (Pekko 1.7.0, mended later:
 * apache/pekko#3317). The system would then keep its port for ever, and the node could not come
 * back. So who waits for it here takes the port away from it, and leaves it behind.
 */
final class SystemEnd {
  /** Streams end within a second or two, where they do. */
  static final int STREAMS_SECONDS = 10;

  private static final int PORT_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(SystemEnd.class);

  private final ActorSystem system;
  private final CountDownLatch begun = new CountDownLatch(1);

  private SystemEnd(ActorSystem system) {
    this.system = system;
  }

  /** That of a system which has not begun to end. */
  static SystemEnd of(ActorSystem system) {
    SystemEnd end = new SystemEnd(system);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "its end begins",
            () -> {
              end.begun.countDown();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    return end;
  }

  /**
   * Waits, however long it lives, until it has ended; or has not for so long once it began to.
   *
   * @return false when it was left behind, its port free
   */
  boolean await(int seconds) throws InterruptedException {
    begun.await();
    try {
      system.getWhenTerminated().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      LOG.error("the cluster ended with a failure", e);
      return true;
    } catch (TimeoutException e) {
      freePort();
      return false;
    }
  }

  private void freePort() throws InterruptedException {
    RARP remote = (RARP) RARP.apply(system);
    var transport = (ArteryTransport) remote.provider().transport();
    try {
      FutureConverters.asJava(transport.shutdownTransport())
          .toCompletableFuture()
          .get(PORT_SECONDS, TimeUnit.SECONDS);
      LOG.warn("what this node was in the cluster does not end; it is left behind");
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("what this node was in the cluster does not end, and keeps its port", e);
    }
  }
}
