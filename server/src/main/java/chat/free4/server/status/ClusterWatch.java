package chat.free4.server.status;

import chat.free4.server.status.ClusterView.Node;
import chat.free4.server.status.ClusterView.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what has changed from one look at a cluster to the next. Without a clock; for any thread.
 */
public final class ClusterWatch {
  /** What is remembered; then the oldest goes. */
  static final int MAX_EVENTS = 200;

  private final Deque<Event> events = new ArrayDeque<>();
  private @Nullable ClusterView last;

  /** Nodes that shards were with when they were last seen anywhere. */
  private final Map<Integer, String> owners = new HashMap<>();

  /**
   * Something that happened.
   *
   * @param atMillis since 1970
   * @param what one sentence
   */
  public record Event(long atMillis, String what) {}

  /** The cluster looks like this now. */
  public synchronized void handle(long nowMillis, ClusterView view) {
    List<String> news = new ArrayList<>();
    ClusterView before = last;
    if (before != null) {
      compareNodes(states(before), states(view), news);
    }
    compareShards(view.shards(), news);
    for (String what : news) {
      events.addFirst(new Event(nowMillis, what));
      if (events.size() > MAX_EVENTS) {
        events.removeLast();
      }
    }
    List<String> there = view.nodes().stream().map(Node::address).toList();
    Map<Integer, String> known = new HashMap<>(owners);
    known.values().retainAll(there);
    last = new ClusterView(view.nodes(), known, view.shardCount());
  }

  private static Map<String, State> states(ClusterView view) {
    return view.nodes().stream()
        .collect(Collectors.toMap(Node::address, Node::state, (a, _) -> a, TreeMap::new));
  }

  private static void compareNodes(
      Map<String, State> before, Map<String, State> now, List<String> news) {
    now.forEach(
        (address, state) -> {
          State former = before.get(address);
          if (former != state) {
            news.add(
                switch (state) {
                  case JOINING -> address + " comes in";
                  case UP ->
                      former == State.UNREACHABLE
                          ? address + " answers again"
                          : address + " serves";
                  case LEAVING -> address + " hands its rooms over";
                  case UNREACHABLE -> address + " does not answer";
                });
          }
        });
    before.keySet().stream()
        .filter(address -> !now.containsKey(address))
        .forEach(address -> news.add(address + " is gone"));
  }

  private record Move(String from, String to) {}

  private void compareShards(Map<Integer, String> now, List<String> news) {
    Map<Move, Integer> moves = new LinkedHashMap<>();
    now.forEach(
        (shard, node) -> {
          String former = owners.put(shard, node);
          if (former != null && !former.equals(node)) {
            moves.merge(new Move(former, node), 1, Integer::sum);
          }
        });
    moves.forEach(
        (move, count) -> {
          String shards = count == 1 ? "1 shard" : count + " shards";
          news.add(shards + " went from " + move.from() + " to " + move.to());
        });
  }

  /** The newest look, with what is known of shards from those before; null before the first. */
  public synchronized @Nullable ClusterView view() {
    return last;
  }

  /** What has happened, newest first. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }
}
