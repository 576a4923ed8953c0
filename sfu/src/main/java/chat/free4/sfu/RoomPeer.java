package chat.free4.sfu;

import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.PacketBatch;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One member's transport in a room: what it says and what it hears. */
final class RoomPeer extends TimerHeap.Entry {
  /** Marks a peer that stands in no list. */
  static final int NOWHERE = -1;

  private final RoomMedia room;
  private final int member;
  private final Transport transport;
  private final MicrophoneLine microphone;
  private final @Nullable Speaker speaker;
  private final VoiceSlot[] slots;
  private final int[] paths;

  /** What it may send under; null where anything may be sent. */
  private final @Nullable KeyIds keyIds;

  private int pathCount;

  private @Nullable PacketHistory history;

  /** Where media goes, as the transport last said. */
  private int mediaPath = PacketBatch.NO_PATH;

  private @Nullable SrtpContext inbound;
  private @Nullable SrtpContext outbound;
  private boolean connected;
  private boolean removed;

  /** The user fragment that checks for it carry. */
  long ufragKey;

  /** When the next reports are due. */
  long reportNanos = TimerHeap.NEVER;

  /** Place among the room's listeners. */
  int listenerPlace = NOWHERE;

  /** Place among the engine's peers that are not connected yet. */
  int handshakePlace = NOWHERE;

  /** True while it stands in the engine's queue of transports with something to send. */
  boolean isQueuedToTransmit;

  /** True while it stands in the forwarder's queue of peers with reports or NACKs to send. */
  boolean isQueuedForControl;

  /** True when its reports are to be written. */
  boolean isReportDue;

  /** True while it stands in the forwarder's queue of peers with data to send. */
  boolean isQueuedForData;

  /** What it sends and receives over data channels; null when it has none. */
  @Nullable DataPeer data;

  /** Whom it does not want to hear; null when nobody. */
  @Nullable MuteList mutes;

  RoomPeer(
      RoomMedia room,
      MediaCommand.AddPeer add,
      Transport transport,
      MediaLimits limits,
      RandomGenerator random) {
    PeerParameters parameters = add.parameters();
    this.room = room;
    this.member = add.member();
    this.keyIds = add.sealed() ? new KeyIds() : null;
    this.transport = transport;
    this.ufragKey = parameters.localIce().ufragKey();
    boolean speaks = parameters.microphone().payloadType() >= 0;
    this.microphone = parameters.microphone();
    this.speaker = speaks ? new Speaker(this, microphone.nack()) : null;
    List<SlotLine> lines = parameters.slots();
    this.slots = new VoiceSlot[Math.min(lines.size(), limits.slotsPerPeer())];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new VoiceSlot(this, lines.get(i), random);
    }
    this.paths = new int[limits.pathsPerPeer()];
  }

  RoomMedia room() {
    return room;
  }

  int member() {
    return member;
  }

  Transport transport() {
    return transport;
  }

  /** How it says it, as was negotiated. */
  MicrophoneLine microphone() {
    return microphone;
  }

  /** What it says; null when it has no microphone line. */
  @Nullable Speaker speaker() {
    return speaker;
  }

  /** What its voice must be sealed under; null where it need not be. */
  @Nullable KeyIds keyIds() {
    return keyIds;
  }

  /** Lets it send under this key id too; false where nobody asks for one. */
  boolean registerKey(long kid) {
    if (keyIds != null) {
      keyIds.register(kid);
    }
    return keyIds != null;
  }

  /** What it hears. */
  VoiceSlot[] slots() {
    return slots;
  }

  /** The slot with this SSRC; null when there is none. */
  @Nullable VoiceSlot slotOf(int ssrc) {
    for (VoiceSlot slot : slots) {
      if (slot.ssrc() == ssrc) {
        return slot;
      }
    }
    return null;
  }

  /** Where what it was sent is kept for retransmission. */
  PacketHistory historyToStore(MediaLimits limits) {
    PacketHistory kept = history;
    if (kept == null) {
      kept = new PacketHistory(limits.historyBytes());
      history = kept;
    }
    return kept;
  }

  /** What was kept of what it was sent; null when nothing was. */
  @Nullable PacketHistory history() {
    return history;
  }

  /** The SSRC that its reports and NACKs come from. */
  int reporterSsrc() {
    return slots.length == 0 ? 1 : slots[0].ssrc();
  }

  boolean doesMute(Speaker other) {
    return mutes != null && mutes.contains(other.member());
  }

  int muteCount() {
    return mutes == null ? 0 : mutes.count();
  }

  /** Takes over what the transport knows of its path and keys. */
  void refresh() {
    mediaPath = transport.selectedPath();
    inbound = connected ? transport.inbound() : null;
    outbound = connected ? transport.outbound() : null;
    for (VoiceSlot slot : slots) {
      slot.setOutbound(outbound);
    }
  }

  int mediaPath() {
    return mediaPath;
  }

  @Nullable SrtpContext inbound() {
    return inbound;
  }

  @Nullable SrtpContext outbound() {
    return outbound;
  }

  boolean isConnected() {
    return connected;
  }

  void setConnected(boolean value) {
    connected = value;
    refresh();
  }

  /** True once it has left the engine. */
  boolean isRemoved() {
    return removed;
  }

  void setRemoved() {
    removed = true;
  }

  /** Notes a path of its own; false over the limit. */
  boolean addPath(int path) {
    if (pathCount == paths.length) {
      return false;
    }
    paths[pathCount++] = path;
    return true;
  }

  /** Forgets a path. */
  void removePath(int path) {
    for (int i = 0; i < pathCount; i++) {
      if (paths[i] == path) {
        paths[i] = paths[--pathCount];
        return;
      }
    }
  }

  /** Takes out one of its paths; {@link PacketBatch#NO_PATH} when there is none left. */
  int pollPath() {
    return pathCount == 0 ? PacketBatch.NO_PATH : paths[--pathCount];
  }

  /** Plans a NACK if it is time for one; false when it is not. */
  boolean handleMissing(long nowNanos) {
    NackList missing = speaker == null ? null : speaker.missing();
    return missing != null && missing.handleTimeout(nowNanos);
  }

  /** When its speaker is to be asked for missing packets; never when none is missing. */
  long nextNackNanos() {
    NackList missing = speaker == null ? null : speaker.missing();
    return missing == null ? NackList.NEVER : missing.nextNanos();
  }

  /** When it is to be looked at next. */
  long nextDeadlineNanos() {
    long next = Math.min(transport.pollTimeout(), Math.min(reportNanos, nextNackNanos()));
    return data == null ? next : Math.min(next, data.stalledAtNanos);
  }
}
