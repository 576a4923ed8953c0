package chat.free4.room.moderation;

import chat.free4.room.signal.SignalError;

/** Why an act was refused. */
public enum ActDrop {
  /** Another length or version, an unknown kind, a value or subject that the kind has not. */
  MALFORMED(SignalError.ACT_MALFORMED),
  /** It is for another room. */
  WRONG_ROOM(SignalError.ACT_WRONG_ROOM),
  /** The identity did not certify the device, or the device did not sign. */
  FORGED(SignalError.ACT_FORGED),
  /** It is in the chain already. */
  KNOWN(SignalError.ACT_KNOWN),
  /** What it follows is not in the chain, or too long ago. */
  UNLINKED(SignalError.ACT_UNLINKED),
  /** Its actor may not do that. */
  NOT_ALLOWED(SignalError.ACT_NOT_ALLOWED),
  /** The chain has as many acts as it takes. */
  FULL(SignalError.ACTS_FULL);

  private final SignalError error;

  ActDrop(SignalError error) {
    this.error = error;
  }

  /** What a request with such an act is answered with. */
  public SignalError error() {
    return error;
  }
}
