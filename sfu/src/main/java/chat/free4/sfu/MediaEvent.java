package chat.free4.sfu;

import chat.free4.rtc.peer.PeerEvent;

/** What a {@link MediaEngine} tells control. */
public sealed interface MediaEvent {
  /** Handle of the room. */
  long room();

  /** The member's voice can flow both ways. */
  record PeerConnected(long room, int member) implements MediaEvent {}

  /** Somebody talks in the room; told seldom, see {@link RoomMedia#TALK_INTERVAL_NANOS}. */
  record RoomTalked(long room) implements MediaEvent {}

  /**
   * A member has talked and was heard for so long since this was told last: see {@link FloorTime}.
   */
  record FloorHeld(long room, int member, int millis) implements MediaEvent {}

  /** The member's transport has ended and was removed. */
  record PeerClosed(long room, int member, PeerEvent.Reason reason) implements MediaEvent {}
}
