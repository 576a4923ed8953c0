package chat.free4.room.signal;

import chat.free4.room.TestMedia;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.OfferProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.RoomName;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.description.DescribeProof;
import chat.free4.room.description.RoomDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The browser's part of entering, with keys from a name. */
public final class TestClient {
  /** Where the page is from. */
  public static final String ORIGIN = "https://chat.example";

  private final SigningKey device;
  private final DeviceCertificate certificate;

  /** Somebody of that name. */
  public TestClient(String name) {
    SigningKey identity = SigningKey.ofSeed(seed(name + " identity"));
    device = SigningKey.ofSeed(seed(name + " device"));
    certificate = DeviceCertificate.issue(identity, device.publicKey());
  }

  /** Says who it is. */
  public ClientMessage.Hello hello() {
    return new ClientMessage.Hello(
        1, certificate.identity(), certificate.device(), certificate.signature());
  }

  /** Wants into a room, with the proof that the challenge asks for. */
  public ClientMessage.Enter enter(
      ServerMessage.HelloResult challenge, String room, @Nullable String offer) {
    EnterProof proof =
        new EnterProof(
            challenge.nonce(),
            challenge.session(),
            ORIGIN,
            roomId(room),
            certificate.identity(),
            certificate.device(),
            offer == null ? Bytes.EMPTY : TestMedia.FINGERPRINT,
            challenge.fingerprint());
    return new ClientMessage.Enter(
        "public", room, device.sign(proof.transcript()), Bytes.utf8("profile"), null, offer);
  }

  /** Offers anew. */
  public ClientMessage.MediaOffer offer(
      ServerMessage.HelloResult challenge, String room, String offer) {
    OfferProof proof =
        new OfferProof(
            challenge.session(),
            roomId(room),
            certificate.identity(),
            certificate.device(),
            TestMedia.FINGERPRINT,
            challenge.fingerprint());
    return new ClientMessage.MediaOffer(offer, device.sign(proof.transcript()));
  }

  /** Describes a room, in words that are canonical. */
  public ClientMessage.RoomDescribe describe(
      ServerMessage.HelloResult challenge, String room, RoomDescription description) {
    DescribeProof proof =
        new DescribeProof(
            challenge.session(),
            roomId(room),
            certificate.identity(),
            certificate.device(),
            description);
    return new ClientMessage.RoomDescribe(
        description.topic(),
        description.tags(),
        description.language(),
        device.sign(proof.transcript()));
  }

  /** The certificate it shows. */
  public DeviceCertificate certificate() {
    return certificate;
  }

  private static RoomId roomId(String room) {
    return RoomId.ofPublic(Objects.requireNonNullElse(RoomName.canonical(room), room));
  }

  private static Bytes seed(String word) {
    return Transcript.of("free4chat test").addUtf8(word).sha256();
  }
}
