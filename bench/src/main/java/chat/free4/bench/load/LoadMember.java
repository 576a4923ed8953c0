package chat.free4.bench.load;

import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.socket.RealTime;
import chat.free4.rtc.Transmit;
import chat.free4.rtc.peer.Peer;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.sim.BrowserKind;
import chat.free4.wire.DropReason;
import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member's transport and what it counts: a browser's side as far as a server can tell, without
 * all that costs a listener time. Its loop's thread alone touches it.
 */
public final class LoadMember {
  static final long NEVER = Long.MAX_VALUE;

  /** What becomes of a packet after a look at its header. */
  enum Arrival {
    /** It came before, or is of no stream that was announced. */
    REFUSED,
    COUNTED,
    /** Counted; and the first of its stream in this time, which is looked into in any case. */
    FIRST_OF_STREAM
  }

  private static final long REPORT_NANOS = 1_000_000_000L;
  private static final byte[] MICROPHONE_MID = "0".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_TIMESTAMP = 960;

  /** 20 dB below full scale, with the voice bit (RFC 6464 section 3): all speak equally loud. */
  private static final int SPEECH_LEVEL = 0x80 | 20;

  private final int number;
  private final int socket;
  private final Peer peer;
  private final SlotStream[] slots;
  private final int microphoneSsrc;
  private final RtpStreamWriter writer;
  private final int payloadBytes;
  private final HeardTally heard = new HeardTally();
  private Silence silence = new Silence();
  private final Runnable onConnected;
  private int sequence;
  private int timestamp;
  private int frames;
  private long sentPackets;
  private long sentOctets;
  private long strayPackets;
  private long nextReportNanos = NEVER;
  private boolean connected;
  private PeerEvent.@Nullable Reason closedReason;

  /**
   * A member that has entered.
   *
   * @param number in its room
   * @param socket number of its socket, which is its peer's path
   * @param sources what the server said it will send
   * @param onConnected runs when media can flow
   */
  public LoadMember(
      int number,
      int socket,
      Peer peer,
      List<VoiceSource> sources,
      BrowserKind kind,
      int microphoneSsrc,
      int payloadBytes,
      Runnable onConnected) {
    this.number = number;
    this.socket = socket;
    this.peer = peer;
    this.slots = new SlotStream[sources.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new SlotStream(sources.get(i));
    }
    this.microphoneSsrc = microphoneSsrc;
    this.writer =
        new RtpStreamWriter(
            microphoneSsrc,
            kind.payloadType(),
            kind.midExtension(),
            MICROPHONE_MID,
            kind.levelExtension());
    this.payloadBytes = payloadBytes;
    this.onConnected = onConnected;
    this.timestamp = microphoneSsrc;
  }

  /** Who is told of each packet, for as long as somebody has one member after the other. */
  void tell(Silence of) {
    silence = of;
  }

  /** Its number in the room. */
  public int number() {
    return number;
  }

  /** The number of its socket. */
  public int socket() {
    return socket;
  }

  /** True while media can flow. */
  public boolean isConnected() {
    return connected && closedReason == null;
  }

  /** True until media can flow, or never will. */
  boolean isJoining() {
    return !connected && closedReason == null;
  }

  /** Why its transport ended; null while it has not. */
  public PeerEvent.@Nullable Reason closedReason() {
    return closedReason;
  }

  /** Whom it heard. */
  public HeardTally heard() {
    return heard;
  }

  SlotStream[] slots() {
    return slots;
  }

  /** Frames it has sent. */
  public long sentPackets() {
    return sentPackets;
  }

  /** Packets that belong to no slot. */
  public long strayPackets() {
    return strayPackets;
  }

  @Nullable SrtpContext inbound() {
    return peer.inbound();
  }

  @Nullable SrtpContext outbound() {
    return peer.outbound();
  }

  /** What comes from now on is counted anew. */
  void beginWindow() {
    heard.clear();
    sentPackets = 0;
    strayPackets = 0;
    for (SlotStream slot : slots) {
      slot.beginWindow();
    }
  }

  /** Takes a STUN or DTLS datagram; true when it was refused. */
  boolean handleControl(long nowNanos, MemorySegment slab, long offset, int length) {
    boolean refused = peer.handleDatagram(nowNanos, socket, slab, offset, length) != null;
    drainEvents(nowNanos);
    return refused;
  }

  /** Takes the header of a packet whose payload is still encrypted. */
  Arrival handleHeader(long arrivalNanos, MemorySegment slab, long offset, int length) {
    boolean whole = RtpPacket.checkHeader(slab, offset, length) == null;
    SlotStream slot = whole ? slotOf(RtpPacket.ssrc(slab, offset)) : null;
    int speaker = slot == null ? VoiceSource.NOBODY : slot.source().speakerOf(slab, offset);
    if (slot == null || speaker == VoiceSource.NOBODY) {
      strayPackets++;
      return Arrival.REFUSED;
    }
    int sequenceNumber = RtpPacket.sequenceNumber(slab, offset);
    if (!slot.handle(arrivalNanos, sequenceNumber, RtpPacket.timestamp(slab, offset))) {
      return Arrival.REFUSED;
    }
    heard.add(speaker);
    silence.heard(arrivalNanos);
    return slot.packets() == 1 ? Arrival.FIRST_OF_STREAM : Arrival.COUNTED;
  }

  private @Nullable SlotStream slotOf(int ssrc) {
    for (SlotStream slot : slots) {
      if (slot.ssrc() == ssrc) {
        return slot;
      }
    }
    return null;
  }

  /** Takes a decrypted packet that has passed {@link #handleHeader}; false when it lies. */
  boolean handlePlain(
      long arrivalNanos, MemorySegment slab, long offset, int length, LatencyHistogram latency) {
    if (RtpPacket.check(slab, offset, length) != null
        || !VoicePayload.isWhole(RtpPacket.payloadLength(slab, offset, length))) {
      return false;
    }
    SlotStream slot = slotOf(RtpPacket.ssrc(slab, offset));
    long payload = offset + RtpPacket.headerLength(slab, offset);
    if (slot == null
        || VoicePayload.member(slab, payload) != slot.source().speakerOf(slab, offset)) {
      return false;
    }
    latency.add(arrivalNanos - VoicePayload.sentNanos(slab, payload));
    return true;
  }

  /** Takes decrypted RTCP. */
  void handleReport(long nowNanos, RtcpReader reader, MemorySegment slab, long offset, int length) {
    DropReason drop = reader.start(slab, offset, length);
    while (drop == null && reader.next()) {
      if (reader.type() == RtcpReader.SENDER_REPORT) {
        for (SlotStream slot : slots) {
          if (slot.ssrc() == reader.senderSsrc()) {
            slot.handleSenderReport(nowNanos, reader.ntpTimestamp());
          }
        }
      }
    }
  }

  /** Does what is due. */
  void handleTimeout(long nowNanos) {
    peer.handleTimeout(nowNanos);
    drainEvents(nowNanos);
  }

  /** When {@link #handleTimeout} or a report is due. */
  long nextNanos() {
    return closedReason != null ? NEVER : Math.min(peer.pollTimeout(), nextReportNanos);
  }

  boolean pollTransmit(Transmit out) {
    return peer.pollTransmit(out);
  }

  private void drainEvents(long nowNanos) {
    for (PeerEvent event = peer.pollEvent(); event != null; event = peer.pollEvent()) {
      switch (event) {
        case PeerEvent.Connected _ -> {
          connected = true;
          nextReportNanos = nowNanos + REPORT_NANOS;
          onConnected.run();
        }
        case PeerEvent.Closed(var reason) -> {
          closedReason = reason;
          nextReportNanos = NEVER;
        }
        case PeerEvent.PathValidated _, PeerEvent.PathRetired _ -> {}
      }
    }
  }

  /** Writes the next frame, not yet protected; returns its length. */
  int writeFrame(MemorySegment out, long offset) {
    int header = writer.writeHeader(out, offset, frames == 0, sequence, timestamp, 0, SPEECH_LEVEL);
    VoicePayload.write(out, offset + header, payloadBytes, number, frames, RealTime.nanos());
    frames++;
    sequence = sequence + 1 & 0xffff;
    timestamp += FRAME_TIMESTAMP;
    sentPackets++;
    sentOctets += payloadBytes;
    return header + payloadBytes;
  }

  /** True when a report is due; from then on it is written. */
  boolean pollReportDue(long nowNanos) {
    if (nextReportNanos > nowNanos) {
      return false;
    }
    nextReportNanos = nowNanos + REPORT_NANOS;
    return true;
  }

  /** Writes the second's report, not yet protected (RFC 3550 section 6.4); returns its length. */
  int writeReport(long nowNanos, MemorySegment out, long offset) {
    int bytes = 0;
    if (frames > 0) {
      bytes +=
          RtcpWriter.senderReport(
              out,
              offset,
              microphoneSsrc,
              NtpTime.ofUnixNanos(RealTime.nanos()),
              timestamp,
              frames,
              (int) sentOctets);
    }
    int active = 0;
    for (SlotStream slot : slots) {
      active += slot.isActive() ? 1 : 0;
    }
    active = Math.min(active, RtcpWriter.MAX_REPORT_BLOCKS);
    bytes += RtcpWriter.receiverReport(out, offset + bytes, microphoneSsrc, active);
    for (SlotStream slot : slots) {
      if (slot.isActive() && active > 0) {
        bytes += slot.writeReportBlock(nowNanos, out, offset + bytes);
        active--;
      }
    }
    return bytes;
  }

  /** Says goodbye; what is to be sent is left to be polled. */
  void close(long nowNanos) {
    if (closedReason == null) {
      peer.close(nowNanos);
      closedReason = PeerEvent.Reason.CLOSED;
      nextReportNanos = NEVER;
    }
  }
}
