package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.remote.RemoteTransportException;
import org.junit.jupiter.api.Test;

/** A node's former life, which ends, or does not. */
final class SystemEndTest {
  private static final int PATIENCE_SECONDS = 60;

  private static ActorSystem system(int port) {
    return ActorSystem.create(
        "test",
        ConfigFactory.parseString("pekko.remote.artery.transport = tcp")
            .withFallback(NodeSettings.of("127.0.0.1", port, "0.1.0", 10)));
  }

  private static int portOf(ActorSystem system) {
    return (Integer) Cluster.get(system).selfAddress().port().get();
  }

  /** Never stops before it may. */
  private static final class Stubborn extends AbstractActor {
    private final CountDownLatch mayStop;

    Stubborn(CountDownLatch mayStop) {
      this.mayStop = mayStop;
    }

    @Override
    public Receive createReceive() {
      return emptyBehavior();
    }

    @Override
    public void postStop() throws InterruptedException {
      mayStop.await();
    }
  }

  @Test
  void oneThatEndsIsWaitedFor() throws InterruptedException {
    ActorSystem system = system(0);
    SystemEnd end = SystemEnd.of(system);
    system.terminate();
    assertThat(end.await(PATIENCE_SECONDS)).isTrue();
    assertThat(system.whenTerminated().isCompleted()).isTrue();
  }

  @Test
  void oneThatDoesNotEndLosesItsPortToTheNext() throws InterruptedException {
    CountDownLatch mayStop = new CountDownLatch(1);
    ActorSystem former = system(0);
    int port = portOf(former);
    former.actorOf(Props.create(Stubborn.class, () -> new Stubborn(mayStop)));
    SystemEnd end = SystemEnd.of(former);
    former.terminate();
    assertThatThrownBy(() -> system(port)).isInstanceOf(RemoteTransportException.class);
    assertThat(end.await(1)).isFalse();
    assertThat(former.whenTerminated().isCompleted()).isFalse();

    ActorSystem next = system(port);
    assertThat(portOf(next)).isEqualTo(port);
    next.terminate();
    mayStop.countDown();
    next.getWhenTerminated().toCompletableFuture().join();
    former.getWhenTerminated().toCompletableFuture().join();
  }
}
