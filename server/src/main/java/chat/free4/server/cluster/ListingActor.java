package chat.free4.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * Carries {@link SharedListings} by Distributed Data: rooms by their names in buckets, so that no
 * message is long, each entry written by the node that has the room. What a node that is gone has
 * written the others take away.
 */
final class ListingActor extends AbstractActorWithTimers {
  static final String NAME = "listings";

  /** With 10,000 rooms a node, some forty of each in one. */
  private static final int BUCKETS = 256;

  /** Counts change often, and the list is looked at by people: this is soon enough. */
  private static final Duration TELL_EVERY = Duration.ofMillis(1500);

  /** Stands between node and name; no address has one. */
  private static final char BETWEEN = ' ';

  private final SharedListings listings;
  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final SelfUniqueAddress self =
      DistributedData.get(getContext().getSystem()).selfUniqueAddress();
  private final ActorRef replicator = DistributedData.get(getContext().getSystem()).replicator();
  private final String ownPrefix = prefix(cluster.selfUniqueAddress());
  private final List<Key<LWWMap<String, byte[]>>> keys = new ArrayList<>();

  /** What each bucket had when it was last seen. */
  private final Map<String, Set<String>> known = new HashMap<>();

  private enum Tell {
    NOW
  }

  private ListingActor(SharedListings listings) {
    this.listings = listings;
    for (int i = 0; i < BUCKETS; i++) {
      keys.add(LWWMapKey.create("rooms-" + i));
    }
  }

  static Props props(SharedListings listings) {
    return Props.create(ListingActor.class, () -> new ListingActor(listings));
  }

  private static String prefix(UniqueAddress node) {
    return node.address() + "#" + node.longUid() + BETWEEN;
  }

  @Override
  public void preStart() {
    listings.tellAll();
    keys.forEach(key -> replicator.tell(new Replicator.Subscribe<>(key, getSelf()), getSelf()));
    cluster.subscribe(
        getSelf(), ClusterEvent.initialStateAsEvents(), ClusterEvent.MemberRemoved.class);
    getTimers().startTimerWithFixedDelay(Tell.NOW, Tell.NOW, TELL_EVERY);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .matchEquals(Tell.NOW, _ -> tell())
        .match(Replicator.Changed.class, this::changed)
        .match(ClusterEvent.MemberRemoved.class, this::removed)
        .match(Replicator.UpdateResponse.class, _ -> {}) // it is told to this node alone at first
        .build();
  }

  private void tell() {
    Map<Integer, Map<String, Optional<ListedRoom>>> byBucket = new HashMap<>();
    listings
        .takeChanges()
        .forEach(
            (name, room) ->
                byBucket
                    .computeIfAbsent(Math.floorMod(name.hashCode(), BUCKETS), _ -> new HashMap<>())
                    .put(ownPrefix + name, room));
    byBucket.forEach(
        (bucket, changes) ->
            update(
                keys.get(bucket),
                map -> {
                  LWWMap<String, byte[]> changed = map;
                  for (Map.Entry<String, Optional<ListedRoom>> change : changes.entrySet()) {
                    String entry = change.getKey();
                    Optional<ListedRoom> room = change.getValue();
                    changed =
                        room.isPresent()
                            ? changed.put(self, entry, room.get().toBytes())
                            : changed.remove(self, entry);
                  }
                  return changed;
                }));
  }

  private void update(
      Key<LWWMap<String, byte[]>> key,
      java.util.function.Function<LWWMap<String, byte[]>, LWWMap<String, byte[]>> change) {
    replicator.tell(
        new Replicator.Update<>(key, LWWMap.create(), Replicator.writeLocal(), change), getSelf());
  }

  @SuppressWarnings("unchecked") // all keys that are subscribed to are of one type
  private void changed(Replicator.Changed<?> change) {
    Map<String, byte[]> entries = ((LWWMap<String, byte[]>) change.dataValue()).getEntries();
    Set<String> former = known.getOrDefault(change.key().id(), Set.of());
    Set<String> now = new HashSet<>();
    entries.forEach(
        (entry, bytes) -> {
          ListedRoom room = entry.startsWith(ownPrefix) ? null : ListedRoom.ofBytes(bytes);
          if (room != null) {
            now.add(entry);
            listings.listed(node(entry), name(entry), room);
          }
        });
    for (String entry : former) {
      if (!now.contains(entry)) {
        listings.unlisted(node(entry), name(entry));
      }
    }
    known.put(change.key().id(), now);
  }

  private static String node(String entry) {
    return entry.substring(0, entry.indexOf(BETWEEN));
  }

  private static String name(String entry) {
    return entry.substring(entry.indexOf(BETWEEN) + 1);
  }

  /** Its entries go from the list at once, and from the data by whoever is first. */
  private void removed(ClusterEvent.MemberRemoved event) {
    String gone = prefix(event.member().uniqueAddress());
    for (Key<LWWMap<String, byte[]>> key : keys) {
      List<String> entries =
          known.getOrDefault(key.id(), Set.of()).stream()
              .filter(entry -> entry.startsWith(gone))
              .toList();
      if (!entries.isEmpty()) {
        update(
            key,
            map -> {
              LWWMap<String, byte[]> changed = map;
              for (String entry : entries) {
                changed = changed.remove(self, entry);
              }
              return changed;
            });
      }
    }
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
  }
}
