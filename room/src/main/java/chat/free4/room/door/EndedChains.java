package chat.free4.room.door;

import chat.free4.room.access.RoomId;
import chat.free4.room.descriptor.DescriptorChain;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Chains of rooms that nobody is in, the latest to end last; over a limit the first is forgotten.
 */
final class EndedChains {
  private final int maxRooms;
  private final long maxBytes;
  private final LinkedHashMap<RoomId, DescriptorChain> chains = new LinkedHashMap<>();
  private long bytes;

  EndedChains(int maxRooms, long maxBytes) {
    this.maxRooms = maxRooms;
    this.maxBytes = maxBytes;
  }

  @Nullable DescriptorChain find(RoomId room) {
    return chains.get(room);
  }

  void add(DescriptorChain chain) {
    remove(chain.room());
    chains.put(chain.room(), chain);
    bytes += chain.bytes();
    while (chains.size() > maxRooms || bytes > maxBytes) {
      remove(chains.firstEntry().getKey());
    }
  }

  void remove(RoomId room) {
    DescriptorChain former = chains.remove(room);
    if (former != null) {
      bytes -= former.bytes();
    }
  }

  int size() {
    return chains.size();
  }
}
