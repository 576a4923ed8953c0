package chat.free4.sfu;

import chat.free4.sfu.EngineCounters.Count;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The rooms of an engine, and those among them whose levels have moved. */
final class Rooms {
  private final MediaLimits limits;
  private final EngineCounters counters;
  private final Relays relays;
  private final Queue<MediaEvent> events;
  private final LongMap<RoomMedia> rooms = new LongMap<>();

  /** At most one a packet of a batch. */
  private final RoomMedia[] touched;

  private int touchedCount;

  /**
   * No rooms.
   *
   * @param events where it is told that somebody talks
   */
  Rooms(MediaLimits limits, EngineCounters counters, Relays relays, Queue<MediaEvent> events) {
    this.limits = limits;
    this.counters = counters;
    this.relays = relays;
    this.events = events;
    this.touched = new RoomMedia[limits.batchPackets()];
  }

  @Nullable RoomMedia get(long id) {
    return rooms.get(id);
  }

  boolean isFull() {
    return rooms.size() >= limits.rooms();
  }

  RoomMedia open(long id) {
    RoomMedia room = new RoomMedia(id, limits, counters, relays);
    rooms.put(id, room);
    counters.increment(Count.ROOMS);
    return room;
  }

  void endIfEmpty(RoomMedia room) {
    if (room.isEmpty()) {
      room.end();
      rooms.remove(room.id());
      counters.add(Count.ROOMS, -1);
    }
  }

  /** False when the room is not here; whose transport is elsewhere is silenced there. */
  boolean silence(MediaCommand.Silence silence) {
    RoomMedia room = rooms.get(silence.room());
    RoomPeer peer = room == null ? null : room.peer(silence.member());
    if (room != null && peer != null) {
      room.silence(peer, silence.silenced());
    }
    return room != null;
  }

  /** False when the member has no transport here, or its voice is sealed. */
  boolean listen(MediaCommand.Listen listen) {
    RoomMedia room = rooms.get(listen.room());
    RoomPeer peer = room == null ? null : room.peer(listen.member());
    if (peer == null || peer.keyIds() != null) {
      return false;
    }
    Speaker speaker = peer.speaker();
    if (speaker != null) {
      speaker.isListenedTo = listen.listens();
    }
    return true;
  }

  /** False when the member has no transport here. */
  boolean openData(MediaCommand.OpenData open) {
    RoomMedia room = rooms.get(open.room());
    RoomPeer peer = room == null ? null : room.peer(open.member());
    if (peer != null) {
      peer.transport().openData(open.line());
    }
    return peer != null;
  }

  /** False when the room is not here. */
  boolean span(long nowNanos, MediaCommand.SpanRoom span) {
    RoomMedia room = rooms.get(span.room());
    if (room != null) {
      room.span(nowNanos, span.otherParts());
    }
    return room != null;
  }

  /** Notes that a packet of the batch has moved levels in a room. */
  void touch(RoomMedia room) {
    if (!room.isQueuedForUpdate) {
      room.isQueuedForUpdate = true;
      touched[touchedCount++] = room;
    }
  }

  /** Follows the levels of all rooms that were touched. */
  void updateTouched(long nowNanos) {
    while (touchedCount > 0) {
      RoomMedia room = touched[--touchedCount];
      room.isQueuedForUpdate = false;
      room.update(nowNanos);
      if (room.takeTalk(nowNanos)) {
        events.add(new MediaEvent.RoomTalked(room.id()));
      }
      Arrays.fill(touched, touchedCount, touchedCount + 1, null);
    }
  }

  /** Sets whether a listener hears a speaker; false when that is over a limit. */
  boolean mute(MediaCommand.MuteForListener mute) {
    RoomMedia room = get(mute.room());
    if (room == null) {
      if (!mute.muted() || isFull()) {
        return false;
      }
      room = open(mute.room());
    }
    boolean done = room.mute(mute.listener(), mute.speaker(), mute.muted());
    endIfEmpty(room);
    return done;
  }
}
