package chat.free4.room.descriptor;

import java.util.Locale;

/** Why a descriptor or a chain was refused. */
public enum DescriptorDrop {
  /** More links or bytes than a chain has. */
  TOO_LONG,
  /** Not of the form. */
  MALFORMED,
  /** Of another room: no genesis, not this room's, or of another kind. */
  FOREIGN,
  /** Another version or predecessor than comes next. */
  ORDER,
  /** Signed by somebody whose word does not count. */
  SIGNER,
  /** Not signed by whom it names. */
  SIGNATURE,
  /** Older than what is known. */
  ROLLBACK,
  /** Not a continuation of what is known, and not above it. */
  FORK;

  /** The stable word for it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
