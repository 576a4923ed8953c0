package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is derived from an epoch's secret (protocol/epochs.md, "Voice" and "Profiles and the log").
 *
 * @param hash of the commit
 * @param secret which everything is derived from
 */
record EpochKeys(long epoch, Bytes hash, Bytes secret) {
  /** So much of a commit's hash names its epoch. */
  static final int ID_BYTES = 16;

  private static final byte VERSION = 2;
  private static final int IV = 1 + ID_BYTES;
  private static final int HEAD_BYTES = IV + AesGcm.IV_BYTES;
  private static final int SECRET_BYTES = 32;

  /** The keys of an epoch from what its commit sealed to us: bound to that commit. */
  static EpochKeys of(long epoch, Bytes hash, Bytes sealed) {
    Bytes secret = Hkdf.derive(sealed, hash, Bytes.utf8("free4chat epoch 1"), SECRET_BYTES);
    return new EpochKeys(epoch, hash, secret);
  }

  /** What sealed content names this epoch by. */
  Bytes id() {
    return hash.slice(0, ID_BYTES);
  }

  /** The base key of a member's voice under one key id. */
  Bytes voiceBaseKey(RoomId room, Bytes identity, Bytes device, long kid) {
    Bytes info =
        Transcript.of("free4chat voice 1")
            .add(room.value())
            .add(identity)
            .add(device)
            .addU64(kid)
            .toBytes();
    return Hkdf.derive(secret, Bytes.EMPTY, info, FrameSealer.BASE_KEY_BYTES);
  }

  /** Which epoch content was sealed in; null for what is no sealed content. */
  static @Nullable Bytes idOf(Bytes content) {
    boolean isSealed =
        content.length() >= HEAD_BYTES + AesGcm.TAG_BYTES
            && content.slice(0, 1).equals(Bytes.of(new byte[] {VERSION}));
    return isSealed ? content.slice(1, IV) : null;
  }

  /**
   * Seals a profile or the body of an entry.
   *
   * <pre>
   * 0      1            17        29
   * +------+------------+---------+----------------------+
   * | 0x02 | epoch id   | iv      | ciphertext and tag   |
   * +------+------------+---------+----------------------+
   * </pre>
   *
   * @param kind {@code profile}, or the log's document
   */
  Bytes seal(RoomId room, String kind, MemberId author, Bytes plaintext, SecureRandom random) {
    byte[] iv = new byte[AesGcm.IV_BYTES];
    random.nextBytes(iv);
    Bytes bound = bound(room, kind, author);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(VERSION);
    content.writeBytes(id().toArray());
    content.writeBytes(iv);
    content.writeBytes(AesGcm.seal(contentKey(bound), Bytes.of(iv), bound, plaintext).toArray());
    return Bytes.of(content.toByteArray());
  }

  /** Null for what was not sealed in this epoch, by this author, as this. */
  @Nullable Bytes open(RoomId room, String kind, MemberId author, Bytes content) {
    Bytes epoch = idOf(content);
    if (epoch == null || !epoch.equals(id())) {
      return null;
    }
    Bytes bound = bound(room, kind, author);
    Bytes sealed = content.slice(HEAD_BYTES, content.length());
    return AesGcm.open(contentKey(bound), content.slice(IV, HEAD_BYTES), bound, sealed);
  }

  private static Bytes bound(RoomId room, String kind, MemberId author) {
    return Transcript.of("free4chat content 1")
        .add(room.value())
        .addUtf8(kind)
        .add(author.value())
        .toBytes();
  }

  private Bytes contentKey(Bytes bound) {
    return Hkdf.derive(secret, Bytes.EMPTY, bound, SECRET_BYTES);
  }
}
