package chat.free4.server.host;

import chat.free4.room.RoomEffect;
import chat.free4.room.media.MediaTransport;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What one room wants of its media, as commands to its members' workers; remembers who has a
 * transport where, and tells the workers of each other when the room is with several. Another node
 * is, from here, one worker more.
 */
final class RoomMediaLink {
  /** Takes commands for the workers. */
  @FunctionalInterface
  interface Workers {
    /** Hands a command to a worker; false when too many wait there. */
    boolean offer(int worker, MediaCommand command);

    /** The workers that have a part of a room now, as bits; told before they are. */
    default void span(long room, long parts) {}

    /** A room has ended. */
    default void end(long room) {}
  }

  private final Workers workers;
  private final RoomPlacement placement;
  private final long room;
  private final boolean isSealed;
  private final ServerMetrics metrics;
  private final IntConsumer onRefused;

  /** Members that have a transport, and the worker it is with. */
  private final Map<Integer, Integer> transports = new HashMap<>();

  private final RegisteredKeys keys = new RegisteredKeys();

  /** Members whom nobody hears. */
  private final Set<Integer> silenced = new HashSet<>();

  /** Members whose packets go to ears. */
  private final Set<Integer> listenedTo = new HashSet<>();

  /** Workers that have a transport of the room, as bits: as they have been told. */
  private long spanned;

  /**
   * A link of a room without transports.
   *
   * @param room the handle that workers know it by
   * @param isSealed workers forward only voice under registered key ids
   * @param onRefused called with a member whose transport its worker did not take; not at once, but
   *     as a task of its own
   */
  RoomMediaLink(
      Workers workers,
      RoomPlacement placement,
      long room,
      boolean isSealed,
      ServerMetrics metrics,
      IntConsumer onRefused) {
    this.workers = workers;
    this.placement = placement;
    this.room = room;
    this.isSealed = isSealed;
    this.metrics = metrics;
    this.onRefused = onRefused;
  }

  /** Somebody comes by this socket, or says something; see {@link RoomPlacement}. */
  void comesBy(SignalSocket by) {
    placement.comesBy(by);
  }

  /** Members that have a transport with this worker. */
  List<Integer> transportsWith(int worker) {
    return transports.entrySet().stream()
        .filter(transport -> transport.getValue() == worker)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** True while a member's transport is with this worker. */
  boolean isWith(int member, int worker) {
    Integer its = transports.get(member);
    return its != null && its == worker;
  }

  /** Workers that have a transport of the room, as bits. */
  long parts() {
    return spanned;
  }

  /** True for one whom nobody is to hear. */
  boolean isSilenced(int member) {
    return silenced.contains(member);
  }

  /** True where nobody but members can hear what is said. */
  boolean isSealed() {
    return isSealed;
  }

  /** Gives a member's packets to this server's ears too, or no more; of a sealed room never. */
  void listen(int member, boolean listens) {
    if (isSealed) {
      throw new IllegalStateException("what is said in a sealed room is for its members");
    }
    if (listens) {
      listenedTo.add(member);
    } else {
      listenedTo.remove(member);
    }
    Integer worker = transports.get(member);
    if (worker != null) {
      offer(worker, new MediaCommand.Listen(room, member, listens));
    }
  }

  /** A member's transport ended by itself. */
  void closed(int member) {
    transports.remove(member);
    tellParts();
  }

  boolean hasTransports() {
    return !transports.isEmpty();
  }

  /** The room is here no more, and nothing of it stays: no transport, and nobody's mutes. */
  void end() {
    placement.members().forEach(this::forget);
    close();
  }

  /** The room has ended. */
  void close() {
    placement.close();
    workers.end(room);
  }

  /** Does what a room wants of its media. */
  void apply(RoomEffect effect) {
    switch (effect) {
      case RoomEffect.AddMedia(int member, var transport) -> add(member, parameters(transport));
      case RoomEffect.RestartIce(int member, var transport) -> {
        PeerParameters agreed = parameters(transport);
        require(
            placement.place(member),
            member,
            new MediaCommand.RestartIce(room, member, agreed.localIce(), agreed.remoteIce()));
        if (agreed.data() != null) {
          offer(placement.place(member), new MediaCommand.OpenData(room, member, agreed.data()));
        }
      }
      case RoomEffect.RemoveMedia(int member) -> {
        offer(placement.place(member), new MediaCommand.RemovePeer(room, member));
        closed(member);
      }
      case RoomEffect.MuteForListener(int listener, int speaker, boolean muted) ->
          offer(
              placement.place(listener),
              new MediaCommand.MuteForListener(room, listener, speaker, muted));
      case RoomEffect.RegisterKey(int member, long kid) -> {
        keys.register(member, kid);
        offer(placement.place(member), new MediaCommand.RegisterKey(room, member, kid));
      }
      case RoomEffect.Silence(int member, boolean isSilent) -> silence(member, isSilent);
      case RoomEffect.ForgetMember(int member) -> forget(member);
      default -> throw new IllegalArgumentException(effect.getClass().getSimpleName());
    }
  }

  private void add(int member, PeerParameters parameters) {
    int worker = placement.place(member);
    transports.put(member, worker);
    require(worker, member, new MediaCommand.AddPeer(room, member, parameters, isSealed));
    for (long kid : keys.of(member)) {
      offer(worker, new MediaCommand.RegisterKey(room, member, kid));
    }
    if (silenced.contains(member)) {
      require(worker, member, new MediaCommand.Silence(room, member, true));
    }
    if (listenedTo.contains(member)) {
      offer(worker, new MediaCommand.Listen(room, member, true));
    }
    long before = spanned;
    tellParts();
    if (spanned == before && Long.bitCount(spanned) > 1) {
      // Its worker may have lost the room meanwhile, and made it anew for this member.
      tellPart(worker);
    }
  }

  /** What its worker does not take ends the transport: nobody is heard who must not be. */
  private void silence(int member, boolean isSilent) {
    if (isSilent) {
      silenced.add(member);
    } else {
      silenced.remove(member);
    }
    Integer worker = transports.get(member);
    var command = new MediaCommand.Silence(room, member, isSilent);
    if (worker != null) {
      require(worker, member, command);
    }
    // The others may be saying a text for it, or be all that says something for a robot.
    for (long left = isSilent ? spanned : 0; left != 0; left &= left - 1) {
      int other = Long.numberOfTrailingZeros(left);
      if (worker == null || worker != other) {
        offer(other, command);
      }
    }
  }

  /** Whoever has a part may have muted the member, or hears it. */
  private void forget(int member) {
    for (long left = placement.parts(); left != 0; left &= left - 1) {
      offer(Long.numberOfTrailingZeros(left), new MediaCommand.ForgetMember(room, member));
    }
    placement.forget(member);
    keys.forget(member);
    silenced.remove(member);
    listenedTo.remove(member);
    closed(member);
  }

  /** Tells all workers that have a transport of the room of each other, when that has changed. */
  private void tellParts() {
    long now = 0;
    for (int worker : transports.values()) {
      now |= 1L << worker;
    }
    if (now == spanned) {
      return;
    }
    boolean wasSpanning = Long.bitCount(spanned) > 1;
    spanned = now;
    workers.span(room, now);
    if (wasSpanning || Long.bitCount(now) > 1) {
      for (long left = now; left != 0; left &= left - 1) {
        tellPart(Long.numberOfTrailingZeros(left));
      }
    }
  }

  private void tellPart(int worker) {
    offer(worker, new MediaCommand.SpanRoom(room, spanned & ~(1L << worker)));
  }

  private static PeerParameters parameters(MediaTransport transport) {
    return ((RoomNegotiator.Transport) transport).parameters();
  }

  /** A transport that the worker cannot take is none, and its member must know. */
  private void require(int worker, int member, MediaCommand command) {
    if (!offer(worker, command)) {
      onRefused.accept(member);
    }
  }

  private boolean offer(int worker, MediaCommand command) {
    boolean taken = workers.offer(worker, command);
    if (!taken) {
      metrics.countRefused(Refusal.MEDIA_BUSY);
    }
    return taken;
  }
}
