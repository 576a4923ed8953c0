package chat.free4.rtc.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The streams of one context, by SSRC: open addressing, nothing boxed. A stream is never forgotten
 * while the context lives, because forgetting it would let its old packets in again.
 */
final class SrtpStreams {
  static final int MAX_STREAMS = SrtpContext.MAX_STREAMS;

  /** At most half full, so that a free place ends every search. */
  private static final int PLACES = 2 * MAX_STREAMS;

  private static final int HASH_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(PLACES);
  private static final int GOLDEN_RATIO = 0x9e3779b9;

  private final int[] ssrcs = new int[PLACES];
  private final @Nullable SrtpStream[] streams = new SrtpStream[PLACES];
  private int count;

  boolean isFull() {
    return count == MAX_STREAMS;
  }

  @Nullable SrtpStream find(int ssrc) {
    int place = firstPlace(ssrc);
    while (true) {
      SrtpStream stream = streams[place];
      if (stream == null || ssrcs[place] == ssrc) {
        return stream;
      }
      place = (place + 1) & (PLACES - 1);
    }
  }

  /** Adds a stream that is not there yet. */
  SrtpStream add(int ssrc) {
    if (isFull()) {
      throw new IllegalStateException("over " + MAX_STREAMS + " streams");
    }
    int place = firstPlace(ssrc);
    while (streams[place] != null) {
      place = (place + 1) & (PLACES - 1);
    }
    SrtpStream stream = new SrtpStream();
    ssrcs[place] = ssrc;
    streams[place] = stream;
    count++;
    return stream;
  }

  private static int firstPlace(int ssrc) {
    return (ssrc * GOLDEN_RATIO) >>> HASH_SHIFT;
  }
}
