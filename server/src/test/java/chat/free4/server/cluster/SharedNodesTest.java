package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.RoomLimits;
import chat.free4.server.cluster.SharedNodes.Said;
import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode.State;
import chat.free4.server.host.SocketGate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What nodes say of themselves, and what follows for new rooms. */
final class SharedNodesTest {
  /** Nobody has the others. */
  private static final long ALL_BUT_TWO = (1L << (Shards.COUNT - 2)) - 1;

  private static final long FIRST_TEN = (1L << 10) - 1;

  private final SharedNodes nodes =
      new SharedNodes(
          Optional.empty(),
          new NodeLoad(new SocketGate(RoomLimits.DEFAULTS), RoomLimits.DEFAULTS.sockets()));
  private final List<ShardLoad> loads =
      new ArrayList<>(Collections.nCopies(Shards.COUNT, new ShardLoad(1, 5)));
  private long own = FIRST_TEN;

  private void heard(String name, State state, long shards) {
    nodes.heard(name, new Said(null, state, 0, shards));
  }

  private List<Integer> best() {
    nodes.has(() -> own);
    OpenShards open = nodes.openShards(loads);
    assertThat(open.count()).isEqualTo(open.best().isEmpty() ? 1 : Shards.COUNT);
    return open.best();
  }

  @Test
  void newRoomsHadBestBeWithTheNodeThatHasTheLeastToDoOrWhereNobodyIsYet() {
    assertThat(best()).as("alone").isEmpty();
    heard("b", State.UP, ALL_BUT_TWO & ~FIRST_TEN);
    assertThat(best()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 58, 59);
    loads.set(3, new ShardLoad(1, 1000));
    assertThat(best()).hasSize(Shards.COUNT - 10).contains(10, 57, 58, 59).doesNotContain(3);
    heard("b", State.FULL, ALL_BUT_TWO & ~FIRST_TEN);
    assertThat(best()).contains(3, 58).doesNotContain(10);
    nodes.heard("c", new Said("wss://c.example", State.UP, 0, null));
    assertThat(best()).as("a former version does not say").contains(3, 58).doesNotContain(10);
    heard("d", State.UP, 0);
    assertThat(best()).as("who has none gets the next").containsExactly(58, 59);
    assertThat(nodes.all()).hasSize(1);
    assertThat(nodes.takesMore("b")).isFalse();
    assertThat(nodes.takesMore("d")).isTrue();
    assertThat(nodes.takesMore("unheard of")).isTrue();
    assertThat(nodes.takesMore()).isTrue();
    nodes.drain();
    assertThat(nodes.takesMore()).isFalse();
  }

  @Test
  void theOthersHearOfItWhenShardsOrStateChange() {
    nodes.has(() -> own);
    Optional<Said> told = nodes.news(Optional.empty());
    assertThat(told).hasValueSatisfying(said -> assertThat(said.shards()).isEqualTo(FIRST_TEN));
    assertThat(nodes.news(told)).as("a load alone is nothing without a URL").isEmpty();
    own = 1;
    told = nodes.news(told);
    assertThat(told).hasValueSatisfying(said -> assertThat(said.shards()).isEqualTo(1));
    nodes.drain();
    assertThat(nodes.news(told))
        .hasValueSatisfying(said -> assertThat(said.state()).isEqualTo(State.DRAINING));
  }
}
