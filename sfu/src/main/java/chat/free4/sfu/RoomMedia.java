package chat.free4.sfu;

import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The media of one room: its peers, who of them is heard by whom, and who has muted whom. */
final class RoomMedia {
  /** Speakers kept in order beyond the slots of a listener: oneself and some muted ones. */
  private static final int STAGE_BEYOND_SLOTS = 8;

  private final long id;
  private final MediaLimits limits;
  private final LongMap<RoomPeer> peers = new LongMap<>();
  private final LongMap<MuteList> mutes = new LongMap<>();
  private final ActiveSpeakers speakers;
  private final SlotAssignment assignment;

  /** True while it stands in the engine's list of rooms whose levels have moved. */
  boolean isQueuedForUpdate;

  RoomMedia(long id, MediaLimits limits, EngineCounters counters) {
    this.id = id;
    this.limits = limits;
    this.speakers = new ActiveSpeakers(limits.slotsPerPeer() + STAGE_BEYOND_SLOTS);
    this.assignment = new SlotAssignment(speakers, counters);
  }

  long id() {
    return id;
  }

  int peerCount() {
    return peers.size();
  }

  @Nullable RoomPeer peer(int member) {
    return peers.get(member);
  }

  /** True when nothing is left that anyone could come back to. */
  boolean isEmpty() {
    return peers.isEmpty() && mutes.isEmpty();
  }

  /** Takes in a peer; nothing flows before it is connected. */
  void add(RoomPeer peer) {
    peer.mutes = mutes.get(peer.member());
    peers.put(peer.member(), peer);
  }

  /** Lets a peer hear and be heard. */
  void connect(RoomPeer peer) {
    peer.setConnected(true);
    assignment.addListener(peer);
    Speaker speaker = peer.speaker();
    if (speaker != null) {
      assignment.addSpeaker(speaker);
    }
  }

  /** Takes a peer out. */
  void remove(RoomPeer peer) {
    peers.remove(peer.member());
    if (peer.isConnected()) {
      assignment.removeListener(peer);
      Speaker speaker = peer.speaker();
      if (speaker != null) {
        assignment.removeSpeaker(speaker);
      }
      peer.setConnected(false);
    }
  }

  /** Sets whether {@code listener} hears {@code speaker}; false when that is over a limit. */
  boolean mute(int listener, int speaker, boolean muted) {
    MuteList list = mutes.get(listener);
    if (!muted) {
      if (list != null && list.remove(speaker) && list.count() == 0) {
        mutes.remove(listener);
      }
    } else if (list == null || !list.contains(speaker)) {
      int held = list == null ? 0 : list.count();
      if (held >= limits.mutesPerListener()) {
        return false;
      }
      if (list == null) {
        list = new MuteList();
        mutes.put(listener, list);
      }
      list.add(speaker);
    }
    RoomPeer peer = peers.get(listener);
    if (peer != null) {
      peer.mutes = mutes.get(listener);
      assignment.handleMutes(peer);
    }
    return true;
  }

  /** Forgets whom a member has muted, and that others have muted it. */
  void forget(int member) {
    mutes.remove(member);
    int place = 0;
    while (place < mutes.capacity()) {
      MuteList list = mutes.valueAt(place);
      if (list != null && list.remove(member) && list.count() == 0) {
        // The map closes the gap: another may stand here now.
        mutes.remove(mutes.keyAt(place));
      } else {
        place++;
      }
    }
  }

  /**
   * Takes a plain RTP packet: counts it for its sender's reports, moves its level, and has it
   * forwarded to all slots that carry it.
   *
   * @return why it was dropped, or null
   */
  @Nullable DropReason handleVoice(
      long nowNanos, RoomPeer peer, PacketBatch batch, int index, Forwarder forwarder) {
    MemorySegment slab = batch.slab();
    long at = batch.offset(index);
    int length = batch.length(index);
    DropReason drop = RtpPacket.check(slab, at, length);
    if (drop != null) {
      return drop;
    }
    Speaker speaker = peer.speaker();
    if (speaker == null || RtpPacket.payloadType(slab, at) != speaker.line().payloadType()) {
      return MediaDrop.UNKNOWN_PAYLOAD_TYPE;
    }
    int payload = RtpPacket.payloadLength(slab, at, length);
    if (payload > Forwarder.MAX_PAYLOAD_BYTES) {
      return MediaDrop.TOO_LARGE;
    }
    int sequence = RtpPacket.sequenceNumber(slab, at);
    int timestamp = RtpPacket.timestamp(slab, at);
    int ahead =
        speaker.received().handlePacket(nowNanos, RtpPacket.ssrc(slab, at), sequence, timestamp);
    NackList missing = speaker.missing();
    if (missing != null) {
      missing.handlePacket(nowNanos, sequence, ahead);
    }
    int level = RtpExtensions.audioLevel(slab, at, speaker.line().levelExtension());
    if (ahead > 0) {
      speakers.handlePacket(nowNanos, speaker, timestamp, level, payload);
    }
    forwarder.forward(index, speaker, level);
    return null;
  }

  /** Follows the levels, after all packets of a batch. */
  void update(long nowNanos) {
    assignment.update(nowNanos);
  }
}
