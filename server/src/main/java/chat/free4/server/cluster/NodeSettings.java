package chat.free4.server.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * How Pekko is set. The times were measured: rooms are back 6.6 to 7.9 s after a node was killed;
 * tighter ones took nodes for dead that were only busy.
 */
final class NodeSettings {
  private static final String SETTINGS =
      """
      free4chat.cluster { speaks = 1, understands = 1 } # ProtocolCheck
      pekko {
        loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
        logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
        loglevel = "WARNING"
        log-dead-letters = off
        log-dead-letters-during-shutdown = off
        jvm-exit-on-fatal-error = off
        jvm-shutdown-hooks = off # one of them would close the lines to the others at SIGTERM, before rooms are handed over
        actor {
          provider = cluster
          allow-java-serialization = off
          serializers { free4chat = "chat.free4.server.cluster.NodeCodec" }
          serialization-bindings { "chat.free4.server.cluster.NodeMessage" = free4chat }
          default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 4 }
          internal-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 4 }
        }
        coordinated-shutdown {
          run-by-jvm-shutdown-hook = off
          exit-jvm = off
        }
        remote {
          log-remote-lifecycle-events = off
          artery {
            transport = tls-tcp
            log-aeron-counters = off
            advanced {
              inbound-lanes = 1
              outbound-lanes = 1
              outbound-message-queue-size = 65536
              buffer-pool-size = 32
              large-buffer-pool-size = 4
            }
          }
        }
        cluster {
          log-info = off
          jmx.enabled = off
          downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
          split-brain-resolver { active-strategy = keep-majority, stable-after = 3 s }
          down-removal-margin = 200 ms
          gossip-interval = 500 ms
          leader-actions-interval = 500 ms
          unreachable-nodes-reaper-interval = 500 ms
          seed-node-timeout = 2 s
          retry-unsuccessful-join-after = 2 s
          failure-detector { heartbeat-interval = 500 ms, acceptable-heartbeat-pause = 2 s }
          configuration-compatibility-check.checkers.free4chat = "chat.free4.server.cluster.ProtocolCheck"
          sharding {
            state-store-mode = ddata
            remember-entities = off
            passivation.strategy = none
            retry-interval = 500 ms
            handoff-timeout = 10 s
            rebalance-interval = 10 s
            distributed-data.majority-min-cap = 3
            coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
          }
          distributed-data.gossip-interval = 500 ms
        }
      }
      """;

  private NodeSettings() {}

  /** Those of a node that others reach at an address and port. */
  static Config of(String address, int port, String version, int drainSeconds) {
    return ConfigFactory.parseString(
            """
            pekko.remote.artery.canonical { hostname = "%s", port = %d }
            pekko.cluster.app-version = "%s"
            pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = %d s
            """
                .formatted(address, port, version, drainSeconds))
        .withFallback(ConfigFactory.parseString(SETTINGS))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}
