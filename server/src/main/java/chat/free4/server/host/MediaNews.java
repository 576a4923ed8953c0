package chat.free4.server.host;

import chat.free4.room.media.MediaLoss;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.Worker;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaEvent;
import java.util.function.ObjLongConsumer;

/** What workers tell of the media of rooms, brought to the rooms on control's thread. */
public final class MediaNews implements Worker.Listener {
  private final ControlTask control;
  private final HostedRooms rooms;
  private final ServerMetrics metrics;
  private final ObjLongConsumer<HostedRoom> drain;
  private final MediaPlane media;
  private final LingeringMedia lingering;

  /**
   * News for some rooms.
   *
   * @param media has the nodes whose rooms have parts here
   * @param rooms are read on control's thread
   * @param deadlines call back who waits here
   * @param drain does what a room wants done
   */
  MediaNews(
      ControlTask control,
      Deadlines deadlines,
      HostedRooms rooms,
      ServerMetrics metrics,
      ObjLongConsumer<HostedRoom> drain,
      MediaPlane media) {
    this.media = media;
    this.control = control;
    this.rooms = rooms;
    this.lingering = new LingeringMedia(deadlines);
    this.metrics = metrics;
    this.drain = drain;
  }

  @Override
  public void onEvent(int worker, MediaEvent event) {
    control.offerEssential(() -> handle(worker, event));
  }

  private void handle(int worker, MediaEvent event) {
    HostedRoom room = rooms.byHandle(event.room());
    if (room == null) {
      handleElsewhere(worker, event);
      return;
    }
    long now = System.nanoTime();
    switch (event) {
      case MediaEvent.PeerConnected connected ->
          room.engine.handleMediaConnected(now, connected.member());
      case MediaEvent.FloorHeld(long _, int member, int millis) ->
          room.engine.handleFloorHeld(now, member, millis);
      case MediaEvent.RoomTalked _ -> room.listing.talked();
      case MediaEvent.PeerClosed(long handle, int member, var reason) -> {
        // One that is with another part by now knows nothing of this.
        if (room.media.isWith(member, worker)) {
          closed(handle, member, MediaLosses.of(reason));
        }
      }
    }
    drain.accept(room, now);
  }

  /**
   * The control of a room is at another node from now on: its members go on until they are there.
   */
  void linger(long nowNanos, HostedRoom room) {
    lingering.begin(nowNanos, room.handle, room.media);
  }

  /** Waits, so long at most, until no media lingers; not on control's thread. */
  public void awaitLingering(long limitNanos) throws InterruptedException {
    lingering.await(limitNanos);
  }

  /** Its control is at another node. */
  private void handleElsewhere(int worker, MediaEvent event) {
    RoomMediaLink gone = lingering.find(event.room());
    if (gone == null) {
      media.nodes().onEvent(event);
    } else if (event instanceof MediaEvent.PeerClosed closed
        && gone.isWith(closed.member(), worker)) {
      lingering.closed(closed.room(), closed.member());
    }
  }

  /** A member's transport could not be kept; its room is told soon. */
  void lost(long handle, int member) {
    control.offerEssential(() -> closed(handle, member, MediaLoss.RESTARTED));
  }

  /** On control's thread: a member's transport is no more. */
  private void closed(long handle, int member, MediaLoss reason) {
    HostedRoom room = rooms.byHandle(handle);
    if (room != null) {
      long now = System.nanoTime();
      room.media.closed(member);
      room.engine.handleMediaClosed(now, member, reason);
      drain.accept(room, now);
    }
  }

  @Override
  public void onRestart(int worker) {
    if (worker < media.workers()) {
      metrics.countWorkerRestart();
      media.nodes().onRestart(worker);
    }
    control.offerEssential(
        () -> {
          lingering.lost(worker);
          for (HostedRoom room : rooms.all()) {
            for (int member : room.media.transportsWith(worker)) {
              closed(room.handle, member, MediaLoss.RESTARTED);
            }
          }
        });
  }
}
