package chat.free4.sfu;

import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The media of one room, or of one part of it: its peers, who is heard by whom, and who has muted
 * whom.
 */
final class RoomMedia {
  /** Speakers kept in order beyond the slots of a listener: oneself and some muted ones. */
  static final int STAGE_BEYOND_SLOTS = 8;

  /** Control is told so seldom that somebody talks: it wants to know of a minute, not of a word. */
  static final long TALK_INTERVAL_NANOS = 20_000_000_000L;

  /** A pause in what is played after which it is something else that is said. */
  static final long BETWEEN_PHRASES_NANOS = 100_000_000L;

  private final long id;
  private final MediaLimits limits;
  private final LongMap<RoomPeer> peers = new LongMap<>();
  private final LongMap<MuteList> mutes = new LongMap<>();
  private final ActiveSpeakers speakers;
  private final SlotAssignment assignment;
  private final Relays relays;
  private final RemoteSpeakers remotes = new RemoteSpeakers();

  /** Other engines that have a part of the room, as bits. */
  private long otherParts;

  private boolean talkTold;
  private long talkToldNanos;

  /** True while it stands in the engine's list of rooms whose levels have moved. */
  boolean isQueuedForUpdate;

  RoomMedia(long id, MediaLimits limits, EngineCounters counters, Relays relays) {
    this.id = id;
    this.limits = limits;
    this.relays = relays;
    this.speakers = new ActiveSpeakers(limits.slotsPerPeer() + STAGE_BEYOND_SLOTS);
    this.assignment = new SlotAssignment(speakers, limits, counters);
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
    dropRemote(peer.member());
    peer.mutes = mutes.get(peer.member());
    peers.put(peer.member(), peer);
  }

  /** Lets a peer hear and be heard. */
  void connect(RoomPeer peer) {
    peer.setConnected(true);
    assignment.addListener(peer);
    Speaker speaker = peer.speaker();
    if (speaker != null && !speaker.isSilenced) {
      assignment.addSpeaker(speaker);
    }
  }

  /** Sets whether anybody hears a peer; the slots it held are others' from then on. */
  void silence(RoomPeer peer, boolean isSilenced) {
    Speaker speaker = peer.speaker();
    if (speaker == null || speaker.isSilenced == isSilenced) {
      return;
    }
    speaker.isSilenced = isSilenced;
    if (!peer.isConnected()) {
      return;
    }
    assignment.handleSilence(peer, isSilenced);
    if (isSilenced) {
      endSpeaker(speaker);
    } else {
      assignment.addSpeaker(speaker);
    }
  }

  private void endSpeaker(Speaker speaker) {
    assignment.removeSpeaker(speaker);
    if (otherParts != 0) {
      relays.noteGone(this, speaker.member());
    }
  }

  /** Takes a peer out. */
  void remove(RoomPeer peer) {
    peers.remove(peer.member());
    if (peer.isConnected()) {
      assignment.removeListener(peer);
      Speaker speaker = peer.speaker();
      if (speaker != null && !speaker.isSilenced) {
        endSpeaker(speaker);
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
    dropRemote(member);
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
    if (speaker == null || RtpPacket.payloadType(slab, at) != peer.microphone().payloadType()) {
      return MediaDrop.UNKNOWN_PAYLOAD_TYPE;
    }
    int payload = RtpPacket.payloadLength(slab, at, length);
    if (payload > Forwarder.MAX_PAYLOAD_BYTES) {
      return MediaDrop.TOO_LARGE;
    }
    KeyIds keyIds = peer.keyIds();
    if (keyIds != null && !keyIds.allows(slab, at + RtpPacket.headerLength(slab, at), payload)) {
      return MediaDrop.UNREGISTERED_KEY;
    }
    if (speaker.isSilenced) {
      count(nowNanos, speaker, slab, at);
      return MediaDrop.SILENCED;
    }
    int level = RtpExtensions.audioLevel(slab, at, peer.microphone().levelExtension());
    hear(nowNanos, speaker, slab, at, length, level);
    forwarder.forward(at, length, speaker, level);
    if (otherParts != 0 || speaker.isListenedTo) {
      relays.noteVoice(this, at, length, speaker, level);
    }
    return null;
  }

  private void hear(
      long nowNanos, Speaker speaker, MemorySegment slab, long at, int length, int level) {
    int sequence = RtpPacket.sequenceNumber(slab, at);
    int timestamp = RtpPacket.timestamp(slab, at);
    int ahead = count(nowNanos, speaker, slab, at);
    speaker.microphoneNanos = nowNanos;
    NackList missing = speaker.missing();
    if (missing != null) {
      missing.handlePacket(nowNanos, sequence, ahead);
    }
    if (ahead > 0) {
      int payload = RtpPacket.payloadLength(slab, at, length);
      speakers.handlePacket(nowNanos, speaker, timestamp, level, payload);
    }
  }

  /** Counts a packet for the reports to its sender; gives how far it is ahead of the newest. */
  private static int count(long nowNanos, Speaker speaker, MemorySegment slab, long at) {
    return speaker
        .received()
        .handlePacket(
            nowNanos,
            RtpPacket.ssrc(slab, at),
            RtpPacket.sequenceNumber(slab, at),
            RtpPacket.timestamp(slab, at));
  }

  /**
   * Takes what another part of the room relays.
   *
   * @return why it was dropped, or null
   */
  @Nullable DropReason handleRelayed(
      long nowNanos, PacketBatch batch, int index, Forwarder forwarder) {
    MemorySegment slab = batch.slab();
    long at = batch.offset(index);
    int member = RelayHeader.member(slab, at);
    return switch (RelayHeader.kind(slab, at)) {
      case RelayHeader.VOICE, RelayHeader.SAID -> {
        int length = batch.length(index) - RelayHeader.BYTES;
        yield handleRelayedVoice(nowNanos, batch.path(index), slab, at, length, forwarder);
      }
      case RelayHeader.GONE -> {
        dropRemote(member);
        yield null;
      }
      case RelayHeader.LOSS -> {
        RoomPeer peer = peers.get(member);
        if (peer != null && peer.speaker() != null) {
          peer.speaker().handleRelayedLoss(nowNanos, RelayHeader.value(slab, at));
        }
        yield null;
      }
      default -> MediaDrop.RELAY_MALFORMED;
    };
  }

  private @Nullable DropReason handleRelayedVoice(
      long nowNanos, int from, MemorySegment slab, long offset, int length, Forwarder forwarder) {
    long at = offset + RelayHeader.BYTES;
    DropReason drop = RtpPacket.check(slab, at, length);
    if (drop != null) {
      return drop;
    }
    boolean isPlayed = from == PlayedVoices.PART;
    if (!isPlayed && (otherParts & 1L << from) == 0) {
      return MediaDrop.RELAY_UNEXPECTED;
    }
    int level = RelayHeader.value(slab, offset);
    int member = RelayHeader.member(slab, offset);
    RoomPeer own = isPlayed ? peers.get(member) : null;
    if (own != null) {
      return handleSaidFor(nowNanos, own, slab, at, length, level, forwarder);
    }
    Speaker speaker = remote(nowNanos, from, member);
    if (speaker == null) {
      return MediaDrop.RELAY_UNEXPECTED;
    }
    if (isPlayed) {
      speaker.isPerson = RelayHeader.kind(slab, offset) == RelayHeader.SAID;
      // A robot gives way to people. They are as equal as with voices of their own.
      boolean stops = !speaker.isPerson && speakers.isPersonTalking(nowNanos);
      if (isTalkedOver(nowNanos, speaker, stops)) {
        return MediaDrop.TALKED_OVER;
      }
    }
    hear(nowNanos, speaker, slab, at, length, level);
    forwarder.forward(at, length, speaker, level);
    return null;
  }

  /**
   * Takes what is said for a member that has a transport here: it is heard as its own voice, in the
   * same slots. Its statistics are of what its browser sends, and are left alone.
   */
  private @Nullable DropReason handleSaidFor(
      long nowNanos,
      RoomPeer peer,
      MemorySegment slab,
      long at,
      int length,
      int level,
      Forwarder forwarder) {
    Speaker speaker = peer.speaker();
    if (speaker == null || !peer.isConnected() || peer.keyIds() != null) {
      return MediaDrop.RELAY_UNEXPECTED;
    }
    if (speaker.isSilenced) {
      return MediaDrop.SILENCED;
    }
    boolean talks = nowNanos - speaker.microphoneNanos < BETWEEN_PHRASES_NANOS;
    boolean hasTalked = speaker.microphoneNanos != Long.MIN_VALUE;
    if (isTalkedOver(nowNanos, speaker, hasTalked && talks)) {
      return MediaDrop.TALKED_OVER;
    }
    int payload = RtpPacket.payloadLength(slab, at, length);
    speakers.handlePacket(nowNanos, speaker, RtpPacket.timestamp(slab, at), level, payload);
    forwarder.forward(at, length, speaker, level);
    return null;
  }

  /** Whether what is played is not heard: from a stop on the rest of that line is not. */
  private static boolean isTalkedOver(long nowNanos, Speaker played, boolean stops) {
    boolean isAnother = nowNanos - played.playedNanos > BETWEEN_PHRASES_NANOS;
    played.playedNanos = nowNanos;
    played.isTalkedOver = stops || (played.isTalkedOver && !isAnother);
    return played.isTalkedOver;
  }

  /** The speaker that stands for a member of another part; null when there can be none. */
  private @Nullable Speaker remote(long nowNanos, int from, int member) {
    Speaker speaker = remotes.find(member);
    if (speaker != null && speaker.home() != from) {
      // Its worker was lost, and it came again with another; or a text is said for it.
      dropRemote(member);
      speaker = null;
    }
    if (speaker == null) {
      if (peers.get(member) != null) {
        return null;
      }
      if (remotes.isFull()) {
        int place = remotes.longestSilent(nowNanos);
        if (place == RoomPeer.NOWHERE) {
          return null;
        }
        dropRemoteAt(place);
      }
      speaker = new Speaker(member, from);
      remotes.add(speaker);
      assignment.addSpeaker(speaker);
    }
    speaker.relayedNanos = nowNanos;
    return speaker;
  }

  private void dropRemote(int member) {
    for (int place = remotes.count() - 1; place >= 0; place--) {
      if (remotes.get(place).member() == member) {
        dropRemoteAt(place);
      }
    }
  }

  private void dropRemoteAt(int place) {
    Speaker speaker = remotes.get(place);
    remotes.removeAt(place);
    assignment.removeSpeaker(speaker);
  }

  /** Lets go of members of other parts from whom nothing has come for long. */
  void dropSilentRemotes(long nowNanos) {
    for (int place = remotes.count() - 1; place >= 0; place--) {
      if (nowNanos - remotes.get(place).relayedNanos > RemoteSpeakers.SILENCE_NANOS) {
        dropRemoteAt(place);
      }
    }
  }

  /** Sets which other engines have a part of the room; whom the others had is heard no longer. */
  void span(long nowNanos, long parts) {
    if (otherParts == 0 && parts != 0) {
      relays.add(nowNanos, this);
    } else if (otherParts != 0 && parts == 0) {
      relays.remove(this);
    }
    otherParts = parts;
    for (int place = remotes.count() - 1; place >= 0; place--) {
      int home = remotes.get(place).home();
      if (home != PlayedVoices.PART && (parts & 1L << home) == 0) {
        dropRemoteAt(place);
      }
    }
  }

  /** The last of it: nobody is there and nothing remembered. */
  void end() {
    if (otherParts != 0) {
      relays.remove(this);
    }
  }

  /** All who have data channels, but {@code sender}. */
  RoomPeer[] othersWithData(RoomPeer sender) {
    RoomPeer[] others = new RoomPeer[peers.size()];
    int count = 0;
    for (int place = 0; place < peers.capacity(); place++) {
      RoomPeer peer = peers.valueAt(place);
      if (peer != null && peer != sender && peer.data != null) {
        others[count++] = peer;
      }
    }
    return Arrays.copyOf(others, count);
  }

  /** Other engines that have a part of the room, as bits. */
  long otherParts() {
    return otherParts;
  }

  /** Members of other parts who are heard here. */
  RemoteSpeakers remotes() {
    return remotes;
  }

  /** True when a packet of a speaker of this part may be wanted in another. */
  boolean wantsRelayed(Speaker speaker) {
    return speaker.place != RoomPeer.NOWHERE && speakers.isAmongLoudest(speaker);
  }

  /** Talk of a peer to tell control of, in milliseconds; 0 when there is none. */
  int sampleFloorMillis(long nowNanos, RoomPeer peer) {
    Speaker speaker = peer.speaker();
    if (speaker == null) {
      return 0;
    }
    boolean isHeardElsewhere = otherParts != 0 && wantsRelayed(speaker);
    return speaker.sampleFloorMillis(nowNanos, isHeardElsewhere);
  }

  /** True when somebody has talked, and control was not told of it for a while. */
  boolean takeTalk(long nowNanos) {
    boolean talked = speakers.takeTalk();
    if (!talked || (talkTold && nowNanos - talkToldNanos < TALK_INTERVAL_NANOS)) {
      return false;
    }
    talkTold = true;
    talkToldNanos = nowNanos;
    return true;
  }

  /** Follows the levels, after all packets of a batch. */
  void update(long nowNanos) {
    assignment.update(nowNanos, otherParts != 0);
  }
}
