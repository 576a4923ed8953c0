package chat.free4.server.rpc;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.SignalFault;

/** What a text frame turned out to be. */
public sealed interface Decoded {
  /** A message of the contract; {@code id} is {@link ClientMessage#NO_ID} for a notification. */
  record Message(long id, ClientMessage message) implements Decoded {}

  /** JSON, but no message of the contract. */
  record Fault(long id, SignalFault fault) implements Decoded {}

  /** Longer than {@code limit} bytes; not read. */
  record TooLarge(long limit) implements Decoded {}

  /** Not JSON. */
  record NotJson() implements Decoded {}
}
