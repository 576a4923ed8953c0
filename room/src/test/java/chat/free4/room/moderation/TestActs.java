package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;

/** People with keys, and what they do, for tests. */
public final class TestActs {
  public static final RoomId ROOM = RoomId.ofPublic("test");
  public static final Bytes ROOT = Bytes.of(new byte[SignedAct.HASH_BYTES]);

  private TestActs() {}

  /** Somebody with an identity and a device. */
  public record Actor(SigningKey identity, SigningKey device, DeviceCertificate certificate) {
    /** Always the same one for a name. */
    public static Actor of(String name) {
      SigningKey identity = SigningKey.ofSeed(seed(name + " identity"));
      SigningKey device = SigningKey.ofSeed(seed(name + " device"));
      return new Actor(identity, device, DeviceCertificate.issue(identity, device.publicKey()));
    }

    private static Bytes seed(String word) {
      return Transcript.of("free4chat test").addUtf8(word).sha256();
    }

    /** Its public key. */
    public Bytes id() {
      return certificate.identity();
    }

    /** Signs what follows an act. */
    public Bytes act(long number, Bytes previous, ActKind kind, Bytes subject, long value) {
      return act(ROOM, number, previous, new SignedAct.Deed(kind, subject, value));
    }

    /** The same in another room. */
    public Bytes act(RoomId room, long number, Bytes previous, SignedAct.Deed deed) {
      return SignedAct.sign(device, certificate, room, number, previous, deed).encode();
    }

    /** Signs what follows the newest act of a ledger. */
    public Bytes act(ActLedger after, ActKind kind, Bytes subject, long value) {
      return act(after.nextNumber(), after.head(), kind, subject, value);
    }
  }

  /** An act that was never signed, for what does not look. */
  static SignedAct unsigned(ActKind kind, Bytes subject, long value) {
    Actor nobody = Actor.of("nobody");
    return new SignedAct(kind, ROOM, 1, ROOT, nobody.certificate(), subject, value, Bytes.EMPTY);
  }
}
