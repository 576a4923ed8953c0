package chat.free4.server.support;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.descriptor.Descriptor;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.SealedKind;
import chat.free4.room.descriptor.Terms;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody holds of a sealed room: its chain, and the key that link and password lead to, here
 * made from a word. What is sealed is no words of anybody.
 *
 * @param links the chain
 * @param password stands for link and password
 */
public record SealedLink(List<Descriptor> links, String password) {
  private static final String OWNER = "owner";

  /** A new room. */
  public static SealedLink create(String password) {
    Terms terms =
        new Terms(
            SealedKind.PRIVATE,
            1,
            Bytes.EMPTY,
            key(OWNER).publicKey(),
            List.of(),
            key(password).publicKey(),
            0,
            Bytes.EMPTY,
            Bytes.of(new byte[60]),
            Bytes.of(new byte[28 + 64]));
    return new SealedLink(List.of(signed(terms)), password);
  }

  /** With another password. */
  public SealedLink change(String newPassword) {
    Terms terms = links.getLast().terms();
    Terms next =
        new Terms(
            terms.kind(),
            terms.version() + 1,
            links.getLast().hash(),
            terms.owner(),
            terms.deputies(),
            key(newPassword).publicKey(),
            terms.limit(),
            terms.follower(),
            terms.wrapped(),
            terms.sealed());
    List<Descriptor> longer = new ArrayList<>(links);
    longer.add(signed(next));
    return new SealedLink(longer, newPassword);
  }

  /** The room. */
  public RoomId id() {
    return DescriptorChain.roomOf(links.getFirst());
  }

  /** The proof that opens the door. */
  public Bytes doorProof(EnterProof proof) {
    return key(password).sign(proof.doorTranscript());
  }

  /** The newest link as it travels. */
  public Bytes newest() {
    return links.getLast().encode();
  }

  /** What {@code enter} says with the link alone; hello has been said. */
  public ObjectNode byLink(SignalClient client) {
    EnterProof proof = client.sealedProof(id(), 0);
    return client.sealedParams(proof, doorProof(proof));
  }

  /** What {@code enter} says by one who has been inside, or makes the room. */
  public ObjectNode withChain(SignalClient client) {
    EnterProof proof = client.sealedProof(id(), links.size());
    ObjectNode params = client.sealedParams(proof, doorProof(proof));
    links.forEach(link -> params.withArray("chain").add(link.encode().toBase64Url()));
    return params;
  }

  private static Descriptor signed(Terms terms) {
    SigningKey device = key("device of " + OWNER);
    return terms.sign(DeviceCertificate.issue(key(OWNER), device.publicKey()), device);
  }

  private static SigningKey key(String word) {
    return SigningKey.ofSeed(Transcript.of("free4chat sealed test").addUtf8(word).sha256());
  }
}
