package chat.free4.room.log;

/** Why a signed entry was refused. */
public enum EntryDrop {
  /** Shorter than its head. */
  TOO_SHORT,
  /** Another version than 1. */
  VERSION,
  /** The sequence is 0 or over 2^53 - 1. */
  SEQUENCE,
  /** The identity did not certify the device. */
  CERTIFICATE,
  /** The device did not sign this body for this room and document. */
  SIGNATURE
}
