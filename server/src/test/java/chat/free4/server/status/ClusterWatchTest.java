package chat.free4.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.status.ClusterView.Node;
import chat.free4.server.status.ClusterView.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ClusterWatchTest {
  private static final int SHARDS = 60;
  private static final Node A = new Node("a:1", State.UP, true);
  private static final Node B = new Node("b:1", State.UP, false);

  private final ClusterWatch watch = new ClusterWatch();
  private long now;

  private void sees(List<Node> nodes, Map<Integer, String> shards) {
    watch.handle(++now, new ClusterView(nodes, shards, SHARDS));
  }

  private List<String> said() {
    return watch.events().stream().map(ClusterWatch.Event::what).toList();
  }

  private ClusterView view() {
    return Objects.requireNonNull(watch.view());
  }

  @Test
  void theFirstLookIsNoNews() {
    assertThat(watch.view()).isNull();
    sees(List.of(A, B), Map.of(1, "a:1"));
    assertThat(said()).isEmpty();
    assertThat(view().shards()).containsExactly(Map.entry(1, "a:1"));
  }

  @Test
  void aNodeThatDiesAndItsShardsAreNamed() {
    sees(List.of(A, B), Map.of(1, "b:1", 2, "b:1", 3, "a:1"));
    sees(List.of(A, new Node("b:1", State.UNREACHABLE, false)), Map.of());
    assertThat(view().shards()).as("known from before").hasSize(3);
    sees(List.of(A), Map.of());
    assertThat(view().shards()).as("nobody has those of b").containsOnlyKeys(3);
    sees(List.of(A), Map.of(1, "a:1", 2, "a:1", 3, "a:1"));
    assertThat(said())
        .containsExactly("2 shards went from b:1 to a:1", "b:1 is gone", "b:1 does not answer");
  }

  @Test
  void aNodeThatComesServesAndLeavesIsNamed() {
    sees(List.of(A), Map.of(1, "a:1"));
    sees(List.of(A, new Node("b:1", State.JOINING, false)), Map.of(1, "a:1"));
    sees(List.of(A, B), Map.of(1, "b:1"));
    sees(List.of(A, new Node("b:1", State.UNREACHABLE, false)), Map.of());
    sees(List.of(A, B), Map.of(1, "b:1"));
    sees(List.of(A, new Node("b:1", State.LEAVING, false)), Map.of(1, "b:1"));
    assertThat(said())
        .containsExactly(
            "b:1 hands its rooms over",
            "b:1 answers again",
            "b:1 does not answer",
            "1 shard went from a:1 to b:1",
            "b:1 serves",
            "b:1 comes in");
  }

  @Test
  void theOldestNewsGoesFirst() {
    for (int i = 0; i <= ClusterWatch.MAX_EVENTS + 1; i++) {
      sees(List.of(A, B), Map.of(1, i % 2 == 0 ? "a:1" : "b:1"));
    }
    assertThat(watch.events()).hasSize(ClusterWatch.MAX_EVENTS);
    assertThat(watch.events().getFirst().atMillis()).isEqualTo(now);
    assertThat(watch.events().getLast().atMillis()).isEqualTo(3);
  }
}
