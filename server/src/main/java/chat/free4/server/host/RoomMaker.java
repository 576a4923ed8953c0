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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes what a room of this process consists of. */
final class RoomMaker {
  private final RoomLimits limits;
  private final ServerFacts facts;
  private final PublicRooms publicRooms;
  private final MediaPlane media;
  private final ServerMetrics metrics;
  private final SecureRandom random;

  /** The parts of a room: its engine, where its media is, and what the directory says of it. */
  record Made(RoomControl engine, RoomMediaLink media, RoomListing listing) {}

  RoomMaker(
      RoomLimits limits,
      ServerFacts facts,
      PublicRooms publicRooms,
      MediaPlane media,
      ServerMetrics metrics,
      SecureRandom random) {
    this.limits = limits;
    this.facts = facts;
    this.publicRooms = publicRooms;
    this.media = media;
    this.metrics = metrics;
    this.random = random;
  }

  /**
   * Makes a room for who opens it.
   *
   * @param chain of a sealed room; null for a public one
   * @param lost is told a member whose transport could not be kept
   */
  Made make(
      long nowNanos,
      long handle,
      Admission opener,
      @Nullable DescriptorChain chain,
      IntConsumer lost) {
    RoomPlacement placement = new RoomPlacement(media.loads());
    RoomNegotiator negotiator =
        new RoomNegotiator(
            member -> media.localMedia(placement.workerFor(member)), placement::place, random);
    RoomMediaLink link =
        new RoomMediaLink(media::offer, placement, handle, chain != null, metrics, lost);
    if (chain != null) {
      return new Made(
          RoomControl.sealed(nowNanos, chain, facts.epoch(), limits, negotiator),
          link,
          RoomListing.hidden());
    }
    return new Made(
        new RoomControl(
            nowNanos, opener.room(), opener.name(), facts.epoch(), newRoot(), limits, negotiator),
        link,
        new RoomListing(publicRooms, opener.name(), Instant.now().getEpochSecond()));
  }

  /** What the first act of a public room follows: unpredictable. */
  private Bytes newRoot() {
    byte[] root = new byte[SignedAct.HASH_BYTES];
    random.nextBytes(root);
    return Bytes.of(root);
  }
}
