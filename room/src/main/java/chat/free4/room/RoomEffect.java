package chat.free4.room;

import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;

/**
 * What a {@link RoomControl} wants done, in this order. {@code session} is the handle that the
 * server gave a WebSocket, {@code id} the request answered, {@code member} a member's number
 * (unsigned 32 bits).
 */
public sealed interface RoomEffect {
  /** The session is in: answer its {@code enter}. */
  record Welcome(long session, long id, ServerMessage.EnterResult result) implements RoomEffect {}

  /** The session is not in, and the room has forgotten it: answer its {@code enter}. */
  record Deny(long session, long id, SignalFault fault) implements RoomEffect {}

  /** The session knocks: answer its {@code enter} so, and tell the room when it closes. */
  record Knocking(long session, long id) implements RoomEffect {}

  /** Answer a request. */
  record Reply(long session, long id, ServerMessage.Result result) implements RoomEffect {}

  /** Answer a request with an error. */
  record Fail(long session, long id, SignalFault fault) implements RoomEffect {}

  /** Send a notification to one. */
  record Notify(long session, ServerMessage.Notification message) implements RoomEffect {}

  /** Send a notification to many; encode it once. */
  record Broadcast(Sessions to, ServerMessage.Notification message) implements RoomEffect {}

  /** Close a WebSocket; the room has forgotten it. */
  record CloseSession(long session, CloseCode code) implements RoomEffect {}

  /** Start a member's transport; it replaces the one it had. */
  record AddMedia(int member, MediaTransport transport) implements RoomEffect {}

  /** New ICE credentials for the transport the member has. */
  record RestartIce(int member, MediaTransport transport) implements RoomEffect {}

  /** End a member's transport. */
  record RemoveMedia(int member) implements RoomEffect {}

  /** Stop or resume {@code speaker}'s packets for {@code listener} alone. */
  record MuteForListener(int listener, int speaker, boolean muted) implements RoomEffect {}

  /** Forward a member's voice under this SFrame key id too. */
  record RegisterKey(int member, long kid) implements RoomEffect {}

  /** Stop or resume a member's packets for everybody; survives its transports. */
  record Silence(int member, boolean silenced) implements RoomEffect {}

  /** The member is gone for good: end its transport, if any, and forget its mutes. */
  record ForgetMember(int member) implements RoomEffect {}

  /**
   * A member wants a robot: have it come in by {@link RoomControl#handleRobot}, or answer why not.
   */
  record AddRobot(long session, long id, String robot, String language) implements RoomEffect {}

  /**
   * A member wants a text said as its own voice: have it said, or answer why not.
   *
   * @param text empty: answer whether it would be
   * @param voice from deep to high
   */
  record SayText(long session, long id, int member, String text, String language, int voice)
      implements RoomEffect {}

  /** A sealed room has another chain: remember it instead of the former. */
  record ChainChanged(DescriptorChain chain) implements RoomEffect {}

  /** Nobody is here any more: drop the room. Nothing follows. */
  record RoomEnded() implements RoomEffect {}
}
