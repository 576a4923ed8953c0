package chat.free4.room.access;

/**
 * What is signed to enter a room: a challenge that is good once, on this session, at this origin,
 * for this room, with these DTLS certificates on both sides. The device signs it, and for a sealed
 * room the key that link and password lead to as well, under a label of its own.
 *
 * @param version of the newest descriptor that the entrant has seen; 0 in a public room
 * @param clientFingerprint empty for one who only writes
 */
public record EnterProof(
    Bytes nonce,
    Bytes session,
    String origin,
    RoomId room,
    long version,
    Bytes identity,
    Bytes device,
    Bytes clientFingerprint,
    Bytes serverFingerprint) {
  /** Label of the transcript. */
  static final String LABEL = "free4chat enter 1";

  /** Label of what the proof key signs. */
  static final String DOOR_LABEL = "free4chat door 1";

  /** A public room has no descriptor. */
  private static final long NO_DESCRIPTOR = 0;

  /** For a public room. */
  public EnterProof(
      Bytes nonce,
      Bytes session,
      String origin,
      RoomId room,
      Bytes identity,
      Bytes device,
      Bytes clientFingerprint,
      Bytes serverFingerprint) {
    this(
        nonce,
        session,
        origin,
        room,
        NO_DESCRIPTOR,
        identity,
        device,
        clientFingerprint,
        serverFingerprint);
  }

  /** What the device signs. */
  public Bytes transcript() {
    return transcript(LABEL);
  }

  /** What the proof key of a sealed room signs. */
  public Bytes doorTranscript() {
    return transcript(DOOR_LABEL);
  }

  /** True when the device signed. */
  public boolean verifies(Bytes proof) {
    return Ed25519.verify(device, transcript(), proof);
  }

  private Bytes transcript(String label) {
    return Transcript.of(label)
        .add(nonce)
        .add(session)
        .addUtf8(origin)
        .add(room.value())
        .addU64(version)
        .add(identity)
        .add(device)
        .add(clientFingerprint)
        .add(serverFingerprint)
        .toBytes();
  }
}
