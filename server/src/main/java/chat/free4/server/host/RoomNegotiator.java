package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.media.OfferReader;
import chat.free4.rtc.peer.Negotiation;
import chat.free4.rtc.peer.Negotiation.Agreed;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.rtc.peer.Negotiation.Offer;
import chat.free4.rtc.peer.Negotiation.Unacceptable;
import chat.free4.rtc.peer.PeerParameters;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers the offers of one room's members, each with the candidates of the member's worker. */
final class RoomNegotiator implements MediaNegotiator {
  private final IntFunction<LocalMedia> mediaOf;
  private final IntConsumer onAgreed;
  private final RandomGenerator random;

  /**
   * A negotiator of one room.
   *
   * @param mediaOf what a member's worker answers with
   * @param onAgreed called with a member whose offer was answered, and who is therefore in
   */
  RoomNegotiator(IntFunction<LocalMedia> mediaOf, IntConsumer onAgreed, RandomGenerator random) {
    this.mediaOf = mediaOf;
    this.onAgreed = onAgreed;
    this.random = random;
  }

  /** What was agreed, as the worker wants it. */
  record Transport(PeerParameters parameters) implements MediaTransport {}

  /** An offer that was read; the room needs no more of it than the fingerprint. */
  private record ReadOffer(Offer offer, Bytes fingerprint) implements OfferDescription {}

  /** Reads offers for sessions that are in no room yet. */
  static OfferReader reader(int maxVoiceSlots) {
    return sdp ->
        switch (Negotiation.read(sdp, maxVoiceSlots)) {
          case Offer offer ->
              new OfferReader.Reading.Accepted(
                  new ReadOffer(offer, Bytes.of(offer.fingerprint().toBytes())));
          case Unacceptable refusal -> new OfferReader.Reading.Unacceptable(text(refusal));
        };
  }

  @Override
  public MediaAnswer answer(int member, OfferDescription offer, @Nullable MediaTransport current) {
    PeerParameters former = current instanceof Transport transport ? transport.parameters() : null;
    LocalMedia local = mediaOf.apply(member);
    return switch (Negotiation.answer(((ReadOffer) offer).offer(), local, former, random)) {
      case Agreed agreed -> {
        onAgreed.accept(member);
        Transport transport = new Transport(agreed.parameters());
        yield agreed.restart()
            ? new MediaAnswer.Restarted(agreed.answerSdp(), transport)
            : new MediaAnswer.Fresh(agreed.answerSdp(), transport);
      }
      case Unacceptable refusal -> new MediaAnswer.Unacceptable(text(refusal));
    };
  }

  private static String text(Unacceptable refusal) {
    return refusal.problem().label() + ": " + refusal.detail();
  }
}
