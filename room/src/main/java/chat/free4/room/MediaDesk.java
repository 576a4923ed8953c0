package chat.free4.room;

import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.MediaNegotiator.MediaAnswer;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.member.Member;
import org.jspecify.annotations.Nullable;

/** Where members' offers are answered, and what follows for the media plane. */
final class MediaDesk {
  private final MediaNegotiator negotiator;
  private final Outbox out;

  /**
   * A desk without transports.
   *
   * @param out where what must be done is put
   */
  MediaDesk(MediaNegotiator negotiator, Outbox out) {
    this.negotiator = negotiator;
    this.out = out;
  }

  /** Answers an offer; nothing has changed until {@link #apply}. */
  MediaAnswer answer(int number, OfferDescription offer, @Nullable MediaTransport current) {
    return negotiator.answer(number, offer, current);
  }

  /** No answer: an enter without an offer, which means without media from now on. */
  void apply(Member member, @Nullable MediaAnswer answer) {
    switch (answer) {
      case MediaAnswer.Fresh(String _, MediaTransport transport) -> {
        member.setTransport(transport);
        member.setHasMedia(false);
        out.add(new RoomEffect.AddMedia(member.number(), transport));
      }
      case MediaAnswer.Restarted(String _, MediaTransport transport) -> {
        member.setTransport(transport);
        out.add(new RoomEffect.RestartIce(member.number(), transport));
      }
      case MediaAnswer.Unacceptable _ -> throw new IllegalStateException("was refused before");
      case null -> {
        if (member.transport() != null) {
          member.setTransport(null);
          member.setHasMedia(false);
          out.add(new RoomEffect.RemoveMedia(member.number()));
        }
      }
    }
  }

  /** The answer to send. */
  static String sdp(MediaAnswer answer) {
    return switch (answer) {
      case MediaAnswer.Fresh fresh -> fresh.answer();
      case MediaAnswer.Restarted restarted -> restarted.answer();
      case MediaAnswer.Unacceptable _ -> throw new IllegalStateException("was refused before");
    };
  }
}
