package chat.free4.rtc.peer;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEndpoint;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.DtlsEvent;
import chat.free4.rtc.dtls.DtlsRole;
import chat.free4.rtc.ice.IceAgent;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.ice.IceEvent;
import chat.free4.rtc.ice.IceLiteAgent;
import chat.free4.rtc.ice.PathAddresses;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.sctp.SctpAssociation;
import chat.free4.rtc.sctp.SctpSettings;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One remote browser (or, from the other side, one server): an ICE agent, a DTLS endpoint, the SRTP
 * contexts that follow from them and the data channels over it, sans I/O. It takes STUN and DTLS;
 * media goes in batches through the {@link SrtpBackend}, with {@link #inbound} and {@link
 * #outbound}. One input, then drain every output, then the next input.
 *
 * <p>Made of parts that its owner chooses: a server takes {@link #answering}; a virtual browser
 * gives the constructor an {@link chat.free4.rtc.ice.IceControllingAgent} (keeps it, to call its
 * {@code addPath} before draining the peer) and a DTLS client.
 *
 * <p>DTLS starts when ICE selects its first path, so only after an authenticated check, and is read
 * only from validated paths: no unverified address is sent a handshake.
 */
public final class Peer {
  /** Never: what {@link #pollTimeout} gives when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Far more than one input makes: a full queue is an owner that does not drain, a bug. */
  static final int MAX_EVENTS = 64;

  private final IceAgent ice;
  private final DtlsEndpoint dtls;
  private final SrtpBackend srtp;
  private final @Nullable DataTransport data;
  private final ArrayDeque<PeerEvent> events = new ArrayDeque<>();
  private boolean dtlsStarted;
  private boolean ended;
  private long nowNanos;
  private @Nullable SrtpContext inbound;
  private @Nullable SrtpContext outbound;

  /** A peer of these parts, which it drives from now on, without data channels. */
  public Peer(IceAgent ice, DtlsEndpoint dtls, SrtpBackend srtp) {
    this(ice, dtls, srtp, null);
  }

  private Peer(IceAgent ice, DtlsEndpoint dtls, SrtpBackend srtp, @Nullable DataTransport data) {
    this.ice = ice;
    this.dtls = dtls;
    this.srtp = srtp;
    this.data = data;
    if (data != null) {
      dtls.setApplicationData((bytes, length) -> data.handlePacket(nowNanos, bytes, length));
    }
  }

  /** A browser's side, with data channels. */
  public static Peer offering(
      IceAgent ice, DtlsEndpoint dtls, SrtpBackend srtp, RandomGenerator random) {
    return new Peer(
        ice, dtls, srtp, new DataTransport(true, random).agree(SctpSettings.DEFAULT_PORT));
  }

  /** A server's side of what was negotiated: ICE-lite, and DTLS passive. */
  public static Peer answering(
      long nowNanos,
      PeerParameters parameters,
      DtlsCertificate certificate,
      DtlsEnvironment environment,
      SrtpBackend srtp,
      PathAddresses addresses) {
    IceAgent ice =
        new IceLiteAgent(nowNanos, parameters.localIce(), parameters.remoteIce(), addresses);
    DtlsEndpoint dtls =
        new DtlsEndpoint(DtlsRole.SERVER, certificate, parameters.remoteFingerprint(), environment);
    Peer peer = new Peer(ice, dtls, srtp, new DataTransport(false, environment.random()));
    if (parameters.data() != null) {
      peer.openData(parameters.data());
    }
    return peer;
  }

  /**
   * Takes a STUN or DTLS datagram.
   *
   * @return why it was dropped, for the owner to count; null when it was taken
   */
  public @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length) {
    this.nowNanos = nowNanos;
    if (ended) {
      return PeerDrop.ENDED;
    }
    return switch (DatagramKind.of(slab, offset, length)) {
      case STUN -> {
        DropReason drop = ice.handleDatagram(nowNanos, path, slab, offset, length);
        takeIceEvents(nowNanos);
        yield drop;
      }
      case DTLS -> {
        if (!ice.isValidated(path)) {
          yield PeerDrop.UNVALIDATED_PATH;
        }
        DropReason drop = dtls.handleDatagram(nowNanos, slab, offset, length);
        takeDtlsEvents();
        yield drop == null && data != null ? data.pollDrop() : drop;
      }
      case RTP, RTCP, UNKNOWN -> PeerDrop.NEITHER_STUN_NOR_DTLS;
    };
  }

  /** Does what is due; also to be called when the DTLS handshake's wakeup ran. */
  public void handleTimeout(long nowNanos) {
    this.nowNanos = nowNanos;
    if (ended) {
      return;
    }
    ice.handleTimeout(nowNanos);
    takeIceEvents(nowNanos);
    if (dtlsStarted && !ended) {
      dtls.handleTimeout(nowNanos);
      takeDtlsEvents();
    }
    if (data != null && !ended) {
      data.handleTimeout(nowNanos);
    }
  }

  private void takeIceEvents(long nowNanos) {
    for (IceEvent event = ice.pollEvent(); event != null; event = ice.pollEvent()) {
      switch (event) {
        case IceEvent.PathValidated validated -> add(new PeerEvent.PathValidated(validated.path()));
        case IceEvent.PathRetired retired -> add(new PeerEvent.PathRetired(retired.path()));
        case IceEvent.PathSelected selected -> startDtls(nowNanos);
        case IceEvent.ConsentLost lost -> {
          dtls.close(nowNanos);
          end(PeerEvent.Reason.CONSENT);
        }
      }
    }
  }

  private void startDtls(long nowNanos) {
    if (!dtlsStarted) {
      dtlsStarted = true;
      dtls.start(nowNanos);
      takeDtlsEvents();
    }
  }

  private void takeDtlsEvents() {
    for (DtlsEvent event = dtls.pollEvent(); event != null; event = dtls.pollEvent()) {
      switch (event) {
        case DtlsEvent.Established established -> connect(established);
        case DtlsEvent.Closed closed -> end(reasonOf(closed.reason()));
      }
    }
  }

  private void connect(DtlsEvent.Established keys) {
    inbound = srtp.inbound(keys.profile(), keys.remoteKey(), keys.remoteSalt());
    outbound = srtp.outbound(keys.profile(), keys.localKey(), keys.localSalt());
    // The contexts hold what they need of the keys; nobody else shall.
    Arrays.fill(keys.remoteKey(), (byte) 0);
    Arrays.fill(keys.localKey(), (byte) 0);
    add(new PeerEvent.Connected(keys.profile()));
  }

  private static PeerEvent.Reason reasonOf(DtlsEvent.Reason reason) {
    return switch (reason) {
      case CLOSED_BY_PEER, CLOSED_LOCALLY -> PeerEvent.Reason.CLOSED;
      case WRONG_FINGERPRINT -> PeerEvent.Reason.FINGERPRINT;
      case HANDSHAKE_FAILED, TIMED_OUT -> PeerEvent.Reason.HANDSHAKE;
    };
  }

  private void end(PeerEvent.Reason reason) {
    if (!ended) {
      forgetKeys();
      add(new PeerEvent.Closed(reason));
    }
  }

  private void forgetKeys() {
    ended = true;
    if (inbound != null) {
      inbound.close();
      inbound = null;
    }
    if (outbound != null) {
      outbound.close();
      outbound = null;
    }
  }

  private void add(PeerEvent event) {
    if (events.size() == MAX_EVENTS) {
      throw new IllegalStateException("events are not drained");
    }
    events.add(event);
  }

  /** Writes the next STUN or DTLS datagram; false when there is none. */
  public boolean pollTransmit(Transmit out) {
    if (ice.pollTransmit(out)) {
      return true;
    }
    int path = ice.selectedPath();
    if (path == PacketBatch.NO_PATH) {
      return false;
    }
    if (!dtls.pollTransmit(out)) {
      return false;
    }
    out.set(path, out.length());
    return true;
  }

  /**
   * Writes the next datagram of the data channels; false when there is none. Apart from {@link
   * #pollTransmit}, because its owner decides what may wait for what.
   */
  public boolean pollData(Transmit out) {
    int path = ice.selectedPath();
    boolean any =
        !ended && data != null && path != PacketBatch.NO_PATH && data.pollTransmit(dtls, out);
    if (any) {
      out.set(path, out.length());
    }
    return any;
  }

  /** The next event; null when there is none. */
  public @Nullable PeerEvent pollEvent() {
    return events.poll();
  }

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is due. */
  public long pollTimeout() {
    if (ended) {
      return NEVER;
    }
    long next = dtlsStarted ? Math.min(ice.pollTimeout(), dtls.pollTimeout()) : ice.pollTimeout();
    return data == null ? next : Math.min(next, data.pollTimeout());
  }

  /** New ICE credentials for the same DTLS association (RFC 8445 section 9). */
  public void restartIce(long nowNanos, IceCredentials local, IceCredentials remote) {
    if (!ended) {
      ice.restart(nowNanos, local, remote);
      takeIceEvents(nowNanos);
    }
  }

  /** Data channels may be opened from now on; said again, it changes nothing. */
  public void openData(DataLine line) {
    if (data != null) {
      data.agree(line.sctpPort());
    }
  }

  /** Ends the transport: a close_notify is left to be polled, and no event. */
  public void close(long nowNanos) {
    if (!ended) {
      dtls.close(nowNanos);
      forgetKeys();
    }
  }

  /**
   * The data channels; null when none were negotiated or nothing was said of them yet. To be
   * drained after every input, like the peer itself, which sends what comes of it.
   */
  public @Nullable DataChannels dataChannels() {
    return data == null || ended ? null : data.channels();
  }

  /** Asks the other side for an association, once connected. */
  public void connectData(long nowNanos) {
    SctpAssociation association = data == null || ended ? null : data.open();
    if (association != null) {
      association.connect(nowNanos);
    }
  }

  /** Where media goes; {@link PacketBatch#NO_PATH} before the first check. */
  public int selectedPath() {
    return ice.selectedPath();
  }

  /** True when media that comes over {@code path} belongs to this peer. */
  public boolean isValidated(int path) {
    return ice.isValidated(path);
  }

  /** Decrypts what the other side sends; null before Connected and after the end. */
  public @Nullable SrtpContext inbound() {
    return inbound;
  }

  /** Encrypts what we send; null before Connected and after the end. */
  public @Nullable SrtpContext outbound() {
    return outbound;
  }

  /** When the last authenticated STUN message came. */
  public long lastHeardNanos() {
    return ice.lastHeardNanos();
  }
}
