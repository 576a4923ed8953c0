package chat.free4.room;

import chat.free4.room.access.RoomId;
import chat.free4.room.media.MediaLoss;
import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * One room: who is in, what they say to each other, how they leave. Sans I/O and single-threaded:
 * after every {@code handle*} drain {@link #pollEffect()}, then ask {@link #pollTimeout()}.
 *
 * <p>How the server drives it, for one WebSocket with its {@link
 * chat.free4.room.signal.SignalSession}:
 *
 * <ol>
 *   <li>{@code SessionEffect.EnterRoom} becomes {@link #handleEnter}. The room checks everything,
 *       then has the offer answered by its {@link MediaNegotiator}, then lets the member in: the
 *       answer stands in {@link RoomEffect.Welcome}, followed by {@link RoomEffect.AddMedia} or
 *       {@link RoomEffect.RestartIce}. What is refused comes as {@link RoomEffect.Deny} and leaves
 *       nothing behind. Tell the SignalSession either way.
 *   <li>{@code SessionEffect.ToRoom} and {@code OfferMedia} become {@link #handleRequest} and
 *       {@link #handleOffer}, {@code Silent} and {@code Heard} their namesakes. Heartbeats do not
 *       reach the room: two thousand members would be two thousand inputs a second for nothing.
 *   <li>A closed WebSocket that was welcomed becomes {@link #handleSessionClosed}, whoever closed
 *       it. A session the room no longer knows is ignored everywhere.
 *   <li>After {@link RoomEffect.RoomEnded} the room is dropped; who enters next gets a new one.
 * </ol>
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RoomControl {
  /** {@link #pollTimeout()} when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * An empty room.
   *
   * @param name its canonical name
   * @param epoch of this server's media
   */
  public RoomControl(
      long nowNanos,
      RoomId id,
      String name,
      String epoch,
      RoomLimits limits,
      MediaNegotiator negotiator) {}

  /** A verified session wants in; answered by {@code Welcome} or {@code Deny}. */
  public void handleEnter(long nowNanos, long session, long id, Admission admission) {
    throw new UnsupportedOperationException();
  }

  /** A verified offer of a session that is in; answered by {@code Reply} or {@code Fail}. */
  public void handleOffer(long nowNanos, long session, long id, OfferDescription offer) {
    throw new UnsupportedOperationException();
  }

  /** A request of a session that is in; answered by {@code Reply} or {@code Fail}. */
  public void handleRequest(long nowNanos, long session, long id, ClientMessage.InRoom message) {
    throw new UnsupportedOperationException();
  }

  /** No word from a session for two seconds. */
  public void handleSilent(long nowNanos, long session) {
    throw new UnsupportedOperationException();
  }

  /** A word again from a session that was silent. */
  public void handleHeard(long nowNanos, long session) {
    throw new UnsupportedOperationException();
  }

  /** A WebSocket closed, with what code (RFC 6455 section 7.4; 1006 where there was none). */
  public void handleSessionClosed(long nowNanos, long session, int code) {
    throw new UnsupportedOperationException();
  }

  /** A member's voice can flow. */
  public void handleMediaConnected(long nowNanos, int member) {
    throw new UnsupportedOperationException();
  }

  /** A member's transport ended by itself. */
  public void handleMediaClosed(long nowNanos, int member, MediaLoss reason) {
    throw new UnsupportedOperationException();
  }

  /** Does what is due. */
  public void handleTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** The next thing to do; null when drained. */
  public @Nullable RoomEffect pollEffect() {
    throw new UnsupportedOperationException();
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} when nothing is. */
  public long pollTimeout() {
    throw new UnsupportedOperationException();
  }

  /** Members here, those waited for included. */
  public int memberCount() {
    throw new UnsupportedOperationException();
  }
}
