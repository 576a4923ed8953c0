package chat.free4.server.cluster;

import chat.free4.server.cluster.SharedNodes.Said;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.jspecify.annotations.Nullable;

/** Carries {@link SharedNodes} by Distributed Data: each node writes its own entry. */
final class SharedNodesActor extends AbstractActorWithTimers {
  static final String NAME = "public-nodes";

  private static final Duration TELL_EVERY = Duration.ofSeconds(1);

  /** It goes to all at once: who drains is soon gone. */
  private static final Replicator.WriteConsistency TO_ALL =
      new Replicator.WriteAll(Duration.ofSeconds(1));

  private static final CBORMapper MAPPER =
      CBORMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .build();

  private final SharedNodes nodes;
  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final SelfUniqueAddress self =
      DistributedData.get(getContext().getSystem()).selfUniqueAddress();
  private final ActorRef replicator = DistributedData.get(getContext().getSystem()).replicator();
  private final Key<LWWMap<String, byte[]>> key = LWWMapKey.create(NAME);
  private final Map<String, Said> known = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private Optional<Said> told = Optional.empty();

  /** Looks whether there is news of this node. */
  enum Tell {
    NOW
  }

  private SharedNodesActor(SharedNodes nodes) {
    this.nodes = nodes;
  }

  static Props props(SharedNodes nodes) {
    return Props.create(SharedNodesActor.class, () -> new SharedNodesActor(nodes));
  }

  /** What a life of a node is called. */
  static String name(UniqueAddress node) {
    return node.address() + "#" + node.longUid();
  }

  @Override
  public void preStart() {
    replicator.tell(new Replicator.Subscribe<>(key, getSelf()), getSelf());
    cluster.subscribe(
        getSelf(),
        ClusterEvent.initialStateAsEvents(),
        ClusterEvent.MemberRemoved.class,
        ClusterEvent.ReachabilityEvent.class);
    getTimers().startTimerWithFixedDelay(Tell.NOW, Tell.NOW, TELL_EVERY);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .matchEquals(Tell.NOW, _ -> tell())
        .match(Replicator.Changed.class, this::changed)
        .match(ClusterEvent.MemberRemoved.class, event -> removed(event.member()))
        .match(ClusterEvent.UnreachableMember.class, event -> reached(event.member(), false))
        .match(ClusterEvent.ReachableMember.class, event -> reached(event.member(), true))
        .match(Replicator.UpdateResponse.class, _ -> {}) // who was not reached hears it by gossip
        .build();
  }

  private void tell() {
    Optional<Said> news = nodes.news(told);
    if (news.isPresent()) {
      told = news;
      String own = name(cluster.selfUniqueAddress());
      byte[] bytes = toBytes(news.get());
      update(map -> map.put(self, own, bytes));
    }
  }

  private void update(
      java.util.function.Function<LWWMap<String, byte[]>, LWWMap<String, byte[]>> change) {
    replicator.tell(new Replicator.Update<>(key, LWWMap.create(), TO_ALL, change), getSelf());
  }

  @SuppressWarnings("unchecked") // the one key that is subscribed to is of this type
  private void changed(Replicator.Changed<?> change) {
    Map<String, byte[]> entries = ((LWWMap<String, byte[]>) change.dataValue()).getEntries();
    Set.copyOf(known.keySet()).stream()
        .filter(each -> !entries.containsKey(each))
        .forEach(this::forget);
    entries.forEach(
        (name, bytes) -> {
          Said node = ofBytes(bytes);
          if (node != null && !name.equals(name(cluster.selfUniqueAddress()))) {
            known.put(name, node);
            show(name, node);
          }
        });
  }

  private void show(String name, Said node) {
    if (!silent.contains(name)) {
      nodes.heard(name, node);
    }
  }

  private void forget(String name) {
    known.remove(name);
    nodes.lost(name);
  }

  private void reached(Member member, boolean answers) {
    String name = name(member.uniqueAddress());
    Said node = known.get(name);
    if (!answers) {
      silent.add(name);
      nodes.lost(name);
    } else if (silent.remove(name) && node != null) {
      nodes.heard(name, node);
    }
  }

  private void removed(Member member) {
    String name = name(member.uniqueAddress());
    silent.remove(name);
    forget(name);
    update(map -> map.remove(self, name));
  }

  private static byte[] toBytes(Said node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write a node", e);
    }
  }

  /** Null for what is none, or is in a state that this version does not know. */
  private static @Nullable Said ofBytes(byte[] bytes) {
    try {
      Said node = MAPPER.readValue(bytes, Said.class);
      return node.state() == null ? null : node;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
    known.keySet().forEach(nodes::lost);
  }
}
