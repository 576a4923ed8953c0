package chat.free4.server.host;

import chat.free4.room.AddressKey;
import chat.free4.room.signal.SignalSession;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket of a {@link LocalRoomHost}, and its engine. */
final class HostedSession extends Deadlines.Timed {
  final long handle;
  final AddressKey address;
  final GatheringSocket socket;
  final SignalSession engine;
  private final ObjLongConsumer<HostedSession> onTime;

  /** The room it is in, or knocks at. */
  @Nullable HostedRoom room;

  boolean open = true;
  boolean watching;

  HostedSession(
      long handle,
      AddressKey address,
      GatheringSocket socket,
      SignalSession engine,
      ObjLongConsumer<HostedSession> onTime) {
    this.handle = handle;
    this.address = address;
    this.socket = socket;
    this.engine = engine;
    this.onTime = onTime;
  }

  @Override
  void handleTimeout(long nowNanos) {
    onTime.accept(this, nowNanos);
  }
}
