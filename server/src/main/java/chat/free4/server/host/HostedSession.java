package chat.free4.server.host;

import chat.free4.room.AddressKey;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalSession;
import java.util.HexFormat;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
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

  /** What is held of who has entered by it: what the room told, and what is held here. */
  ServerMessage.SawResult saw(long nowNanos, ServerMessage.SawResult byRoom) {
    SawList list = new SawList();
    engine.tellHeld(nowNanos, list);
    list.add(SawKind.ADDRESS, HexFormat.of().formatHex(address.bytes().toArray()));
    return new ServerMessage.SawResult(
        Stream.concat(list.items().stream(), byRoom.items().stream()).toList());
  }

  /** What has ended without a word to it is no room to be in. */
  void forgetEndedRoom() {
    if (room != null && room.ended) {
      room = null;
    }
  }

  @Override
  void handleTimeout(long nowNanos) {
    onTime.accept(this, nowNanos);
  }
}
