package chat.free4.rtc.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The streams of one context, by SSRC: open addressing, nothing boxed. A stream is never forgotten
 * while the context lives, because forgetting it would let its old packets in again.
 */
final class SrtpStreams {
  static final int MAX_STREAMS = SrtpContext.MAX_STREAMS;

  /** For the streams that a member has: one in, six out. */
  private static final int FIRST_PLACES = 16;

  private static final int GOLDEN_RATIO = 0x9e3779b9;

  private final CipherContext context;
  private int[] ssrcs = new int[FIRST_PLACES];
  private @Nullable SrtpStream[] streams = new SrtpStream[FIRST_PLACES];
  private int count;

  SrtpStreams(CipherContext context) {
    this.context = context;
  }

  boolean isFull() {
    return count == MAX_STREAMS;
  }

  @Nullable SrtpStream find(int ssrc) {
    return streams[place(ssrc)];
  }

  /** Adds a stream that is not there yet. */
  SrtpStream add(int ssrc) {
    if (isFull()) {
      throw new IllegalStateException("over " + MAX_STREAMS + " streams");
    }
    // At most half full, so that a free place ends every search.
    if (2 * (count + 1) > streams.length) {
      grow();
    }
    SrtpStream stream = new SrtpStream(context, ssrc);
    put(ssrc, stream);
    count++;
    return stream;
  }

  private void grow() {
    int[] formerSsrcs = ssrcs;
    @Nullable SrtpStream[] former = streams;
    ssrcs = new int[2 * former.length];
    streams = new SrtpStream[2 * former.length];
    for (int i = 0; i < former.length; i++) {
      SrtpStream stream = former[i];
      if (stream != null) {
        put(formerSsrcs[i], stream);
      }
    }
  }

  private void put(int ssrc, SrtpStream stream) {
    int place = place(ssrc);
    ssrcs[place] = ssrc;
    streams[place] = stream;
  }

  /** Where the stream stands, or the free place where it would. */
  private int place(int ssrc) {
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(streams.length);
    int place = (ssrc * GOLDEN_RATIO) >>> shift;
    while (streams[place] != null && ssrcs[place] != ssrc) {
      place = (place + 1) & (streams.length - 1);
    }
    return place;
  }
}
