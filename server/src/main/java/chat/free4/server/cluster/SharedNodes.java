package chat.free4.server.cluster;

import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.PublicNode.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
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

  /**
   * What a node says of itself. Former versions pass over one without a URL.
   *
   * @param url null where people do not reach it by one of its own
   */
  record Said(@Nullable String url, State state, int load) {}

  /** Nodes of which this one has a URL of its own, or is not told of. */
  public SharedNodes(Optional<String> url, NodeLoad load) {
    this.url = url;
    this.load = load;
  }

  /** This one is about to end. */
  void drain() {
    draining = true;
  }

  /** What is to be told of this one to those who know {@code told}; empty: nothing new. */
  Optional<Said> news(Optional<Said> told) {
    Said own = new Said(url.orElse(null), state(), load.percent());
    return Optional.of(own).filter(_ -> told.isEmpty() || isNews(told.get(), own));
  }

  private State state() {
    return draining ? State.DRAINING : load.isFull() ? State.FULL : State.UP;
  }

  /** A load matters only to people, who go by URLs. */
  private static boolean isNews(Said told, Said now) {
    return told.state != now.state
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

  /** All that people can reach, by their URLs. */
  List<PublicNode> all() {
    List<PublicNode> all = new ArrayList<>();
    for (Said said : others.values()) {
      if (said.url != null) {
        all.add(new PublicNode(said.url, said.state, said.load));
      }
    }
    url.ifPresent(own -> all.add(new PublicNode(own, state(), load.percent())));
    all.sort(Comparator.comparing(PublicNode::url));
    return List.copyOf(all);
  }
}
