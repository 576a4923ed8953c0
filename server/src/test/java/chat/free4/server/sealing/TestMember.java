package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.signal.ServerMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** Somebody in a sealed room, whose keys follow from a word: it commits, as pages do. */
final class TestMember {
  static final RoomId ROOM = RoomId.ofPublic("sealed");

  final long number;
  final Bytes identitySeed;
  final Bytes deviceSeed;
  final Bytes sealingSecret;
  final SigningKey device;
  final DeviceCertificate certificate;
  final MemberId id;
  final SealingPair pair;
  private final @Nullable String robot;

  TestMember(long number, String name) {
    this(number, name, null);
  }

  TestMember(long number, String name, @Nullable String robot) {
    this.number = number;
    this.robot = robot;
    this.identitySeed = seed(name + " identity");
    this.deviceSeed = seed(name + " device");
    this.sealingSecret = seed(name + " sealing");
    SigningKey identity = SigningKey.ofSeed(identitySeed);
    this.device = SigningKey.ofSeed(deviceSeed);
    this.certificate = DeviceCertificate.issue(identity, device.publicKey());
    this.id = MemberId.of(certificate.identity(), certificate.device());
    this.pair = SealingPair.of(sealingSecret);
  }

  static Bytes seed(String word) {
    return Transcript.of("free4chat sealing test").addUtf8(word).sha256();
  }

  ServerMessage.MemberInfo info() {
    return new ServerMessage.MemberInfo(
        number,
        id.value(),
        certificate.identity(),
        certificate.device(),
        Bytes.EMPTY,
        false,
        "connected",
        false,
        robot);
  }

  RobotSeal seal() {
    return new RobotSeal(ROOM, device, certificate, pair, new CountingRandom());
  }

  ServerMessage.SealedMember shown() {
    return new ServerMessage.SealedMember(number, seal().shown(), null, null);
  }

  /** The hash of those whom a secret is sealed to, by the words of protocol/epochs.md. */
  static Bytes rosterHash(List<TestMember> members) {
    Transcript all = Transcript.of("free4chat roster 1").add(ROOM.value());
    members.stream().map(TestMember::entry).sorted(Comparator.naturalOrder()).forEach(all::add);
    return all.sha256();
  }

  private Bytes entry() {
    return concat(id.value(), pair.publicKey());
  }

  /** A commit to these, its ephemeral keys following from the epoch. */
  Bytes commit(long epoch, Bytes previous, Bytes secret, List<TestMember> members) {
    Bytes roster = rosterHash(members);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(1);
    body.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(epoch).array());
    body.writeBytes(id.value().toArray());
    body.writeBytes(roster.toArray());
    body.writeBytes(previous.toArray());
    body.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(members.size()).array());
    for (TestMember member : members) {
      Bytes info =
          Transcript.of("free4chat epoch secret 1")
              .add(ROOM.value())
              .addU64(epoch)
              .add(id.value())
              .add(roster)
              .add(previous)
              .add(member.id.value())
              .toBytes();
      body.writeBytes(member.id.value().toArray());
      body.writeBytes(box(member, info, secret, "ephemeral " + epoch + " " + member.number));
    }
    Bytes unsigned = Bytes.of(body.toByteArray());
    Bytes signed = Transcript.of("free4chat commit 1").add(ROOM.value()).add(unsigned).toBytes();
    return concat(unsigned, device.sign(signed));
  }

  private static byte[] box(TestMember to, Bytes info, Bytes secret, String ephemeral) {
    HPKE hpke =
        new HPKE(
            HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
    X25519PrivateKeyParameters own = new X25519PrivateKeyParameters(seed(ephemeral).toArray());
    try {
      HPKEContextWithEncapsulation context =
          hpke.setupBaseS(
              new X25519PublicKeyParameters(to.pair.publicKey().toArray()),
              info.toArray(),
              new AsymmetricCipherKeyPair(own.generatePublicKey(), own));
      byte[] sealed = context.seal(new byte[0], secret.toArray());
      return concat(Bytes.of(context.getEncapsulation()), Bytes.of(sealed)).toArray();
    } catch (InvalidCipherTextException e) {
      throw new AssertionError(e);
    }
  }

  static Bytes concat(Bytes first, Bytes second) {
    return Bytes.of(
        ByteBuffer.allocate(first.length() + second.length())
            .put(first.toArray())
            .put(second.toArray())
            .array());
  }

  /** The keys of an epoch as this member derives them from a commit. */
  EpochKeys keys(Bytes commit) {
    Commit read = Objects.requireNonNull(Commit.read(commit));
    Bytes secret = Objects.requireNonNull(read.open(ROOM, id, pair));
    return EpochKeys.of(read.epoch(), read.hash(ROOM), secret);
  }
}
