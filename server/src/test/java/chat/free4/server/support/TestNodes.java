package chat.free4.server.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A server that is alone, or nodes that form a cluster: whoever uses them shall see no difference.
 * Nodes are on 127.0.0.1, 2 and 3.
 */
public final class TestNodes implements AutoCloseable {
  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<TestServer> servers = new ArrayList<>();

  /** Which of both. */
  public enum Form {
    /** One process, as most will have it. */
    ALONE,
    /** Three, and each client is at the next one. */
    CLUSTER
  }

  private TestNodes() {}

  /** Starts them, to keep everything in {@code directory}. */
  public static TestNodes start(Form form, Path directory, String... flags) {
    TestNodes nodes = new TestNodes();
    try {
      if (form == Form.ALONE) {
        nodes.servers.add(TestServer.start(directory, flags));
      } else {
        nodes.startCluster(directory, List.of(flags));
      }
    } catch (RuntimeException | Error e) {
      nodes.close();
      throw e;
    }
    return nodes;
  }

  private void startCluster(Path directory, List<String> flags) {
    Path secret = directory.resolve("secret");
    try {
      Files.writeString(secret, "the secret of the nodes of this test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int number = 1; number <= NODES; number++) {
      List<String> all = new ArrayList<>(flags);
      all.add("--cluster-port=0");
      all.add("--cluster-host=127.0.0." + number);
      all.add("--cluster-secret-file=" + secret);
      all.add(
          number == 1
              ? "--bootstrap"
              : "--join=127.0.0.1:" + servers.getFirst().server().clusterPort());
      servers.add(TestServer.start(directory.resolve("node" + number), all.toArray(String[]::new)));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> servers.stream().allMatch(each -> each.server().nodes() == NODES));
  }

  /** Connects a client to a node that depends on its seed; the same seed is the same member. */
  public SignalClient connect(int seed) {
    return SignalClient.connect(servers.get(seed % servers.size()), seed);
  }

  /** All of them. */
  public List<TestServer> servers() {
    return List.copyOf(servers);
  }

  /** Of all nodes, the sum of what the lines say that start with {@code series}. */
  public double metric(String series) {
    return servers.stream().mapToDouble(server -> server.metric(series)).sum();
  }

  /** The metrics pages of all nodes. */
  public String metrics() {
    return servers.stream().map(TestServer::metrics).collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    servers.reversed().forEach(TestServer::close);
  }
}
