package chat.free4.server.cluster;

import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.PublicNode.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What nodes tell each other of themselves: whether they take more, and where people reach them.
 * For any thread.
 */
public final class SharedNodes {
  /** A load that differs by less is not told. */
  static final int LOAD_STEP = 5;

  private final Map<String, Said> others = new ConcurrentSkipListMap<>();
  private final Optional<String> url;
  private final NodeLoad load;
  private volatile boolean draining;
  private volatile LongSupplier shards = () -> 0;

  /**
   * What a node says of itself. Former versions pass over one without a URL.
   *
   * @param url null where people do not reach it by one of its own
   * @param shards those that it has: bit n for shard n; null of a former version
   */
  record Said(@Nullable String url, State state, int load, @Nullable Long shards) {
    private Set<Integer> numbers() {
      Set<Integer> numbers = new HashSet<>();
      for (int shard = 0; shards != null && shard < Shards.COUNT; shard++) {
        if (((shards >> shard) & 1) == 1) {
          numbers.add(shard);
        }
      }
      return numbers;
    }
  }

  /** Nodes of which this one has a URL of its own, or is not told of. */
  public SharedNodes(Optional<String> url, NodeLoad load) {
    this.url = url;
    this.load = load;
  }

  /** This one has these shards: bit n for shard n; before anybody is told. */
  void has(LongSupplier shards) {
    this.shards = shards;
  }

  /** This one is about to end. */
  void drain() {
    draining = true;
  }

  /** What is to be told of this one to those who know {@code told}; empty: nothing new. */
  Optional<Said> news(Optional<Said> told) {
    Said own = own();
    return Optional.of(own).filter(_ -> told.isEmpty() || isNews(told.get(), own));
  }

  private Said own() {
    return new Said(url.orElse(null), state(), load.percent(), shards.getAsLong());
  }

  private State state() {
    return draining ? State.DRAINING : load.isFull() ? State.FULL : State.UP;
  }

  /** A load matters only to people, who go by URLs. */
  private static boolean isNews(Said told, Said now) {
    return told.state != now.state
        || !Objects.equals(told.shards, now.shards)
        || (now.url != null && Math.abs(told.load - now.load) >= LOAD_STEP);
  }

  /** Another one says this of itself. */
  void heard(String node, Said says) {
    others.put(node, says);
  }

  /** Another one is gone, or does not answer. */
  void lost(String node) {
    others.remove(node);
  }

  /** Whether this one takes more. */
  boolean takesMore() {
    return state() == State.UP;
  }

  /** Whether another one does, as far as is known. */
  boolean takesMore(String node) {
    Said said = others.get(node);
    return said == null || said.state == State.UP;
  }

  /**
   * Where new rooms had best be: in the shards of the node with the least to do, as far as each has
   * said which it has, and in those that no node has, for it would get them.
   *
   * @param loads of each shard, by its number
   */
  OpenShards openShards(List<ShardLoad> loads) {
    List<ShardPlacement.Candidate<Set<Integer>>> nodes = new ArrayList<>();
    Set<Integer> nobodys = new TreeSet<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      nobodys.add(shard);
    }
    for (Said said : Stream.concat(Stream.of(own()), others.values().stream()).toList()) {
      Set<Integer> has = said.numbers();
      nobodys.removeAll(has);
      if (said.shards != null) {
        nodes.add(new ShardPlacement.Candidate<>(has, said.state == State.UP, 0, has));
      }
    }
    Set<Integer> best = ShardPlacement.place(nodes, loads::get);
    if (nodes.size() < 2 || best == null) {
      return OpenShards.ANY;
    }
    nobodys.addAll(best);
    return new OpenShards(Shards.COUNT, List.copyOf(nobodys));
  }

  /** This one, as people may know it; empty where they reach it by no URL of its own. */
  Optional<PublicNode> reachable() {
    return url.map(own -> new PublicNode(own, state(), load.percent()));
  }

  /** All that people can reach, by their URLs. */
  List<PublicNode> all() {
    List<PublicNode> all = new ArrayList<>();
    for (Said said : others.values()) {
      if (said.url != null) {
        all.add(new PublicNode(said.url, said.state, said.load));
      }
    }
    reachable().ifPresent(all::add);
    all.sort(Comparator.comparing(PublicNode::url));
    return List.copyOf(all);
  }
}
