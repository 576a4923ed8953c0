package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.media.OfferReader;
import org.jspecify.annotations.Nullable;

/**
 * Offers in place of SDP: "new" asks for a new transport, "restart" for an ICE restart, "sealed"
 * can be read but not answered, anything else cannot be read.
 */
public final class TestMedia implements MediaNegotiator, OfferReader {
  /** The fingerprint in every offer. */
  public static final Bytes FINGERPRINT = Bytes.utf8("fingerprint of a test's client..");

  private int made;

  /** An offer that was read. */
  public record Offer(String text) implements OfferDescription {
    @Override
    public Bytes fingerprint() {
      return FINGERPRINT;
    }
  }

  /** The so-manyth transport, so many times restarted. */
  public record Transport(int number, int restarts) implements MediaTransport {}

  @Override
  public Reading read(String offer) {
    return switch (offer) {
      case "new", "restart", "sealed" -> new Reading.Accepted(new Offer(offer));
      default -> new Reading.Unacceptable("no line to answer");
    };
  }

  @Override
  public MediaAnswer answer(int member, OfferDescription offer, @Nullable MediaTransport current) {
    String text = ((Offer) offer).text();
    if (text.equals("sealed")) {
      return new MediaAnswer.Unacceptable("m=audio 2");
    }
    if (text.equals("restart") && current instanceof Transport(int number, int restarts)) {
      return new MediaAnswer.Restarted("restarted", new Transport(number, restarts + 1));
    }
    return new MediaAnswer.Fresh("fresh", new Transport(++made, 0));
  }
}
