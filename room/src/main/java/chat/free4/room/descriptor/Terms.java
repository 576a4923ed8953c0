package chat.free4.room.descriptor;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import java.util.Arrays;
import java.util.List;

/**
 * What a descriptor says, before somebody signs it (protocol/sealed-rooms.md, "The descriptor").
 *
 * @param version counts from 1
 * @param previous hash of the descriptor before; empty in the genesis
 * @param owner an identity
 * @param deputies identities, ascending, without the owner
 * @param verifier the public half of the proof key
 * @param limit most members; 0 for no limit of its own
 * @param follower the id of the room that takes this one's place; empty for none
 * @param wrapped the room key, which the server cannot read
 * @param sealed the words, which it cannot read either
 */
public record Terms(
    SealedKind kind,
    long version,
    Bytes previous,
    Bytes owner,
    List<Bytes> deputies,
    Bytes verifier,
    int limit,
    Bytes follower,
    Bytes wrapped,
    Bytes sealed) {
  /** Most deputies. */
  public static final int MAX_DEPUTIES = 8;

  /** Most members that a descriptor can name. */
  public static final int MAX_LIMIT = 200;

  /** A room for fewer is none. */
  static final int MIN_LIMIT = 2;

  /** Bytes of a hash. */
  static final int HASH_BYTES = 32;

  /** An iv, 32 bytes under AES-GCM, and the tag. */
  static final int WRAPPED_BYTES = 12 + 32 + 16;

  /** Least, and step, of what is sealed: its length says little of the words. */
  static final int PADDING_BYTES = 64;

  /** Most bytes of words that are sealed. */
  static final int MAX_SEALED_WORDS = 2_048;

  /** An iv and a tag. */
  static final int SEALED_OVERHEAD = 12 + 16;

  /** Label of the transcript. */
  static final String LABEL = "free4chat descriptor 1";

  /** Makes the list immutable. */
  public Terms {
    deputies = List.copyOf(deputies);
  }

  /** Signs them with a device of {@code certificate}'s identity. */
  public Descriptor sign(DeviceCertificate certificate, SigningKey device) {
    return new Descriptor(this, certificate, device.sign(transcript(certificate)));
  }

  /** What is signed and hashed. */
  Bytes transcript(DeviceCertificate signer) {
    Transcript transcript =
        Transcript.of(LABEL)
            .addUtf8(kind.label())
            .addU64(version)
            .add(previous)
            .add(owner)
            .add(joined(deputies))
            .add(verifier)
            .addU64(limit)
            .add(follower)
            .add(wrapped)
            .add(sealed);
    return transcript.add(signer.identity()).add(signer.device()).add(signer.signature()).toBytes();
  }

  /** True where every part has a length and a value that it may have. */
  boolean holds() {
    return version >= 1
        && version <= DescriptorChain.MAX_VERSION
        && (previous.length() == 0 || previous.length() == HASH_BYTES)
        && (limit == 0 || (limit >= MIN_LIMIT && limit <= MAX_LIMIT))
        && (follower.length() == 0 || follower.length() == RoomId.BYTES)
        && deputies.size() <= MAX_DEPUTIES
        && !deputies.contains(owner)
        && isAscending(deputies)
        && isPadded(sealed.length() - SEALED_OVERHEAD);
  }

  private static boolean isPadded(int words) {
    return words > 0 && words <= MAX_SEALED_WORDS && words % PADDING_BYTES == 0;
  }

  private static boolean isAscending(List<Bytes> keys) {
    for (int i = 1; i < keys.size(); i++) {
      if (Arrays.compareUnsigned(keys.get(i - 1).toArray(), keys.get(i).toArray()) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static Bytes joined(List<Bytes> keys) {
    byte[] all = new byte[keys.size() * Ed25519.KEY_BYTES];
    for (int i = 0; i < keys.size(); i++) {
      System.arraycopy(keys.get(i).toArray(), 0, all, i * Ed25519.KEY_BYTES, Ed25519.KEY_BYTES);
    }
    return Bytes.of(all);
  }
}
