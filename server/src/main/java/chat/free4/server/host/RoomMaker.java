package chat.free4.server.host;

import chat.free4.room.RoomControl;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ServerFacts;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes what a room of this process consists of. */
final class RoomMaker {
  private final RoomLimits limits;
  private final ServerFacts facts;
  private final PublicRooms publicRooms;
  private final MediaPlane media;
  private final HostedRoom.Surroundings around;
  private final ServerMetrics metrics;
  private final SecureRandom random;

  RoomMaker(
      RoomLimits limits,
      ServerFacts facts,
      PublicRooms publicRooms,
      MediaPlane media,
      HostedRoom.Surroundings around,
      ServerMetrics metrics,
      SecureRandom random) {
    this.limits = limits;
    this.facts = facts;
    this.publicRooms = publicRooms;
    this.media = media;
    this.around = around;
    this.metrics = metrics;
    this.random = random;
  }

  /**
   * Makes a room for who opens it.
   *
   * @param chain of a sealed room; null for a public one
   */
  HostedRoom make(long nowNanos, long handle, Admission opener, @Nullable DescriptorChain chain) {
    RoomPlacement placement = new RoomPlacement(media.loads());
    RoomNegotiator negotiator =
        new RoomNegotiator(
            member -> media.localMedia(placement.workerFor(member), handle),
            placement::place,
            random);
    RoomMediaLink link =
        new RoomMediaLink(
            new Parts(media),
            placement,
            handle,
            chain != null,
            metrics,
            member -> around.lost().accept(handle, member));
    if (chain != null) {
      RoomControl engine = RoomControl.sealed(nowNanos, chain, facts.epoch(), limits, negotiator);
      return new HostedRoom(handle, opener.room(), engine, link, RoomListing.hidden(), around);
    }
    RoomControl engine =
        new RoomControl(
            nowNanos, opener.room(), opener.name(), facts.epoch(), newRoot(), limits, negotiator);
    RoomListing listing =
        new RoomListing(publicRooms, opener.name(), Instant.now().getEpochSecond());
    return new HostedRoom(handle, opener.room(), engine, link, listing, around);
  }

  /** Workers, and other nodes. */
  private record Parts(MediaPlane media) implements RoomMediaLink.Workers {
    @Override
    public boolean offer(int worker, MediaCommand command) {
      return media.offer(worker, command);
    }

    @Override
    public void span(long room, long parts) {
      media.span(room, parts);
    }

    @Override
    public void end(long room) {
      media.nodes().end(room);
    }
  }

  /** What the first act of a public room follows: unpredictable. */
  private Bytes newRoot() {
    byte[] root = new byte[SignedAct.HASH_BYTES];
    random.nextBytes(root);
    return Bytes.of(root);
  }
}
