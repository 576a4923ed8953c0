package chat.free4.room.access;

/**
 * An identity's word for a device: its signature over transcript("free4chat device 1", device).
 *
 * @param identity Ed25519 public key
 * @param device Ed25519 public key
 * @param signature 64 bytes
 */
public record DeviceCertificate(Bytes identity, Bytes device, Bytes signature) {
  /** Label of the transcript. */
  static final String LABEL = "free4chat device 1";

  /** Certifies a device. */
  public static DeviceCertificate issue(SigningKey identity, Bytes device) {
    return new DeviceCertificate(identity.publicKey(), device, identity.sign(transcript(device)));
  }

  /** True when both keys are keys and the identity signed. */
  public boolean verifies() {
    return Ed25519.isCanonicalOfLargeOrder(device)
        && Ed25519.verify(identity, transcript(device), signature);
  }

  private static Bytes transcript(Bytes device) {
    return Transcript.of(LABEL).add(device).toBytes();
  }
}
