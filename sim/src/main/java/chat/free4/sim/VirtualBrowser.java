package chat.free4.sim;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEndpoint;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.DtlsRole;
import chat.free4.rtc.ice.IceControllingAgent;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.Peer;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpDrop;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A browser in a room, as far as the network can tell: it offers one microphone and a number of
 * voice slots, checks paths as the controlling ICE agent, opens DTLS, sends 20 ms packets and
 * reports, and listens. Sans I/O like the engines: one input ({@code handle*}), then every output
 * ({@code poll*}), then the next input. Belongs to one thread.
 */
public final class VirtualBrowser {
  /** Never: what {@link #pollTimeout} gives when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final byte[] MICROPHONE_MID = "0".getBytes(StandardCharsets.US_ASCII);
  private static final int HIGHEST_FIRST_SEQUENCE = 1 << 15;

  private final BrowserKind kind;
  private final int offeredSlots;
  private final List<SrtpProfile> profiles;
  private final DtlsCertificate certificate;
  private final DtlsEnvironment dtls;
  private final SrtpBackend srtp;
  private final RandomGenerator random;
  private final BrowserOffer offer;
  private final int microphoneSsrc;
  private final VirtualMicrophone microphone;
  private final RtpStreamWriter microphoneWriter;
  private final SentPackets sent = new SentPackets();
  private final PacketBatch scratch = new PacketBatch(Arena.ofAuto(), 1);
  private final Transmit transmit =
      new Transmit(Arena.ofAuto().allocate(PacketBatch.MAX_DATAGRAM_BYTES));
  private final SrtpContext[] contexts = new SrtpContext[1];
  private final Map<String, Long> drops = new TreeMap<>();

  private List<SlotReceiver> slots = List.of();
  private BrowserReports reports;
  private @Nullable IceCredentials localIce;
  private @Nullable IceControllingAgent ice;
  private @Nullable Peer peer;
  private @Nullable SrtpProfile profile;
  private PeerEvent.@Nullable Reason closedReason;
  private int offers;
  private long connectedNanos = NEVER;
  private long nextFrameNanos = NEVER;
  private long nowNanos;

  /**
   * A browser that has not offered yet.
   *
   * @param slots voice slots it offers
   * @param profiles that its DTLS offers, best first
   * @param dtls its wakeup must lead to a {@link #handleTimeout} soon
   * @param random for credentials, SSRC and first numbers
   */
  public VirtualBrowser(
      BrowserKind kind,
      int slots,
      List<SrtpProfile> profiles,
      DtlsCertificate certificate,
      DtlsEnvironment dtls,
      SrtpBackend srtp,
      RandomGenerator random) {
    this.kind = kind;
    this.offeredSlots = slots;
    this.profiles = List.copyOf(profiles);
    this.certificate = certificate;
    this.dtls = dtls;
    this.srtp = srtp;
    this.random = random;
    this.microphoneSsrc = random.nextInt();
    this.offer = new BrowserOffer(kind, slots, certificate.fingerprint(), microphoneSsrc);
    int sequence = random.nextInt(HIGHEST_FIRST_SEQUENCE);
    this.microphone = new VirtualMicrophone(sequence, random.nextInt());
    this.microphoneWriter =
        new RtpStreamWriter(
            microphoneSsrc,
            kind.payloadType(),
            kind.midExtension(),
            MICROPHONE_MID,
            kind.levelExtension());
    this.reports = new BrowserReports(microphoneSsrc, microphone, this.slots, false);
  }

  /**
   * Makes an offer, with new ICE credentials: the first, or one that restarts ICE on the same
   * transport.
   */
  public String createOffer() {
    localIce = IceCredentials.random(random);
    offers++;
    return offer.write(localIce, offers);
  }

  /** Takes the answer to the last offer. Paths are to be added after it. */
  public void handleAnswer(long nowNanos, String sdp) {
    IceCredentials local = localIce;
    if (local == null) {
      throw new IllegalStateException("an answer without an offer");
    }
    ServerAnswer answer = ServerAnswer.parse(sdp, offeredSlots);
    this.nowNanos = nowNanos;
    if (peer != null) {
      peer.restartIce(nowNanos, local, answer.ice());
      return;
    }
    ice = new IceControllingAgent(nowNanos, local, answer.ice(), random);
    var endpoint =
        new DtlsEndpoint(DtlsRole.CLIENT, certificate, answer.fingerprint(), dtls, profiles);
    peer = new Peer(ice, endpoint, srtp);
    slots =
        answer.slots().stream()
            .map(slot -> new SlotReceiver(slot.mid(), slot.ssrc(), kind.levelExtension()))
            .toList();
    reports = new BrowserReports(microphoneSsrc, microphone, slots, answer.nack());
  }

  /** Starts to check a path: one of its addresses to one of the server's. Higher is better. */
  public void addPath(long nowNanos, int path, int priority) {
    agent().addPath(nowNanos, path, priority);
  }

  /** Forgets a path: its address is gone. */
  public void removePath(long nowNanos, int path) {
    agent().removePath(nowNanos, path);
  }

  private IceControllingAgent agent() {
    if (ice == null) {
      throw new IllegalStateException("no answer yet");
    }
    return ice;
  }

  /** Takes a datagram; it is decrypted in a copy. */
  public void handleDatagram(long nowNanos, int path, MemorySegment slab, long offset, int length) {
    this.nowNanos = nowNanos;
    Peer transport = peer;
    if (transport == null || closedReason != null) {
      return;
    }
    switch (DatagramKind.of(slab, offset, length)) {
      case STUN, DTLS -> {
        count(transport.handleDatagram(nowNanos, path, slab, offset, length));
        drainEvents(transport);
      }
      case RTP, RTCP -> handleMedia(transport, path, slab, offset, length);
      case UNKNOWN -> count(RtpDrop.WRONG_VERSION);
    }
  }

  private void handleMedia(Peer transport, int path, MemorySegment slab, long offset, int length) {
    SrtpContext inbound = transport.inbound();
    if (inbound == null || !transport.isValidated(path)) {
      return;
    }
    scratch.clear();
    scratch.add(path, length);
    MemorySegment.copy(slab, offset, scratch.slab(), 0, length);
    contexts[0] = inbound;
    srtp.unprotect(scratch, contexts, 0, 1);
    int plain = scratch.length(0);
    if (plain == 0) {
      count(scratch.dropReason(0));
    } else if (DatagramKind.of(scratch.slab(), 0, plain) == DatagramKind.RTCP) {
      count(reports.handle(nowNanos, scratch.slab(), 0, plain, sent));
    } else {
      handleVoice(plain);
    }
  }

  private void handleVoice(int length) {
    RtpDrop malformed = RtpPacket.check(scratch.slab(), 0, length);
    if (malformed != null) {
      count(malformed);
      return;
    }
    int ssrc = RtpPacket.ssrc(scratch.slab(), 0);
    for (SlotReceiver slot : slots) {
      if (slot.ssrc() == ssrc && RtpPacket.payloadType(scratch.slab(), 0) == kind.payloadType()) {
        slot.handle(nowNanos, scratch.slab(), 0, length);
        return;
      }
    }
    drops.merge("unknown_stream", 1L, Long::sum);
  }

  /** Does what is due; also to be called when the DTLS handshake's wakeup ran. */
  public void handleTimeout(long nowNanos) {
    this.nowNanos = nowNanos;
    Peer transport = peer;
    if (transport == null) {
      return;
    }
    transport.handleTimeout(nowNanos);
    drainEvents(transport);
    while (nextFrameNanos <= nowNanos) {
      nextFrameNanos += VirtualMicrophone.FRAME_NANOS;
      if (microphone.nextFrame()) {
        sendFrame(transport);
      }
    }
    reports.handleTimeout(nowNanos);
  }

  private void sendFrame(Peer transport) {
    scratch.clear();
    scratch.add(PacketBatch.NO_PATH, microphone.write(microphoneWriter, scratch.slab(), 0));
    int sequence = RtpPacket.sequenceNumber(scratch.slab(), 0);
    if (protectScratch(transport)) {
      sent.add(sequence, scratch.slab(), 0, scratch.length(0));
    }
  }

  /** Protects what stands in the scratch slot; false when that was refused. */
  private boolean protectScratch(Peer transport) {
    SrtpContext outbound = transport.outbound();
    if (outbound == null) {
      return false;
    }
    contexts[0] = outbound;
    srtp.protect(scratch, contexts, 0, 1);
    count(scratch.dropReason(0));
    return scratch.length(0) > 0;
  }

  private void drainEvents(Peer transport) {
    for (PeerEvent event = transport.pollEvent(); event != null; event = transport.pollEvent()) {
      switch (event) {
        case PeerEvent.Connected(var agreed) -> {
          profile = agreed;
          connectedNanos = nowNanos;
          nextFrameNanos = nowNanos + random.nextLong(VirtualMicrophone.FRAME_NANOS);
          reports.start(nowNanos + random.nextLong(BrowserReports.INTERVAL_NANOS));
        }
        case PeerEvent.Closed(var reason) -> {
          closedReason = reason;
          nextFrameNanos = NEVER;
          reports.stop();
        }
        case PeerEvent.PathValidated _, PeerEvent.PathRetired _ -> {}
      }
    }
  }

  /**
   * Appends datagrams that are ready to be sent, as many as fit.
   *
   * @return how many were added; 0 when drained
   */
  public int pollTransmits(PacketBatch out) {
    Peer transport = peer;
    if (transport == null) {
      return 0;
    }
    int before = out.count();
    while (!out.isFull() && pollTransmit(transport, out)) {}
    return out.count() - before;
  }

  private boolean pollTransmit(Peer transport, PacketBatch out) {
    long offset = out.offset(out.count());
    if (transport.pollTransmit(transmit)) {
      MemorySegment.copy(transmit.buffer(), 0, out.slab(), offset, transmit.length());
      out.add(transmit.path(), transmit.length());
      return true;
    }
    int path = transport.selectedPath();
    if (path == PacketBatch.NO_PATH || transport.outbound() == null) {
      return false;
    }
    if (sent.hasQueued()) {
      out.add(path, sent.poll(out.slab(), offset));
      return true;
    }
    int report = reports.poll(nowNanos, scratch.slab(), 0);
    if (report == 0) {
      return false;
    }
    scratch.clear();
    scratch.add(path, report);
    if (protectScratch(transport)) {
      MemorySegment.copy(scratch.slab(), 0, out.slab(), offset, scratch.length(0));
      out.add(path, scratch.length(0));
    }
    return true;
  }

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is due. */
  public long pollTimeout() {
    Peer transport = peer;
    if (transport == null) {
      return NEVER;
    }
    return Math.min(transport.pollTimeout(), Math.min(nextFrameNanos, reports.nextNanos()));
  }

  /** Closes the transport, as {@code RTCPeerConnection.close} does: a close_notify is sent. */
  public void close(long nowNanos) {
    this.nowNanos = nowNanos;
    if (peer != null && closedReason == null) {
      peer.close(nowNanos);
      closedReason = PeerEvent.Reason.CLOSED;
      nextFrameNanos = NEVER;
      reports.stop();
    }
  }

  private void count(@Nullable DropReason drop) {
    if (drop != null) {
      drops.merge(drop.label(), 1L, Long::sum);
    }
  }

  /** What it sends. */
  public VirtualMicrophone microphone() {
    return microphone;
  }

  /** SSRC of what it sends. */
  public int microphoneSsrc() {
    return microphoneSsrc;
  }

  /** What it hears: the slots that the server accepted, in the order of their m-lines. */
  public List<SlotReceiver> slots() {
    return slots;
  }

  /** True while voice can flow. */
  public boolean isConnected() {
    return connectedNanos != NEVER && closedReason == null;
  }

  /** When voice could flow first; {@link #NEVER} before. */
  public long connectedNanos() {
    return connectedNanos;
  }

  /** The profile that was agreed on; null before. */
  public @Nullable SrtpProfile profile() {
    return profile;
  }

  /** Why its transport ended; null while it has not. */
  public PeerEvent.@Nullable Reason closedReason() {
    return closedReason;
  }

  /** Its reports: what the server said of its voice, and what it asked for again. */
  public BrowserReports reports() {
    return reports;
  }

  /** How many offers it has made. */
  public int offers() {
    return offers;
  }

  /** Datagrams it refused, by the label of their reason. */
  public Map<String, Long> drops() {
    return Map.copyOf(drops);
  }

  /** Packets of a speaker that it heard, in all slots. */
  public long packetsFrom(int speaker) {
    long packets = 0;
    for (SlotReceiver slot : slots) {
      SlotReceiver.Heard heard = slot.heard().get(speaker);
      packets += heard == null ? 0 : heard.packets();
    }
    return packets;
  }

  /** When a speaker was heard first in any slot; {@link #NEVER} when not yet. */
  public long firstHeardNanos(int speaker) {
    long first = NEVER;
    for (SlotReceiver slot : slots) {
      SlotReceiver.Heard heard = slot.heard().get(speaker);
      first = heard == null ? first : Math.min(first, heard.firstNanos());
    }
    return first;
  }
}
