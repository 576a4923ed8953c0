package chat.free4.room.vectors;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;

/** Three people and a room, from fixed seeds. */
final class Fixtures {
  static final Person ALICE = Person.of("alice");
  static final Person BOB = Person.of("bob");
  static final Person CAROL = Person.of("carol");
  static final RoomId ROOM = RoomId.ofPublic("coffee break");
  static final Bytes NONCE = seed("nonce");
  static final Bytes SESSION = seed("session").slice(0, 16);
  static final Bytes CLIENT_FINGERPRINT = seed("client fingerprint");
  static final Bytes SERVER_FINGERPRINT = seed("server fingerprint");
  static final String ORIGIN = "https://chat.example";

  private Fixtures() {}

  /** 32 bytes for a word: anyone can make them again. */
  static Bytes seed(String word) {
    return Transcript.of("free4chat vector").addUtf8(word).sha256();
  }

  /** Somebody with keys. */
  record Person(
      Bytes identitySeed,
      SigningKey identity,
      Bytes deviceSeed,
      SigningKey device,
      DeviceCertificate certificate) {
    static Person of(String name) {
      Bytes identitySeed = seed(name + " identity");
      Bytes deviceSeed = seed(name + " device");
      SigningKey identity = SigningKey.ofSeed(identitySeed);
      SigningKey device = SigningKey.ofSeed(deviceSeed);
      return new Person(
          identitySeed,
          identity,
          deviceSeed,
          device,
          DeviceCertificate.issue(identity, device.publicKey()));
    }

    MemberId member() {
      return MemberId.of(identity.publicKey(), device.publicKey());
    }
  }
}
