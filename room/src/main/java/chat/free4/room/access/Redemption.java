package chat.free4.room.access;

/**
 * Somebody wants a sealed room's keys by an invite. Who holds the invite's link has its private key
 * and signs who they are and what the keys shall be sealed to: so neither can be another's.
 *
 * @param invite the invite's public key
 * @param sealingKey an X25519 key
 */
public record Redemption(
    RoomId room, Bytes invite, Bytes identity, Bytes device, Bytes sealingKey, Bytes proof) {
  /** Bytes of the key to be sealed to. */
  public static final int SEALING_KEY_BYTES = 32;

  /** Label of the transcript. */
  static final String LABEL = "free4chat redeem 1";

  /** What is signed. */
  public Bytes transcript() {
    return Transcript.of(LABEL)
        .add(room.value())
        .add(invite)
        .add(identity)
        .add(device)
        .add(sealingKey)
        .toBytes();
  }

  /** True when the invite's key signed. */
  public boolean verifies() {
    return Ed25519.verify(invite, transcript(), proof);
  }
}
