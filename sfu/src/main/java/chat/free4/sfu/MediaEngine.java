package chat.free4.sfu;

import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.ice.PathAddresses;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.sfu.EngineCounters.Count;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.UfragKey;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All media of one worker: the transports of its rooms' members and the forwarding between them,
 * sans I/O. One input ({@code handle*}), then every output is drained ({@code poll*} until 0,
 * null), then the next input. Belongs to one thread; only {@link #counters} may be called from
 * others.
 *
 * <p>A received batch is worked on in place and must not change until {@link #pollTransmits} has
 * returned 0.
 */
public final class MediaEngine {
  /** Never: what {@link #pollTimeout} gives when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  private final MediaLimits limits;
  private final Transport.Factory transports;
  private final SrtpBackend srtp;
  private final RandomGenerator random;
  private final EngineCounters counters = new EngineCounters();
  private final Forwarder forwarder;
  private final RtcpInput rtcp;
  private final DataRelay data;
  private final Relays relays;
  private final Rooms rooms;
  private final LongMap<RoomPeer> ufrags = new LongMap<>();
  private final Paths paths;
  private final TimerHeap<RoomPeer> timers = new TimerHeap<>();
  private final PeerList handshakes = new PeerList();
  private final PeerList due = new PeerList();
  private final ArrayDeque<MediaEvent> events = new ArrayDeque<>();
  private final SrtpContext[] contexts;

  /** Whose the media in each slot of the received batch is. */
  private final RoomPeer[] owners;

  /**
   * An engine without rooms.
   *
   * @param certificate what all its transports show: the process has one
   * @param dtls its wakeup must lead to a {@link #handleTimeout} on the worker's thread, soon
   * @param addresses where each path's datagrams come from
   * @param random for stream offsets; secure outside tests
   */
  public MediaEngine(
      MediaLimits limits,
      DtlsCertificate certificate,
      DtlsEnvironment dtls,
      SrtpBackend srtp,
      PathAddresses addresses,
      RandomGenerator random) {
    this(limits, PeerTransport.factory(certificate, dtls, srtp, addresses), srtp, random);
  }

  /** An engine whose transports are made by {@code transports}. */
  MediaEngine(
      MediaLimits limits, Transport.Factory transports, SrtpBackend srtp, RandomGenerator random) {
    this.limits = limits;
    this.transports = transports;
    this.srtp = srtp;
    this.random = random;
    this.paths = new Paths(limits, counters);
    this.forwarder = new Forwarder(limits, srtp, counters, this::reschedule);
    this.data = new DataRelay(forwarder, counters);
    this.rtcp = new RtcpInput(forwarder, counters);
    this.owners = new RoomPeer[limits.batchPackets()];
    this.contexts = new SrtpContext[limits.batchPackets()];
    this.relays = new Relays(limits, counters);
    this.rooms = new Rooms(limits, counters, relays, events);
  }

  /** Does what control asks for. */
  public void handleCommand(long nowNanos, MediaCommand command) {
    forwarder.setNow(nowNanos);
    boolean done =
        switch (command) {
          case MediaCommand.AddPeer add -> addPeer(nowNanos, add);
          case MediaCommand.RegisterKey key -> registerKey(key);
          case MediaCommand.RestartIce restart -> restartIce(nowNanos, restart);
          case MediaCommand.OpenData open -> rooms.openData(open);
          case MediaCommand.RemovePeer remove -> removePeer(nowNanos, remove);
          case MediaCommand.MuteForListener mute -> rooms.mute(mute);
          case MediaCommand.Silence silence -> rooms.silence(silence);
          case MediaCommand.Listen listen -> rooms.listen(listen);
          case MediaCommand.SpanRoom span -> rooms.span(nowNanos, span);
          case MediaCommand.ForgetMember forget -> forget(nowNanos, forget);
        };
    if (!done) {
      counters.increment(Count.COMMANDS_REFUSED);
    }
  }

  private boolean addPeer(long nowNanos, MediaCommand.AddPeer add) {
    RoomMedia room = rooms.get(add.room());
    RoomPeer former = room == null ? null : room.peer(add.member());
    long key = add.parameters().localIce().ufragKey();
    RoomPeer sameUfrag = ufrags.get(key);
    boolean usable = key != UfragKey.NONE && (sameUfrag == null || sameUfrag == former);
    if (!usable || (former == null && isFull(room))) {
      events.add(new MediaEvent.PeerClosed(add.room(), add.member(), PeerEvent.Reason.HANDSHAKE));
      return false;
    }
    if (former != null) {
      remove(nowNanos, former);
    }
    RoomMedia home = room == null ? rooms.open(add.room()) : room;
    Transport transport = transports.create(nowNanos, add.parameters());
    RoomPeer peer = new RoomPeer(home, add, transport, limits, random);
    home.add(peer);
    ufrags.put(key, peer);
    peer.handshakePlace = handshakes.add(peer);
    counters.increment(Count.PEERS);
    settle(nowNanos, peer);
    return true;
  }

  private boolean isFull(@Nullable RoomMedia room) {
    return ufrags.size() >= limits.peers()
        || (room == null ? rooms.isFull() : room.peerCount() >= limits.peersPerRoom());
  }

  private @Nullable RoomPeer find(MediaCommand command, int member) {
    RoomMedia room = rooms.get(command.room());
    return room == null ? null : room.peer(member);
  }

  private boolean registerKey(MediaCommand.RegisterKey key) {
    RoomPeer peer = find(key, key.member());
    return peer != null && peer.registerKey(key.kid());
  }

  private boolean restartIce(long nowNanos, MediaCommand.RestartIce restart) {
    RoomPeer peer = find(restart, restart.member());
    long key = restart.local().ufragKey();
    RoomPeer sameUfrag = ufrags.get(key);
    if (peer == null || key == UfragKey.NONE || (sameUfrag != null && sameUfrag != peer)) {
      return false;
    }
    ufrags.remove(peer.ufragKey);
    ufrags.put(key, peer);
    peer.ufragKey = key;
    peer.transport().restartIce(nowNanos, restart.local(), restart.remote());
    settle(nowNanos, peer);
    return true;
  }

  private boolean removePeer(long nowNanos, MediaCommand.RemovePeer command) {
    RoomPeer peer = find(command, command.member());
    if (peer == null) {
      return false;
    }
    remove(nowNanos, peer);
    rooms.endIfEmpty(peer.room());
    return true;
  }

  private boolean forget(long nowNanos, MediaCommand.ForgetMember forget) {
    RoomMedia room = rooms.get(forget.room());
    if (room == null) {
      return false;
    }
    RoomPeer peer = room.peer(forget.member());
    if (peer != null) {
      remove(nowNanos, peer);
    }
    room.forget(forget.member());
    rooms.endIfEmpty(room);
    return true;
  }

  /** Ends a peer; what its transport has left to say is still sent. Leaves its room standing. */
  private void remove(long nowNanos, RoomPeer peer) {
    peer.transport().close(nowNanos);
    if (peer.isConnected()) {
      counters.add(Count.CONNECTED_PEERS, -1);
    }
    Speaker speaker = peer.speaker();
    tellFloor(peer, speaker == null ? 0 : speaker.takeUntoldMillis());
    peer.room().remove(peer);
    peer.setRemoved();
    data.forget(peer);
    ufrags.remove(peer.ufragKey);
    paths.unbindAll(peer);
    endHandshake(peer);
    timers.schedule(peer, NEVER);
    forwarder.transmitFrom(peer);
    counters.add(Count.PEERS, -1);
  }

  private void endHandshake(RoomPeer peer) {
    int place = peer.handshakePlace;
    if (place != RoomPeer.NOWHERE) {
      RoomPeer moved = handshakes.removeAt(place);
      moved.handshakePlace = place;
      peer.handshakePlace = RoomPeer.NOWHERE;
    }
  }

  /**
   * Takes a batch as it was received: STUN, DTLS, SRTP and SRTCP of any room, mixed. The path of a
   * slot is the index the caller gave its 5-tuple.
   */
  public void handleDatagrams(long nowNanos, PacketBatch received) {
    int count = received.count();
    if (count > owners.length) {
      throw new IllegalArgumentException("batch of " + count + " packets");
    }
    forwarder.setNow(nowNanos);
    forwarder.setReceived(received);
    relays.setReceived(received);
    counters.add(Count.DATAGRAMS_RECEIVED, count);
    boolean hasMedia = false;
    for (int i = 0; i < count; i++) {
      hasMedia |= admit(nowNanos, received, i);
    }
    data.handleTurn(nowNanos);
    if (!hasMedia) {
      return;
    }
    srtp.unprotect(received, contexts, 0, count);
    for (int i = 0; i < count; i++) {
      RoomPeer owner = owners[i];
      if (owner != null) {
        DropReason drop = deliver(nowNanos, owner, received, i);
        if (drop != null) {
          counters.drop(drop);
        }
      }
    }
    Arrays.fill(owners, 0, count, null);
    Arrays.fill(contexts, 0, count, null);
    rooms.updateTouched(nowNanos);
  }

  /**
   * Takes what other engines had to say to the parts of their rooms that are here, as they gave it
   * by {@link #pollRelays}; the path of a slot is the engine it comes from.
   */
  public void handleRelayed(long nowNanos, PacketBatch relayed) {
    forwarder.setNow(nowNanos);
    forwarder.setReceived(relayed);
    counters.add(Count.RELAYED_IN, relayed.count());
    for (int i = 0; i < relayed.count(); i++) {
      DropReason drop = handleRelayed(nowNanos, relayed, i);
      if (drop != null) {
        counters.drop(drop);
      }
    }
    rooms.updateTouched(nowNanos);
  }

  private @Nullable DropReason handleRelayed(long nowNanos, PacketBatch relayed, int index) {
    if (relayed.length(index) < RelayHeader.BYTES) {
      return MediaDrop.RELAY_MALFORMED;
    }
    RoomMedia room = rooms.get(RelayHeader.room(relayed.slab(), relayed.offset(index)));
    if (room == null) {
      return MediaDrop.RELAY_UNKNOWN_ROOM;
    }
    DropReason drop = room.handleRelayed(nowNanos, relayed, index, forwarder);
    rooms.touch(room);
    return drop;
  }

  /** Tells what a datagram is (RFC 7983) and hands it on; true when it is media to unprotect. */
  private boolean admit(long nowNanos, PacketBatch received, int index) {
    long offset = received.offset(index);
    int length = received.length(index);
    RoomPeer owner = paths.owner(received.path(index));
    DropReason drop =
        length > PacketBatch.MAX_DATAGRAM_BYTES
            ? MediaDrop.IMPOSSIBLE_LENGTH
            : switch (DatagramKind.of(received.slab(), offset, length)) {
              case STUN -> handleStun(nowNanos, owner, received, index);
              case DTLS ->
                  owner == null
                      ? MediaDrop.UNVALIDATED_DTLS
                      : handleByTransport(nowNanos, owner, received, index);
              case RTP, RTCP -> {
                SrtpContext context = owner == null ? null : owner.inbound();
                if (owner != null && context != null) {
                  owners[index] = owner;
                  contexts[index] = context;
                  yield null;
                }
                yield owner == null ? MediaDrop.UNVALIDATED_MEDIA : MediaDrop.NOT_CONNECTED;
              }
              case UNKNOWN -> MediaDrop.UNKNOWN_KIND;
            };
    if (drop != null) {
      counters.drop(drop);
    }
    if (owners[index] == null) {
      // The SRTP layer passes over it.
      received.setLength(index, 0);
      return false;
    }
    return true;
  }

  /**
   * A check says whom it is for, which may be another than the path's owner. What nobody is found
   * for goes by its path: after an ICE restart that is a check with the former credentials.
   */
  private @Nullable DropReason handleStun(
      long nowNanos, @Nullable RoomPeer owner, PacketBatch received, int index) {
    long key = UfragKey.ofRequest(received.slab(), received.offset(index), received.length(index));
    RoomPeer addressed = key == UfragKey.NONE ? null : ufrags.get(key);
    RoomPeer peer = addressed == null ? owner : addressed;
    return peer == null
        ? MediaDrop.UNKNOWN_UFRAG
        : handleByTransport(nowNanos, peer, received, index);
  }

  private @Nullable DropReason handleByTransport(
      long nowNanos, RoomPeer peer, PacketBatch received, int index) {
    DropReason drop =
        peer.transport()
            .handleDatagram(
                nowNanos,
                received.path(index),
                received.slab(),
                received.offset(index),
                received.length(index));
    settle(nowNanos, peer);
    return drop;
  }

  /** Takes over what a peer's transport has decided. */
  private void settle(long nowNanos, RoomPeer peer) {
    Transport transport = peer.transport();
    for (PeerEvent event = transport.pollEvent(); event != null; event = transport.pollEvent()) {
      switch (event) {
        case PeerEvent.PathValidated validated -> {
          MediaDrop drop = paths.bind(validated.path(), peer);
          if (drop != null) {
            counters.drop(drop);
          }
        }
        case PeerEvent.PathRetired retired -> paths.unbind(retired.path(), peer);
        case PeerEvent.Connected _ -> connect(nowNanos, peer);
        case PeerEvent.Closed closed -> {
          remove(nowNanos, peer);
          rooms.endIfEmpty(peer.room());
          events.add(new MediaEvent.PeerClosed(peer.room().id(), peer.member(), closed.reason()));
          return;
        }
      }
    }
    peer.refresh();
    data.handle(nowNanos, peer);
    forwarder.transmitFrom(peer);
    reschedule(peer);
  }

  private void reschedule(RoomPeer peer) {
    if (!peer.isRemoved()) {
      timers.schedule(peer, peer.nextDeadlineNanos());
    }
  }

  private void connect(long nowNanos, RoomPeer peer) {
    endHandshake(peer);
    peer.room().connect(peer);
    // Spread, so that peers who came together don't report together for ever.
    peer.reportNanos = nowNanos + random.nextLong(Reports.INTERVAL_NANOS);
    counters.increment(Count.CONNECTED_PEERS);
    events.add(new MediaEvent.PeerConnected(peer.room().id(), peer.member()));
  }

  private @Nullable DropReason deliver(
      long nowNanos, RoomPeer owner, PacketBatch received, int index) {
    int length = received.length(index);
    if (length == 0) {
      return received.dropReason(index);
    }
    if (owner.isRemoved()) {
      return MediaDrop.NOT_CONNECTED;
    }
    long offset = received.offset(index);
    if (DatagramKind.of(received.slab(), offset, length) == DatagramKind.RTCP) {
      counters.increment(Count.RTCP_RECEIVED);
      return rtcp.handle(nowNanos, owner, received.slab(), offset, length);
    }
    counters.increment(Count.RTP_RECEIVED);
    RoomMedia room = owner.room();
    DropReason drop = room.handleVoice(nowNanos, owner, received, index, forwarder);
    rooms.touch(room);
    long next = owner.nextNackNanos();
    if (next < owner.deadlineNanos()) {
      timers.schedule(owner, next);
    }
    return drop;
  }

  /** Does what is due; also to be called when a DTLS handshake's wakeup ran. */
  public void handleTimeout(long nowNanos) {
    forwarder.setNow(nowNanos);
    for (int i = handshakes.count() - 1; i >= 0; i--) {
      RoomPeer peer = handshakes.get(i);
      if (peer.transport().pollWakeup()) {
        peer.transport().handleTimeout(nowNanos);
        settle(nowNanos, peer);
      }
    }
    // All that is due is taken out first: a deadline that stays in the past cannot loop here.
    for (RoomPeer peer = timers.pollDue(nowNanos); peer != null; peer = timers.pollDue(nowNanos)) {
      due.add(peer);
    }
    while (due.count() > 0) {
      handleDue(nowNanos, due.removeAt(due.count() - 1));
    }
    data.handleTurn(nowNanos);
    relays.handleTimeout(nowNanos);
  }

  private void handleDue(long nowNanos, RoomPeer peer) {
    if (peer.transport().pollTimeout() <= nowNanos) {
      peer.transport().handleTimeout(nowNanos);
    }
    if (peer.reportNanos <= nowNanos) {
      peer.isReportDue = true;
      peer.reportNanos = nowNanos + Reports.INTERVAL_NANOS;
      tellFloor(peer, peer.room().sampleFloorMillis(nowNanos, peer));
      forwarder.reportTo(peer);
    }
    if (peer.handleMissing(nowNanos)) {
      forwarder.reportTo(peer);
    }
    settle(nowNanos, peer);
  }

  private void tellFloor(RoomPeer peer, int millis) {
    if (millis > 0) {
      events.add(new MediaEvent.FloorHeld(peer.room().id(), peer.member(), millis));
    }
  }

  /**
   * Appends datagrams that are ready to be sent, as many as fit; there must be room for one. A slot
   * whose length is 0 was refused by the SRTP layer and is to be passed over.
   *
   * @return how many slots were added; 0 when drained
   */
  public int pollTransmits(PacketBatch out) {
    return forwarder.poll(out);
  }

  /**
   * Appends what the parts of rooms with other engines are to know, as many as fit; there must be
   * room for one. The path of a slot is the engine it goes to, by {@link #handleRelayed}, or {@link
   * HeardPacket#PART}. To be drained like {@link #pollTransmits} by whoever spans or listens.
   *
   * @return how many slots were added; 0 when drained
   */
  public int pollRelays(PacketBatch out) {
    return relays.poll(out);
  }

  /** The next event; null when there is none. */
  public @Nullable MediaEvent pollEvent() {
    return events.poll();
  }

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is due. */
  public long pollTimeout() {
    long next = Math.min(timers.nextNanos(), relays.nextNanos());
    // Data that waits for its turn goes round by way of the socket: voice may have come.
    return data.isBusy() || forwarder.isDataWaiting() ? Math.min(next, forwarder.nowNanos()) : next;
  }

  /**
   * True when {@code path} belongs to a peer. The index of a path that is not bound may be given to
   * another 5-tuple once the batch it stands in is drained.
   */
  public boolean isPathBound(int path) {
    return paths.owner(path) != null;
  }

  /** A copy of all counters; may be called from any thread. */
  public MediaCounters counters() {
    return counters.snapshot();
  }
}
