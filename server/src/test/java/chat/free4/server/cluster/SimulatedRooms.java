package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.rpc.Decoded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Rooms of a node in a {@link ClusterSimulation} that only say who they are, to whom has said
 * hello.
 */
final class SimulatedRooms implements RoomHost {
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  final SimulatedKeeping kept;
  private final Seats seats;
  private final LongSupplier clock;
  private final IntFunction<Bytes> roomOf;

  /** Work that some room of any node handled: none twice. */
  private final Set<String> handled;

  private final Map<Long, SignalSocket> sockets = new HashMap<>();
  private final Map<Long, Integer> shards = new HashMap<>();
  private final Map<Long, Long> heardNanos = new HashMap<>();
  private long handles;

  /** Nobody is there; {@code roomOf} says which room a client is in, by its number. */
  SimulatedRooms(
      Seats seats,
      SimulatedKeeping kept,
      LongSupplier clock,
      IntFunction<Bytes> roomOf,
      Set<String> handled) {
    this.seats = seats;
    this.kept = kept;
    this.clock = clock;
    this.roomOf = roomOf;
    this.handled = handled;
  }

  @Override
  public long open(String origin, byte[] address, SignalSocket socket) {
    sockets.put(++handles, socket);
    heardNanos.put(handles, clock.getAsLong());
    return handles;
  }

  @Override
  public boolean receive(long session, Decoded frame, String text, Runnable done) {
    SignalSocket socket = sockets.get(session);
    if (socket != null) {
      heardNanos.put(session, clock.getAsLong());
      RoomId room = new RoomId(roomOf.apply(clientOf(text)));
      if (text.contains("hello")) {
        shards.put(session, Shards.of(room));
      } else {
        assertThat(handled.add(text)).as("handled once: %s", text).isTrue();
        if (seats.isHere(room)) {
          kept.worked(room);
        }
      }
      long incarnation = seats.incarnation(shards.getOrDefault(session, -1));
      if (incarnation != Seats.NONE) {
        long id = ((Decoded.Message) frame).id();
        socket.send("answer " + incarnation + " " + id);
      }
    }
    done.run();
    return true;
  }

  private static int clientOf(String text) {
    int from = text.indexOf("\"who\":") + 6;
    return Integer.parseInt(text.substring(from, text.indexOf('}', from)));
  }

  @Override
  public void closed(long session, int code) {
    sockets.remove(session);
    shards.remove(session);
    heardNanos.remove(session);
  }

  /** Whose node has lost the word that it is over is found out so. */
  void closeSilent() {
    for (Map.Entry<Long, Long> heard : List.copyOf(heardNanos.entrySet())) {
      if (clock.getAsLong() - heard.getValue() > SILENCE_NANOS) {
        SignalSocket socket = sockets.get(heard.getKey());
        closed(heard.getKey(), 1006);
        if (socket != null) {
          socket.close(CloseCode.SILENT);
        }
      }
    }
  }

  /** A shard is here no more. */
  void release(int shard) {
    kept.release(shard);
    shards.values().removeIf(each -> each == shard);
  }
}
