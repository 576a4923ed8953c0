package chat.free4.server.cluster;

import chat.free4.room.description.RoomDescription;
import chat.free4.server.host.Listings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The public rooms of all nodes. This node's own go out as changes; those of others come in by
 * node, and stand in the directory where this node has no room of that name. While a room moves,
 * two nodes may list it for a moment: it goes when both have let it go. For any thread.
 */
final class SharedListings implements Listings {
  private final Listings directory;
  private final Map<String, ListedRoom> own = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  /** By name, then by node. */
  private final Map<String, Map<String, ListedRoom>> elsewhere = new HashMap<>();

  /** {@code directory} is told what others have; it tells this one what this node has. */
  SharedListings(Listings directory) {
    this.directory = directory;
  }

  @Override
  public synchronized void update(
      String name, RoomDescription description, int people, long opened) {
    ListedRoom former = own.get(name);
    own.put(name, ListedRoom.of(description, people, opened, former == null ? 0 : former.talks()));
    changed.add(name);
  }

  @Override
  public synchronized void remove(String name) {
    if (own.remove(name) != null) {
      changed.add(name);
      ListedRoom other = elsewhere(name);
      if (other != null) {
        show(name, other);
      }
    }
  }

  @Override
  public synchronized void talked(String name) {
    if (own.computeIfPresent(name, (_, room) -> room.talked()) != null) {
      changed.add(name);
    }
  }

  /** What has changed here since it was last asked; an empty one has gone. */
  synchronized Map<String, Optional<ListedRoom>> takeChanges() {
    Map<String, Optional<ListedRoom>> changes = new LinkedHashMap<>();
    changed.forEach(name -> changes.put(name, Optional.ofNullable(own.get(name))));
    changed.clear();
    return changes;
  }

  /** Those who know nothing of this node are to be told all. */
  synchronized void tellAll() {
    changed.addAll(own.keySet());
    Set<String> known = Set.copyOf(elsewhere.keySet());
    elsewhere.clear();
    known.stream().filter(name -> !own.containsKey(name)).forEach(directory::remove);
  }

  /** Another node lists a room. */
  synchronized void listed(String node, String name, ListedRoom room) {
    ListedRoom former = elsewhere.computeIfAbsent(name, _ -> new TreeMap<>()).put(node, room);
    if (!own.containsKey(name) && !room.equals(former)) {
      show(name, room);
      if (former != null && room.talks() > former.talks()) {
        directory.talked(name);
      }
    }
  }

  /** Another node lists a room no more. */
  synchronized void unlisted(String node, String name) {
    Map<String, ListedRoom> byNode = elsewhere.get(name);
    if (byNode == null || byNode.remove(node) == null) {
      return;
    }
    if (byNode.isEmpty()) {
      elsewhere.remove(name);
    }
    if (!own.containsKey(name)) {
      ListedRoom other = elsewhere(name);
      if (other == null) {
        directory.remove(name);
      } else {
        show(name, other);
      }
    }
  }

  private @Nullable ListedRoom elsewhere(String name) {
    Map<String, ListedRoom> byNode = elsewhere.get(name);
    return byNode == null ? null : byNode.values().iterator().next();
  }

  private void show(String name, ListedRoom room) {
    directory.update(name, room.description(), room.people(), room.opened());
  }
}
