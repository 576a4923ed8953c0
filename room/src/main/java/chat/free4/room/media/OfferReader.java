package chat.free4.room.media;

/** Reads SDP offers. Never throws on what it reads. */
public interface OfferReader {
  /** Reads one offer. */
  Reading read(String offer);

  /** What came of it. */
  sealed interface Reading {
    /** It can be answered. */
    record Accepted(OfferDescription offer) implements Reading {}

    /**
     * It asks for what there isn't.
     *
     * @param problem names the line; goes out as {@code data.problem}
     */
    record Unacceptable(String problem) implements Reading {}
  }
}
