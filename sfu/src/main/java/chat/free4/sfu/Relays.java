package chat.free4.sfu;

import chat.free4.sfu.EngineCounters.Count;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine has to say to the other parts of its rooms. A room that one engine cannot carry
 * has a part in several, each with its own members. A part relays the packets of its own speakers
 * who are among the loudest that it knows of: the loudest of the whole room are always among those,
 * so each part finds the same ones by itself, and what crosses does not grow with the room. Ears
 * are a part that says nothing, and is given those alone to whom they listen, loud or not.
 *
 * <p>Voice goes before it is drained to the listeners here; loss and farewells wait in a queue.
 */
final class Relays {
  /** Farewells and reports of loss that wait at once; more are lost, and made up for by time. */
  static final int MAX_NOTES = 1024;

  /** Time between two looks at the members of other parts: who is silent, and how it is heard. */
  static final long LOOK_NANOS = 1_000_000_000L;

  private final EngineCounters counters;
  private final List<RoomMedia> spanning = new ArrayList<>();
  private long lookNanos = MediaEngine.NEVER;

  private @Nullable PacketBatch received;
  private final long[] offsets;
  private final int[] lengths;
  private final int[] levels;
  private final Speaker[] speakers;
  private final RoomMedia[] rooms;
  private int voiceCount;
  private int voiceCursor;

  private final RoomMedia[] noteRooms = new RoomMedia[MAX_NOTES];
  private final int[] noteMembers = new int[MAX_NOTES];
  private final int[] noteKinds = new int[MAX_NOTES];
  private final int[] noteValues = new int[MAX_NOTES];
  private final long[] noteParts = new long[MAX_NOTES];
  private int noteCount;

  /** Parts that the voice packet at hand has not gone to yet. */
  private long partsLeft;

  /** True once it is known to which it goes, and it has gone to the ears where they listen. */
  private boolean isVoiceBegun;

  Relays(MediaLimits limits, EngineCounters counters) {
    this.counters = counters;
    this.offsets = new long[limits.batchPackets()];
    this.lengths = new int[limits.batchPackets()];
    this.levels = new int[limits.batchPackets()];
    this.speakers = new Speaker[limits.batchPackets()];
    this.rooms = new RoomMedia[limits.batchPackets()];
  }

  /** The batch that {@link #noteVoice} speaks of. */
  void setReceived(PacketBatch batch) {
    if (voiceCount > 0) {
      throw new IllegalStateException("the relays of the batch before are not drained");
    }
    received = batch;
  }

  /** Looks after a room that has come to have other parts. */
  void add(long nowNanos, RoomMedia room) {
    spanning.add(room);
    if (lookNanos == MediaEngine.NEVER) {
      lookNanos = nowNanos + LOOK_NANOS;
    }
  }

  /** A room has no other part any more, or has ended. */
  void remove(RoomMedia room) {
    spanning.remove(room);
    if (spanning.isEmpty()) {
      lookNanos = MediaEngine.NEVER;
    }
  }

  /** Notes a packet that other parts or ears may want; asked for when it is polled. */
  void noteVoice(RoomMedia room, long offset, int length, Speaker speaker, int level) {
    rooms[voiceCount] = room;
    offsets[voiceCount] = offset;
    lengths[voiceCount] = length;
    speakers[voiceCount] = speaker;
    levels[voiceCount] = level;
    voiceCount++;
  }

  /** Notes that a speaker of this part is no more. */
  void noteGone(RoomMedia room, int member) {
    note(room, member, RelayHeader.GONE, 0, room.otherParts());
  }

  private void note(RoomMedia room, int member, int kind, int value, long parts) {
    if (noteCount == MAX_NOTES) {
      counters.drop(MediaDrop.TOO_MANY_RELAY_NOTES);
      return;
    }
    noteRooms[noteCount] = room;
    noteMembers[noteCount] = member;
    noteKinds[noteCount] = kind;
    noteValues[noteCount] = value;
    noteParts[noteCount] = parts;
    noteCount++;
  }

  /** When {@link #handleTimeout} is to be called next. */
  long nextNanos() {
    return lookNanos;
  }

  /** Drops members of other parts who are silent, and tells of the others how they are heard. */
  void handleTimeout(long nowNanos) {
    if (lookNanos > nowNanos) {
      return;
    }
    lookNanos = nowNanos + LOOK_NANOS;
    for (int i = 0; i < spanning.size(); i++) {
      RoomMedia room = spanning.get(i);
      RemoteSpeakers remotes = room.remotes();
      room.dropSilentRemotes(nowNanos);
      for (int place = 0; place < remotes.count(); place++) {
        Speaker speaker = remotes.get(place);
        if (speaker.targetCount() > 0 && speaker.home() != PlayedVoices.PART) {
          int loss = speaker.listenersLoss(nowNanos);
          note(room, speaker.member(), RelayHeader.LOSS, loss, 1L << speaker.home());
        }
      }
    }
  }

  /** Appends what fits, each slot with the part it goes to as its path; gives how many. */
  int poll(PacketBatch out) {
    int from = out.count();
    writeNotes(out);
    writeVoice(out);
    int added = out.count() - from;
    if (added > 0) {
      counters.add(Count.RELAYED_OUT, added);
    }
    return added;
  }

  private void writeNotes(PacketBatch out) {
    while (noteCount > 0 && !out.isFull()) {
      int last = noteCount - 1;
      RoomMedia room = noteRooms[last];
      int part = Long.numberOfTrailingZeros(noteParts[last]);
      if (part < Long.SIZE) {
        int slot = out.add(part, RelayHeader.BYTES);
        RelayHeader.write(
            out.slab(),
            out.offset(slot),
            room.id(),
            noteMembers[last],
            noteKinds[last],
            noteValues[last]);
        noteParts[last] &= noteParts[last] - 1;
      }
      if (noteParts[last] == 0) {
        noteCount = last;
        Arrays.fill(noteRooms, last, last + 1, null);
      }
    }
  }

  private void writeVoice(PacketBatch out) {
    PacketBatch batch = received;
    if (batch == null) {
      return;
    }
    while (voiceCursor < voiceCount) {
      RoomMedia room = rooms[voiceCursor];
      if (!isVoiceBegun) {
        Speaker speaker = speakers[voiceCursor];
        if (speaker.isListenedTo) {
          if (out.isFull()) {
            return;
          }
          writeVoice(room, HeardPacket.PART, batch.slab(), out);
        }
        boolean isWanted = room.otherParts() != 0 && room.wantsRelayed(speaker);
        partsLeft = isWanted ? room.otherParts() : 0;
        isVoiceBegun = true;
      }
      while (partsLeft != 0) {
        if (out.isFull()) {
          return;
        }
        writeVoice(room, Long.numberOfTrailingZeros(partsLeft), batch.slab(), out);
        partsLeft &= partsLeft - 1;
      }
      isVoiceBegun = false;
      voiceCursor++;
    }
    Arrays.fill(rooms, 0, voiceCount, null);
    Arrays.fill(speakers, 0, voiceCount, null);
    voiceCount = 0;
    voiceCursor = 0;
    received = null;
  }

  private void writeVoice(RoomMedia room, int part, MemorySegment in, PacketBatch out) {
    int length = lengths[voiceCursor];
    int slot = out.add(part, RelayHeader.BYTES + length);
    long at = out.offset(slot);
    RelayHeader.write(
        out.slab(),
        at,
        room.id(),
        speakers[voiceCursor].member(),
        RelayHeader.VOICE,
        levels[voiceCursor]);
    MemorySegment.copy(in, offsets[voiceCursor], out.slab(), at + RelayHeader.BYTES, length);
  }
}
