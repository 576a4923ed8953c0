package chat.free4.server.host;

import chat.free4.room.RoomEffect;
import chat.free4.room.media.MediaTransport;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** What one room wants of its media worker, as commands; remembers who has a transport there. */
final class RoomMediaLink {
  private final MediaPlane media;
  private final int worker;
  private final long room;
  private final ServerMetrics metrics;
  private final IntConsumer onRefused;

  /** Members that have a transport at the worker. */
  private final Set<Integer> transports = new HashSet<>();

  /**
   * A link of a room without transports.
   *
   * @param room the handle that the worker knows it by
   * @param onRefused called with a member whose transport the worker did not take; not at once, but
   *     as a task of its own
   */
  RoomMediaLink(
      MediaPlane media, int worker, long room, ServerMetrics metrics, IntConsumer onRefused) {
    this.media = media;
    this.worker = worker;
    this.room = room;
    this.metrics = metrics;
    this.onRefused = onRefused;
  }

  /** The worker. */
  int worker() {
    return worker;
  }

  /** Members that have a transport there. */
  List<Integer> transports() {
    return List.copyOf(transports);
  }

  /** A member's transport ended by itself. */
  void closed(int member) {
    transports.remove(member);
  }

  /** Does what a room wants of its media. */
  void apply(RoomEffect effect) {
    switch (effect) {
      case RoomEffect.AddMedia(int member, var transport) -> {
        transports.add(member);
        require(member, new MediaCommand.AddPeer(room, member, parameters(transport)));
      }
      case RoomEffect.RestartIce(int member, var transport) -> {
        PeerParameters agreed = parameters(transport);
        require(
            member,
            new MediaCommand.RestartIce(room, member, agreed.localIce(), agreed.remoteIce()));
      }
      case RoomEffect.RemoveMedia(int member) -> {
        transports.remove(member);
        offer(new MediaCommand.RemovePeer(room, member));
      }
      case RoomEffect.MuteForListener(int listener, int speaker, boolean muted) ->
          offer(new MediaCommand.MuteForListener(room, listener, speaker, muted));
      case RoomEffect.ForgetMember(int member) -> {
        transports.remove(member);
        offer(new MediaCommand.ForgetMember(room, member));
      }
      default -> throw new IllegalArgumentException(effect.getClass().getSimpleName());
    }
  }

  private static PeerParameters parameters(MediaTransport transport) {
    return ((RoomNegotiator.Transport) transport).parameters();
  }

  /** A transport that the worker cannot take is none, and its member must know. */
  private void require(int member, MediaCommand command) {
    if (!offer(command)) {
      onRefused.accept(member);
    }
  }

  private boolean offer(MediaCommand command) {
    boolean taken = media.offer(worker, command);
    if (!taken) {
      metrics.countRefused(Refusal.MEDIA_BUSY);
    }
    return taken;
  }
}
