package chat.free4.sfu;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that leaves an engine. Inputs note here what is to be sent; {@link #poll} writes it
 * into the batch it is given, stops where that is full, and goes on from there the next time:
 *
 * <ol>
 *   <li>STUN and DTLS of the transports,
 *   <li>retransmissions, protected once and for all when they were sent first,
 *   <li>RTCP, and voice from each received packet to each slot that carries its speaker; these are
 *       protected by one call for the whole batch,
 *   <li>data channels, a bounded number of datagrams after each input.
 * </ol>
 */
final class Forwarder {
  /** Retransmissions that wait at once; what is asked for beyond is not sent again. */
  static final int MAX_RESENDS = 1024;

  /**
   * Slots and histories that are read a little ahead of their turn. What a listener needs is
   * written once and read 20 ms later, when thousands of others have driven it out of the caches: a
   * processor waits for these lines one after the other unless it is asked for several at once.
   */
  private static final int FETCHED_AHEAD = 16;

  /** Datagrams of data channels after one input: what one core protects in less than 2 ms. */
  static final int MAX_DATA_PACKETS = 64;

  /** Datagrams of one peer's data channels, before another's have their turn. */
  private static final int MAX_DATA_RUN = 8;

  /** Fewer than these are in the caches anyway. */
  private static final int MANY = 64;

  /** Longest payload that fits a datagram behind our header and before SRTP's trailer. */
  static final int MAX_PAYLOAD_BYTES =
      PacketBatch.MAX_DATAGRAM_BYTES
          - RtpPacket.FIXED_HEADER_BYTES
          - RtpStreamWriter.MAX_GROWTH_BYTES
          - 16;

  private final MediaLimits limits;
  private final SrtpBackend srtp;
  private final EngineCounters counters;
  private final Reports reports = new Reports();
  private long nowNanos;

  /** The sum of what was read ahead, so that no compiler leaves it out. */
  @SuppressWarnings("UnusedVariable")
  private int fetched;

  private final PeerList transmitting = new PeerList();

  /** Peers with data to send, each once. */
  private final ArrayDeque<RoomPeer> sendingData = new ArrayDeque<>();

  private final Consumer<RoomPeer> dataSent;
  private int dataLeft;
  private final Transmit transmit;

  private final RoomPeer[] resendListeners = new RoomPeer[MAX_RESENDS];
  private final long[] resendPositions = new long[MAX_RESENDS];
  private int resendCount;

  private final PeerList reporting = new PeerList();

  private @Nullable PacketBatch received;
  private final long[] voiceOffsets;
  private final int[] voiceLengths;
  private final Speaker[] voiceSpeakers;
  private final int[] voiceLevels;
  private int voiceCount;
  private int voiceCursor;
  private int targetCursor;

  private final SrtpContext[] contexts;
  private final VoiceSlot[] sentSlots;

  /**
   * Nothing to send.
   *
   * @param dataSent told of a peer whose data was sent as far as it may be: its deadline may have
   *     changed
   */
  Forwarder(
      MediaLimits limits, SrtpBackend srtp, EngineCounters counters, Consumer<RoomPeer> dataSent) {
    this.dataSent = dataSent;
    this.limits = limits;
    this.srtp = srtp;
    this.counters = counters;
    this.transmit = new Transmit(Arena.ofAuto().allocate(PacketBatch.SLOT_BYTES));
    this.voiceOffsets = new long[limits.batchPackets()];
    this.voiceLengths = new int[limits.batchPackets()];
    this.voiceSpeakers = new Speaker[limits.batchPackets()];
    this.voiceLevels = new int[limits.batchPackets()];
    this.contexts = new SrtpContext[limits.batchPackets()];
    this.sentSlots = new VoiceSlot[limits.batchPackets()];
  }

  /** The moment that what is noted from now on is sent at. */
  void setNow(long now) {
    nowNanos = now;
    dataLeft = MAX_DATA_PACKETS;
  }

  /** The moment of the last input. */
  long nowNanos() {
    return nowNanos;
  }

  /** The batch that {@link #forward} speaks of. */
  void setReceived(PacketBatch batch) {
    if (voiceCount > 0) {
      throw new IllegalStateException("the batch before is not drained");
    }
    received = batch;
  }

  /** Notes that a peer's transport may have something to send. */
  void transmitFrom(RoomPeer peer) {
    if (!peer.isQueuedToTransmit) {
      peer.isQueuedToTransmit = true;
      transmitting.add(peer);
    }
  }

  /** Notes that a peer's data channels may have something to send. */
  void sendDataFrom(RoomPeer peer) {
    if (!peer.isQueuedForData) {
      peer.isQueuedForData = true;
      sendingData.add(peer);
    }
  }

  /** True when data waits for the next input. */
  boolean isDataWaiting() {
    return !sendingData.isEmpty();
  }

  /** Notes that a peer's reports or NACKs are due. */
  void reportTo(RoomPeer peer) {
    if (!peer.isQueuedForControl) {
      peer.isQueuedForControl = true;
      reporting.add(peer);
    }
  }

  /**
   * Notes that a packet of the received batch goes to all slots that carry its speaker.
   *
   * @param offset where it lies in the batch's slab
   */
  void forward(long offset, int length, Speaker speaker, int audioLevel) {
    voiceOffsets[voiceCount] = offset;
    voiceLengths[voiceCount] = length;
    voiceSpeakers[voiceCount] = speaker;
    voiceLevels[voiceCount] = audioLevel;
    voiceCount++;
  }

  /** Notes a retransmission that a listener asked for; gives why it is refused, or null. */
  @Nullable MediaDrop resend(VoiceSlot slot, int sequence) {
    PacketHistory history = slot.listener().history();
    if (history == null) {
      return MediaDrop.NOT_IN_HISTORY;
    }
    if (resendCount == MAX_RESENDS) {
      return MediaDrop.RESEND_LIMITED;
    }
    MediaDrop drop = history.requestResend(nowNanos, slot.ssrc(), sequence);
    if (drop == null) {
      resendListeners[resendCount] = slot.listener();
      resendPositions[resendCount] = history.granted();
      resendCount++;
    }
    return drop;
  }

  /** Appends what fits; gives how many slots were added. */
  int poll(PacketBatch out) {
    if (out.capacity() > contexts.length) {
      throw new IllegalArgumentException("batch of " + out.capacity() + " packets");
    }
    int from = out.count();
    writeTransmits(out);
    writeResends(out);
    int protectFrom = out.count();
    writeReports(out);
    writeVoice(out);
    protect(out, protectFrom);
    writeData(out);
    int added = out.count() - from;
    counters.add(EngineCounters.Count.DATAGRAMS_SENT, added);
    return added;
  }

  private void writeTransmits(PacketBatch out) {
    while (transmitting.count() > 0 && !out.isFull()) {
      int last = transmitting.count() - 1;
      RoomPeer peer = transmitting.get(last);
      if (peer.transport().pollTransmit(transmit)) {
        int slot = out.add(transmit.path(), transmit.length());
        MemorySegment.copy(transmit.buffer(), 0, out.slab(), out.offset(slot), transmit.length());
      } else {
        transmitting.removeAt(last);
        peer.isQueuedToTransmit = false;
      }
    }
  }

  /**
   * Data comes after all voice, and no more of it than voice can wait for; who has more stands in
   * the queue again, behind the others.
   */
  private void writeData(PacketBatch out) {
    while (!sendingData.isEmpty() && dataLeft > 0 && !out.isFull()) {
      RoomPeer peer = sendingData.remove();
      int run = 0;
      boolean any = true;
      while (any && run < MAX_DATA_RUN && dataLeft > 0 && !out.isFull()) {
        any = !peer.isRemoved() && peer.transport().pollData(transmit);
        if (any) {
          int slot = out.add(transmit.path(), transmit.length());
          MemorySegment.copy(transmit.buffer(), 0, out.slab(), out.offset(slot), transmit.length());
          run++;
          dataLeft--;
        }
      }
      if (any) {
        sendingData.add(peer);
      } else {
        peer.isQueuedForData = false;
        dataSent.accept(peer);
      }
    }
  }

  private void writeResends(PacketBatch out) {
    while (resendCount > 0 && !out.isFull()) {
      resendCount--;
      RoomPeer listener = resendListeners[resendCount];
      PacketHistory history = listener.history();
      if (listener.isConnected() && history != null) {
        history.copyTo(out, listener.mediaPath(), resendPositions[resendCount]);
        counters.increment(EngineCounters.Count.RESENT);
      }
      Arrays.fill(resendListeners, resendCount, resendCount + 1, null);
    }
  }

  private void writeReports(PacketBatch out) {
    while (reporting.count() > 0 && !out.isFull()) {
      RoomPeer peer = reporting.removeAt(reporting.count() - 1);
      peer.isQueuedForControl = false;
      SrtpContext context = peer.outbound();
      if (context == null) {
        continue;
      }
      int slot = out.count();
      int length = reports.write(nowNanos, peer, counters, out.slab(), out.offset(slot));
      if (length > 0) {
        out.add(peer.mediaPath(), length);
        contexts[slot] = context;
        counters.increment(EngineCounters.Count.RTCP_SENT);
      }
    }
  }

  private void writeVoice(PacketBatch out) {
    PacketBatch batch = received;
    if (batch == null) {
      return;
    }
    while (voiceCursor < voiceCount) {
      Speaker speaker = voiceSpeakers[voiceCursor];
      while (targetCursor < speaker.targetCount()) {
        if (out.isFull()) {
          return;
        }
        if (targetCursor % FETCHED_AHEAD == 0 && speaker.targetCount() >= MANY) {
          fetchTargets(speaker);
        }
        writeTo(speaker.target(targetCursor++), speaker, batch.slab(), out);
      }
      targetCursor = 0;
      voiceCursor++;
    }
    Arrays.fill(voiceSpeakers, 0, voiceCount, null);
    voiceCount = 0;
    voiceCursor = 0;
    received = null;
  }

  /** Reads a little of each of the next slots, so that their cache misses overlap. */
  private void fetchTargets(Speaker speaker) {
    int to = Math.min(targetCursor + FETCHED_AHEAD, speaker.targetCount());
    int sum = 0;
    for (int i = targetCursor; i < to; i++) {
      sum += speaker.target(i).fetch();
    }
    fetched += sum;
  }

  private void writeTo(VoiceSlot slot, Speaker speaker, MemorySegment in, PacketBatch out) {
    SrtpContext context = slot.outbound();
    if (context == null) {
      return;
    }
    long at = voiceOffsets[voiceCursor];
    RtpRewriter rewriter = slot.rewriter();
    if (!rewriter.place(
        nowNanos,
        RtpPacket.ssrc(in, at),
        RtpPacket.sequenceNumber(in, at),
        RtpPacket.timestamp(in, at))) {
      counters.drop(MediaDrop.LATE);
      return;
    }
    int payload = RtpPacket.payloadLength(in, at, voiceLengths[voiceCursor]);
    int outIndex = out.count();
    long outAt = out.offset(outIndex);
    int header =
        slot.writer()
            .writeHeader(
                out.slab(),
                outAt,
                rewriter.isSwitch() || RtpPacket.marker(in, at),
                rewriter.sequence(),
                rewriter.timestamp(),
                speaker.member(),
                voiceLevels[voiceCursor]);
    long payloadAt = at + RtpPacket.headerLength(in, at);
    MemorySegment.copy(in, payloadAt, out.slab(), outAt + header, payload);
    out.add(slot.listener().mediaPath(), header + payload);
    contexts[outIndex] = context;
    sentSlots[outIndex] = slot;
    slot.countSent(payload);
    counters.increment(EngineCounters.Count.FORWARDED);
  }

  private void protect(PacketBatch out, int from) {
    int to = out.count();
    if (from == to) {
      return;
    }
    srtp.protect(out, contexts, from, to);
    for (int i = from; i < to; i++) {
      if ((i - from) % FETCHED_AHEAD == 0 && to - from >= MANY) {
        fetchHistories(i, Math.min(i + FETCHED_AHEAD, to));
      }
      if (out.length(i) == 0) {
        countRefused(out, i);
      } else if (sentSlots[i] != null) {
        keep(sentSlots[i], out, i);
      }
    }
    Arrays.fill(contexts, from, to, null);
    Arrays.fill(sentSlots, from, to, null);
  }

  private void fetchHistories(int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      VoiceSlot slot = sentSlots[i];
      PacketHistory history = slot == null ? null : slot.listener().history();
      sum += history == null ? 0 : history.fetch();
    }
    fetched += sum;
  }

  private void countRefused(PacketBatch out, int index) {
    var reason = out.dropReason(index);
    if (reason != null) {
      counters.drop(reason);
    }
  }

  private void keep(VoiceSlot slot, PacketBatch out, int index) {
    if (slot.isResendable()) {
      PacketHistory history = slot.listener().historyToStore(limits);
      history.store(nowNanos, out.slab(), out.offset(index), out.length(index));
    }
  }
}
