package chat.free4.room.access;

/**
 * Which room is meant. Opaque; the name is another thing.
 *
 * @param value the first 16 bytes of SHA-256(transcript("free4chat room 1", kind, name))
 */
public record RoomId(Bytes value) {
  /** Length in bytes. */
  public static final int BYTES = 16;

  /** Label of the transcript. */
  static final String LABEL = "free4chat room 1";

  /** Checks the length. */
  public RoomId {
    if (value.length() != BYTES) {
      throw new IllegalArgumentException("room id of " + value.length() + " bytes");
    }
  }

  /** The public room of a canonical name ({@link RoomName#canonical}). */
  public static RoomId ofPublic(String canonicalName) {
    return new RoomId(
        Transcript.of(LABEL).addUtf8("public").addUtf8(canonicalName).sha256().slice(0, BYTES));
  }
}
