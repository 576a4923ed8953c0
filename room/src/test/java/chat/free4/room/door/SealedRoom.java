package chat.free4.room.door;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.descriptor.Descriptor;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.SealedKind;
import chat.free4.room.descriptor.Terms;
import chat.free4.room.signal.Knock;
import java.util.ArrayList;
import java.util.List;

/** A sealed room as its owner has it, with keys from words; each change makes another. */
public final class SealedRoom {
  private final List<Descriptor> links;
  private final String password;

  private SealedRoom(List<Descriptor> links, String password) {
    this.links = links;
    this.password = password;
  }

  /** A new one; {@code limit} 0 is none. */
  public static SealedRoom create(String owner, String password, int limit) {
    Terms terms =
        new Terms(
            SealedKind.PRIVATE,
            1,
            Bytes.EMPTY,
            key(owner).publicKey(),
            List.of(),
            key(password).publicKey(),
            limit,
            Bytes.EMPTY,
            filled(60),
            filled(28 + 64));
    return new SealedRoom(List.of(signed(terms, owner)), password);
  }

  /** With another password, signed by {@code signer}. */
  public SealedRoom change(String signer, String newPassword) {
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
    longer.add(signed(next, signer));
    return new SealedRoom(longer, newPassword);
  }

  /** With another owner, and whom it lets speak for it, signed by {@code signer}. */
  public SealedRoom handOver(String signer, String heir, List<String> deputies) {
    Terms terms = links.getLast().terms();
    Terms next =
        new Terms(
            terms.kind(),
            terms.version() + 1,
            links.getLast().hash(),
            key(heir).publicKey(),
            deputies.stream().map(name -> key(name).publicKey()).sorted().toList(),
            terms.verifier(),
            terms.limit(),
            terms.follower(),
            terms.wrapped(),
            terms.sealed());
    List<Descriptor> longer = new ArrayList<>(links);
    longer.add(signed(next, signer));
    return new SealedRoom(longer, password);
  }

  /** The room. */
  public RoomId id() {
    return DescriptorChain.roomOf(links.getFirst());
  }

  /** As it travels. */
  public List<Bytes> encoded() {
    return links.stream().map(Descriptor::encode).toList();
  }

  /** As it is read. */
  public DescriptorChain chain() {
    return ((DescriptorChain.Reading.Accepted) DescriptorChain.read(id(), encoded(), null)).chain();
  }

  /** By one who has never been inside. */
  Knock byLink() {
    return knock(0, List.of());
  }

  /** By one who has been. */
  Knock withChain() {
    return knock(links.size(), encoded());
  }

  Knock knock(long version, List<Bytes> chain) {
    Bytes transcript = Transcript.of("what must be signed").addU64(version).toBytes();
    return new Knock(version, chain, transcript, key(password).sign(transcript));
  }

  private static Descriptor signed(Terms terms, String signer) {
    SigningKey device = key(signer + "'s device");
    return terms.sign(DeviceCertificate.issue(key(signer), device.publicKey()), device);
  }

  private static SigningKey key(String word) {
    return SigningKey.ofSeed(Transcript.of("free4chat test").addUtf8(word).sha256());
  }

  private static Bytes filled(int length) {
    return Bytes.of(new byte[length]);
  }
}
