package chat.free4.room.descriptor;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.RoomId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room's verified chain from its genesis to its newest descriptor, immutable
 * (protocol/sealed-rooms.md, "The chain"). Its order is (version, hash); no clock has a say.
 */
public final class DescriptorChain {
  /** Most links. */
  public static final int MAX_LINKS = 64;

  /** Most bytes of all links together: with an offer they fit into a frame. */
  public static final int MAX_BYTES = 36_864;

  /** The first version is 1, so this is the last. */
  static final long MAX_VERSION = MAX_LINKS;

  private final RoomId room;
  private final List<Link> links;
  private final int bytes;

  /** A descriptor with what it travels as and is named by. */
  private record Link(Descriptor descriptor, Bytes bytes, Bytes hash) {}

  /** What came of reading or of comparing. */
  public sealed interface Reading {
    /** It holds. */
    record Accepted(DescriptorChain chain) implements Reading {}

    /** It does not. */
    record Refused(DescriptorDrop reason) implements Reading {}
  }

  private DescriptorChain(RoomId room, List<Link> links) {
    this.room = room;
    this.links = List.copyOf(links);
    this.bytes = links.stream().mapToInt(link -> link.bytes.length()).sum();
  }

  /** The room that a genesis is of. */
  public static RoomId roomOf(Descriptor genesis) {
    return new RoomId(genesis.hash().slice(0, RoomId.BYTES));
  }

  /**
   * Reads and verifies a chain.
   *
   * @param known a chain of this room: what both share has been verified before
   */
  public static Reading read(RoomId room, List<Bytes> encoded, @Nullable DescriptorChain known) {
    int bytes = encoded.stream().mapToInt(Bytes::length).sum();
    if (encoded.size() > MAX_LINKS || bytes > MAX_BYTES) {
      return new Reading.Refused(DescriptorDrop.TOO_LONG);
    }
    if (encoded.isEmpty()) {
      return new Reading.Refused(DescriptorDrop.MALFORMED);
    }
    List<Link> links = new ArrayList<>(encoded.size());
    Set<DeviceCertificate> certified = new HashSet<>();
    for (Bytes each : encoded) {
      Link shared = known == null ? null : known.linkAt(links.size(), each);
      if (shared != null) {
        links.add(shared);
        continue;
      }
      Descriptor descriptor = Descriptor.decode(each);
      if (descriptor == null) {
        return new Reading.Refused(DescriptorDrop.MALFORMED);
      }
      Link link = new Link(descriptor, each, descriptor.hash());
      DescriptorDrop drop = check(room, links, link, certified);
      if (drop != null) {
        return new Reading.Refused(drop);
      }
      links.add(link);
    }
    return new Reading.Accepted(new DescriptorChain(room, links));
  }

  /** The chain with one more link. */
  public Reading append(Bytes encoded) {
    List<Bytes> all = new ArrayList<>(encoded());
    all.add(encoded);
    return read(room, all, this);
  }

  /**
   * What holds for one who has seen this chain and is shown another of the same room: the other
   * where it is newer, this one where it is the same, or why the other is refused.
   */
  public Reading shown(DescriptorChain other) {
    int shared = 0;
    int shorter = Math.min(links.size(), other.links.size());
    while (shared < shorter && hashAt(shared).equals(other.hashAt(shared))) {
      shared++;
    }
    if (shared == links.size()) {
      return new Reading.Accepted(other.links.size() == shared ? this : other);
    }
    if (shared == other.links.size()) {
      return new Reading.Refused(DescriptorDrop.ROLLBACK);
    }
    return other.isSignedFrom(shared, newest().terms().owner()) && isBelow(other)
        ? new Reading.Accepted(other)
        : new Reading.Refused(DescriptorDrop.FORK);
  }

  /** Which room's. */
  public RoomId room() {
    return room;
  }

  /** The last link. */
  public Descriptor newest() {
    return links.getLast().descriptor;
  }

  /** What all links say, in order. */
  public List<Terms> terms() {
    return links.stream().map(link -> link.descriptor.terms()).toList();
  }

  /** True when {@code hash} is that of one of the links. */
  public boolean holds(Bytes hash) {
    return links.stream().anyMatch(link -> link.hash.equals(hash));
  }

  /** The hash of the last link. */
  public Bytes newestHash() {
    return links.getLast().hash;
  }

  /** As it travels. */
  public List<Bytes> encoded() {
    return links.stream().map(Link::bytes).toList();
  }

  /** Bytes of all links. */
  public int bytes() {
    return bytes;
  }

  private static @Nullable DescriptorDrop check(
      RoomId room, List<Link> before, Link link, Set<DeviceCertificate> certified) {
    Terms terms = link.descriptor.terms();
    if (before.isEmpty()) {
      boolean genesis = terms.version() == 1 && terms.previous().length() == 0;
      if (!genesis || !roomOf(link.descriptor).equals(room)) {
        return DescriptorDrop.FOREIGN;
      }
      if (!link.descriptor.signer().equals(terms.owner())) {
        return DescriptorDrop.SIGNER;
      }
    } else {
      Link last = before.getLast();
      Terms former = last.descriptor.terms();
      if (terms.kind() != former.kind()) {
        return DescriptorDrop.FOREIGN;
      }
      if (terms.version() != former.version() + 1 || !terms.previous().equals(last.hash)) {
        return DescriptorDrop.ORDER;
      }
      if (!maySign(former, terms, link.descriptor.signer())) {
        return DescriptorDrop.SIGNER;
      }
    }
    DeviceCertificate certificate = link.descriptor.certificate();
    boolean signed =
        (certified.contains(certificate) || certificate.verifies())
            && link.descriptor.isSignedByDevice();
    certified.add(certificate);
    return signed ? null : DescriptorDrop.SIGNATURE;
  }

  /** The owner as it was; or one of the deputies as they were, where neither changes. */
  private static boolean maySign(Terms former, Terms next, Bytes signer) {
    return signer.equals(former.owner())
        || (former.deputies().contains(signer)
            && next.owner().equals(former.owner())
            && next.deputies().equals(former.deputies()));
  }

  private @Nullable Link linkAt(int index, Bytes encoded) {
    return index < links.size() && links.get(index).bytes.equals(encoded) ? links.get(index) : null;
  }

  private Bytes hashAt(int index) {
    return links.get(index).hash;
  }

  private boolean isSignedFrom(int index, Bytes identity) {
    return links.subList(index, links.size()).stream()
        .allMatch(link -> link.descriptor.signer().equals(identity));
  }

  private boolean isBelow(DescriptorChain other) {
    int byVersion = Integer.compare(links.size(), other.links.size());
    return byVersion < 0
        || (byVersion == 0
            && Arrays.compareUnsigned(newestHash().toArray(), other.newestHash().toArray()) < 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DescriptorChain that
        && room.equals(that.room)
        && newestHash().equals(that.newestHash());
  }

  @Override
  public int hashCode() {
    return Objects.hash(room, newestHash());
  }
}
