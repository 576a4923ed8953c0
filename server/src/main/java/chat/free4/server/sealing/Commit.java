package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A new epoch's secret, sealed to each member of a roster and signed by one of them
 * (protocol/epochs.md, "The commit"). A robot reads commits and makes none.
 *
 * <pre>
 * 0      1        9            25             57               89       93
 * +------+--------+------------+--------------+----------------+--------+---------+-----------+
 * | 0x01 | epoch  | committer  | roster hash  | previous hash  | count  | boxes   | signature |
 * +------+--------+------------+--------------+----------------+--------+---------+-----------+
 * </pre>
 *
 * <p>A box is a member id (16), an encapsulated key (32) and a ciphertext (48).
 *
 * @param bytes all of it
 */
record Commit(long epoch, MemberId committer, Bytes rosterHash, Bytes previous, Bytes bytes) {
  /** Members that one has room for. */
  static final int MAX_MEMBERS = 200;

  private static final byte VERSION = 1;
  private static final long MAX_EPOCH = (1L << 53) - 1;
  private static final int HASH_BYTES = 32;
  private static final int SECRET_BYTES = 32;
  private static final int BOXES = 1 + Long.BYTES + MemberId.BYTES + 2 * HASH_BYTES + Integer.BYTES;
  private static final int BOX_SEALED = MemberId.BYTES + SealingPair.KEY_BYTES;
  private static final int BOX_BYTES = BOX_SEALED + SECRET_BYTES + AesGcm.TAG_BYTES;

  /** Null for what has not the form; nothing is verified yet. */
  static @Nullable Commit read(Bytes bytes) {
    int room = bytes.length() - BOXES - Ed25519.SIGNATURE_BYTES;
    if (room < 0 || room > MAX_MEMBERS * BOX_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
    byte version = in.get();
    long epoch = in.getLong();
    MemberId committer = new MemberId(take(in, MemberId.BYTES));
    Bytes rosterHash = take(in, HASH_BYTES);
    Bytes previous = take(in, HASH_BYTES);
    boolean isWhole = room == Integer.toUnsignedLong(in.getInt()) * BOX_BYTES;
    return version == VERSION && isWhole && epoch >= 1 && epoch <= MAX_EPOCH
        ? new Commit(epoch, committer, rosterHash, previous, bytes)
        : null;
  }

  private static Bytes take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return Bytes.of(bytes);
  }

  private Bytes body() {
    return bytes.slice(0, bytes.length() - Ed25519.SIGNATURE_BYTES);
  }

  /** What names it. */
  Bytes hash(RoomId room) {
    return Transcript.of("free4chat epoch 1").add(room.value()).add(body()).sha256();
  }

  /** True when this device has signed it. */
  boolean isSigned(RoomId room, Bytes device) {
    Bytes signed = Transcript.of("free4chat commit 1").add(room.value()).add(body()).toBytes();
    return Ed25519.verify(device, signed, bytes.slice(body().length(), bytes.length()));
  }

  /** The secret that it seals to a member; null where it seals none, or not to this key. */
  @Nullable Bytes open(RoomId room, MemberId member, SealingPair pair) {
    for (int at = BOXES; at < body().length(); at += BOX_BYTES) {
      if (bytes.slice(at, at + MemberId.BYTES).equals(member.value())) {
        return pair.open(
            info(room, member),
            bytes.slice(at + MemberId.BYTES, at + BOX_SEALED),
            bytes.slice(at + BOX_SEALED, at + BOX_BYTES));
      }
    }
    return null;
  }

  /** Binds a box to its commit and its member: it means nothing anywhere else. */
  private Bytes info(RoomId room, MemberId member) {
    return Transcript.of("free4chat epoch secret 1")
        .add(room.value())
        .addU64(epoch)
        .add(committer.value())
        .add(rosterHash)
        .add(previous)
        .add(member.value())
        .toBytes();
  }
}
