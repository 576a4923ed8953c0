package chat.free4.room.media;

import org.jspecify.annotations.Nullable;

/**
 * Answers offers. A plain function: it starts nothing and remembers nothing, so a room may throw
 * its answer away. The room calls it last, when nothing else can refuse the request any more.
 */
public interface MediaNegotiator {
  /**
   * Answers a member's offer.
   *
   * @param member the member's number, unsigned 32 bits
   * @param current what the member's live transport was agreed on; null when there is none. Only an
   *     offer of the same association can restart its ICE.
   */
  MediaAnswer answer(int member, OfferDescription offer, @Nullable MediaTransport current);

  /** What came of it. */
  sealed interface MediaAnswer {
    /** A new transport, which replaces the one the member had. */
    record Fresh(String answer, MediaTransport transport) implements MediaAnswer {}

    /** The same association with new ICE credentials (RFC 8445 section 9). */
    record Restarted(String answer, MediaTransport transport) implements MediaAnswer {}

    /** It cannot be answered; {@code problem} names the line. */
    record Unacceptable(String problem) implements MediaAnswer {}
  }
}
