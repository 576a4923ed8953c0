package chat.free4.room.signal;

import chat.free4.room.media.OfferReader;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from hello to its end: who it is, that it may enter, that it doesn't flood and is
 * still there. Sans I/O and single-threaded: after every {@code handle*} drain {@link
 * #pollEffect()}, then ask {@link #pollTimeout()}. The edge turns frames into calls:
 *
 * <ul>
 *   <li>a text frame that is a message: {@link #handleMessage};
 *   <li>not JSON: {@link #handleNotJson}; JSON, but no message of the contract: {@link
 *       #handleFault};
 *   <li>what the room made of an {@code EnterRoom}: {@link #handleWelcome} or {@link
 *       #handleDenied}.
 * </ul>
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SignalSession {
  /** {@link #pollTimeout()} when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * A WebSocket that was just opened.
   *
   * @param origin the {@code Origin} of its request, which the edge has found to be allowed
   * @param offers reads offers; asked only when everything cheaper is right
   * @param random secure in production: nonces come from it
   */
  public SignalSession(
      long nowNanos,
      String origin,
      ServerFacts facts,
      OfferReader offers,
      RandomGenerator random) {}

  /** A message; {@code id} is {@link ClientMessage#NO_ID} for a notification. */
  public void handleMessage(long nowNanos, long id, ClientMessage message) {
    throw new UnsupportedOperationException();
  }

  /** A frame that is not JSON; the third closes. */
  public void handleNotJson(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** A frame that is JSON, but refused by the codec. */
  public void handleFault(long nowNanos, long id, SignalFault fault) {
    throw new UnsupportedOperationException();
  }

  /** The room let it in. */
  public void handleWelcome(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** The room did not. */
  public void handleDenied(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Does what is due: heartbeats, silence, the end. */
  public void handleTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** The next thing to do; null when drained. */
  public @Nullable SessionEffect pollEffect() {
    throw new UnsupportedOperationException();
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} when nothing is. */
  public long pollTimeout() {
    throw new UnsupportedOperationException();
  }
}
