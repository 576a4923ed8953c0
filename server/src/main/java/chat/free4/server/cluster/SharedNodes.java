package chat.free4.server.cluster;

import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.PublicNode.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** What nodes tell each other of where people reach them. For any thread. */
public final class SharedNodes {
  /** A load that differs by less is not told. */
  static final int LOAD_STEP = 5;

  private final Map<String, PublicNode> others = new ConcurrentSkipListMap<>();
  private final Optional<String> url;
  private final NodeLoad load;
  private volatile boolean draining;

  /** Nodes of which this one has a URL of its own, or is not told of. */
  public SharedNodes(Optional<String> url, NodeLoad load) {
    this.url = url;
    this.load = load;
  }

  /** This one is about to end. */
  void drain() {
    draining = true;
  }

  /** This one. */
  Optional<PublicNode> own() {
    State state = draining ? State.DRAINING : load.isFull() ? State.FULL : State.UP;
    return url.map(each -> new PublicNode(each, state, load.percent()));
  }

  /** What is to be told of this one to those who know {@code told}; empty: nothing new. */
  Optional<PublicNode> news(Optional<PublicNode> told) {
    return own().filter(own -> told.isEmpty() || isNews(told.get(), own));
  }

  private static boolean isNews(PublicNode told, PublicNode now) {
    return told.state() != now.state() || Math.abs(told.load() - now.load()) >= LOAD_STEP;
  }

  /** Another one says this of itself. */
  void heard(String node, PublicNode says) {
    others.put(node, says);
  }

  /** Another one is gone, or does not answer. */
  void lost(String node) {
    others.remove(node);
  }

  /** All that people can reach, by their URLs. */
  List<PublicNode> all() {
    List<PublicNode> all = new java.util.ArrayList<>(others.values());
    own().ifPresent(all::add);
    all.sort(Comparator.comparing(PublicNode::url));
    return List.copyOf(all);
  }
}
