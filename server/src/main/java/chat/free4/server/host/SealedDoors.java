package chat.free4.server.host;

import chat.free4.room.AddressKey;
import chat.free4.room.access.RoomId;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.door.Doorkeeper;
import chat.free4.room.door.Verdict;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.Knock;
import chat.free4.room.signal.SignalError;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The doors of this node's sealed rooms, counted. */
final class SealedDoors {
  private final Doorkeeper doorkeeper;
  private final ServerMetrics metrics;

  SealedDoors(ServerMetrics metrics, RandomGenerator random) {
    this.doorkeeper = new Doorkeeper(random);
    this.metrics = metrics;
  }

  /**
   * Somebody wants in; null where the room is public and has no door.
   *
   * @param held it is in, or waited for
   */
  @Nullable Verdict knock(long nowNanos, AddressKey address, Admission admission, boolean held) {
    Knock knock = admission.knock();
    if (knock == null) {
      return null;
    }
    Verdict verdict = doorkeeper.knock(nowNanos, address, admission.room(), knock, held);
    if (verdict instanceof Verdict.Shut shut) {
      if (shut.chainDrop() != null) {
        metrics.countChainDrop(shut.chainDrop());
      }
      if (shut.fault().error() == SignalError.BUSY) {
        metrics.countRefused(Refusal.DOOR_BUSY);
      }
    }
    return verdict;
  }

  /** The room of somebody who was let in could not be opened. */
  void countRefused(long nowNanos, AddressKey address) {
    doorkeeper.countRefused(nowNanos, address);
  }

  /** A room is here, under this chain. */
  void opened(DescriptorChain chain) {
    doorkeeper.opened(chain);
  }

  /** Nobody is in a room any more. */
  void ended(RoomId room) {
    doorkeeper.ended(room);
  }
}
