package chat.free4.room.access;

/**
 * What a device signs to enter a room: a challenge that is good once, on this session, at this
 * origin, for this room, with these DTLS certificates on both sides.
 *
 * @param clientFingerprint empty for one who only writes
 */
public record EnterProof(
    Bytes nonce,
    Bytes session,
    String origin,
    RoomId room,
    Bytes identity,
    Bytes device,
    Bytes clientFingerprint,
    Bytes serverFingerprint) {
  /** Label of the transcript. */
  static final String LABEL = "free4chat enter 1";

  /** Version of the room's descriptor; a public room has none. */
  private static final long NO_DESCRIPTOR = 0;

  /** What is signed. */
  public Bytes transcript() {
    return Transcript.of(LABEL)
        .add(nonce)
        .add(session)
        .addUtf8(origin)
        .add(room.value())
        .addU64(NO_DESCRIPTOR)
        .add(identity)
        .add(device)
        .add(clientFingerprint)
        .add(serverFingerprint)
        .toBytes();
  }

  /** True when the device signed. */
  public boolean verifies(Bytes proof) {
    return Ed25519.verify(device, transcript(), proof);
  }
}
