package chat.free4.room.access;

/**
 * Who a member is: an identity on a device. Survives reconnects and server restarts.
 *
 * @param value the first 16 bytes of SHA-256(transcript("free4chat member 1", identity, device))
 */
public record MemberId(Bytes value) {
  /** Length in bytes. */
  public static final int BYTES = 16;

  /** Label of the transcript. */
  static final String LABEL = "free4chat member 1";

  /** Checks the length. */
  public MemberId {
    if (value.length() != BYTES) {
      throw new IllegalArgumentException("member id of " + value.length() + " bytes");
    }
  }

  /** The member that an identity is on a device. */
  public static MemberId of(Bytes identity, Bytes device) {
    return new MemberId(Transcript.of(LABEL).add(identity).add(device).sha256().slice(0, BYTES));
  }
}
