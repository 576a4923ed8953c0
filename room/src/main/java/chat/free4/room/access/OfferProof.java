package chat.free4.room.access;

/** What a device signs with an offer made in a room: which DTLS certificates belong together. */
public record OfferProof(
    Bytes session,
    RoomId room,
    Bytes identity,
    Bytes device,
    Bytes clientFingerprint,
    Bytes serverFingerprint) {
  /** Label of the transcript. */
  static final String LABEL = "free4chat offer 1";

  /** What is signed. */
  public Bytes transcript() {
    return Transcript.of(LABEL)
        .add(session)
        .add(room.value())
        .add(identity)
        .add(device)
        .add(clientFingerprint)
        .add(serverFingerprint)
        .toBytes();
  }

  /** True when the device signed. */
  public boolean verifies(Bytes signature) {
    return Ed25519.verify(device, transcript(), signature);
  }
}
