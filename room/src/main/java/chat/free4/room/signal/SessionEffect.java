package chat.free4.room.signal;

import chat.free4.room.access.Redemption;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.directory.DirectoryQuery;
import chat.free4.room.media.OfferDescription;

/** What a {@link SignalSession} wants done, in this order. */
public sealed interface SessionEffect {
  /** Answer a request. */
  record Reply(long id, ServerMessage.Result result) implements SessionEffect {}

  /** Answer with an error; {@link ClientMessage#NO_ID} goes out as {@code id: null}. */
  record Fail(long id, SignalFault fault) implements SessionEffect {}

  /** Send a notification. */
  record Notify(ServerMessage.Notification message) implements SessionEffect {}

  /**
   * Hand to the room's {@code handleEnter}; tell the session what came of it by {@link
   * SignalSession#handleWelcome} or {@link SignalSession#handleDenied}.
   */
  record EnterRoom(long id, Admission admission) implements SessionEffect {}

  /** Hand a verified offer to the room's {@code handleOffer}. */
  record OfferMedia(long id, OfferDescription offer) implements SessionEffect {}

  /** Hand to the room's {@code handleRequest}. */
  record ToRoom(long id, ClientMessage.InRoom message) implements SessionEffect {}

  /** Hand a verified description to the room's {@code handleDescribe}. */
  record DescribeRoom(long id, RoomDescription description) implements SessionEffect {}

  /** Answer with a page of the directory, and tell what changes on it; another page than before. */
  record WatchDirectory(long id, DirectoryQuery query) implements SessionEffect {}

  /** Tell no more of the directory. */
  record UnwatchDirectory() implements SessionEffect {}

  /** Hand to the {@code handleRedeem} of that room, if it is here; it fails the same if not. */
  record RedeemInvite(long id, Redemption asked) implements SessionEffect {}

  /** No word for two seconds: tell the room's {@code handleSilent}. */
  record Silent() implements SessionEffect {}

  /** A word again after silence: tell the room's {@code handleHeard}. */
  record Heard() implements SessionEffect {}

  /** A notification that is none of a client's: nothing to do but count it. */
  record Ignored() implements SessionEffect {}

  /** Close the WebSocket; nothing follows. */
  record Close(CloseCode code) implements SessionEffect {}
}
