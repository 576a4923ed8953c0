package chat.free4.room.door;

import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.DescriptorDrop;
import chat.free4.room.signal.SignalFault;
import org.jspecify.annotations.Nullable;

/** What a door says to who knocks. */
public sealed interface Verdict {
  /** Come in; the room is under this chain from now on. */
  record Open(DescriptorChain chain) implements Verdict {}

  /**
   * Not now, or not at all.
   *
   * @param chainDrop why the chain was refused that the entrant brought, to be counted; it is not
   *     told
   */
  record Shut(SignalFault fault, @Nullable DescriptorDrop chainDrop) implements Verdict {}
}
