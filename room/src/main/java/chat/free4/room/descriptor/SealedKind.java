package chat.free4.room.descriptor;

import chat.free4.room.access.Bytes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Kinds of rooms that a server cannot read. */
public enum SealedKind {
  /** Whoever has the link enters. */
  UNLISTED,
  /** Link and password. */
  PRIVATE;

  /** As it is signed and sent. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a label in UTF-8; null for any other. */
  static @Nullable SealedKind of(Bytes label) {
    for (SealedKind kind : values()) {
      if (label.equals(Bytes.utf8(kind.label()))) {
        return kind;
      }
    }
    return null;
  }
}
