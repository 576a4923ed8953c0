package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done to a room for all in it, signed by who did it. All acts have the same
 * length and one spelling (protocol/moderation.md, "An act").
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  version = 1  |     kind      |      room (16 bytes) ...      :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                  number (8 bytes, big-endian)                 :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                     previous (32 bytes) ...                   :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :     identity (32) ‖ device (32) ‖ certificate (64) ...        :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                      subject (32 bytes) ...                   :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                  value (8 bytes, big-endian)                  :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                     signature (64 bytes) ...                  :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param number 1 for the first, and one more than the act it follows
 * @param previous hash of the act it follows; of the first, the chain's root
 * @param certificate the actor's identity's word for the actor's device
 * @param subject whom it concerns; zeros when nobody
 * @param signature the device's
 */
public record SignedAct(
    ActKind kind,
    RoomId room,
    long number,
    Bytes previous,
    DeviceCertificate certificate,
    Bytes subject,
    long value,
    Bytes signature) {
  /** Length of a hash, of a root, and of a subject. */
  public static final int HASH_BYTES = 32;

  /** What is signed: all but the signature. */
  static final int HEAD_BYTES =
      1 + 1 + RoomId.BYTES + Long.BYTES + HASH_BYTES + 32 + 32 + 64 + HASH_BYTES + Long.BYTES;

  /** Length of every act. */
  public static final int BYTES = HEAD_BYTES + Ed25519.SIGNATURE_BYTES;

  /** Largest number, and largest value of any kind: what a JSON number holds exactly. */
  public static final long MAX_NUMBER = (1L << 53) - 1;

  /** The subject of an act that concerns nobody in particular. */
  public static final Bytes NOBODY = Bytes.of(new byte[HASH_BYTES]);

  /** What stands behind a member id in a subject. */
  static final Bytes NO_PADDING = Bytes.of(new byte[HASH_BYTES - MemberId.BYTES]);

  static final String LABEL = "free4chat act 1";
  static final String HASH_LABEL = "free4chat act hash 1";

  private static final byte VERSION = 1;

  /** What came of reading. */
  public sealed interface Reading {
    /** It has the form; nothing is verified yet. */
    record Accepted(SignedAct act) implements Reading {}

    /** It has not. */
    record Refused(ActDrop reason) implements Reading {}
  }

  /** What an actor decides. */
  public record Deed(ActKind kind, Bytes subject, long value) {}

  /** Signs an act that follows {@code previous}. */
  public static SignedAct sign(
      SigningKey device,
      DeviceCertificate certificate,
      RoomId room,
      long number,
      Bytes previous,
      Deed deed) {
    SignedAct unsigned =
        new SignedAct(
            deed.kind(),
            room,
            number,
            previous,
            certificate,
            deed.subject(),
            deed.value(),
            Bytes.EMPTY);
    Bytes signature = device.sign(unsigned.transcript());
    return new SignedAct(
        deed.kind(), room, number, previous, certificate, deed.subject(), deed.value(), signature);
  }

  /** Reads an act without verifying it. */
  public static Reading decode(Bytes bytes) {
    if (bytes.length() != BYTES) {
      return new Reading.Refused(ActDrop.MALFORMED);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
    byte version = buffer.get();
    ActKind kind = ActKind.of(buffer.get() & 0xff);
    RoomId room = new RoomId(take(buffer, RoomId.BYTES));
    long number = buffer.getLong();
    Bytes previous = take(buffer, HASH_BYTES);
    DeviceCertificate certificate =
        new DeviceCertificate(
            take(buffer, Ed25519.KEY_BYTES),
            take(buffer, Ed25519.KEY_BYTES),
            take(buffer, Ed25519.SIGNATURE_BYTES));
    Bytes subject = take(buffer, HASH_BYTES);
    long value = buffer.getLong();
    Bytes signature = take(buffer, Ed25519.SIGNATURE_BYTES);
    if (kind == null) {
      return new Reading.Refused(ActDrop.MALFORMED);
    }
    boolean wellFormed =
        version == VERSION
            && number >= 1
            && number <= MAX_NUMBER
            && kind.takes(value)
            && kind.fits(subject);
    return wellFormed
        ? new Reading.Accepted(
            new SignedAct(kind, room, number, previous, certificate, subject, value, signature))
        : new Reading.Refused(ActDrop.MALFORMED);
  }

  private static Bytes take(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return Bytes.of(bytes);
  }

  /** The bytes that travel. */
  public Bytes encode() {
    return Bytes.of(
        ByteBuffer.allocate(HEAD_BYTES + signature.length())
            .put(head())
            .put(signature.toArray())
            .array());
  }

  private byte[] head() {
    return ByteBuffer.allocate(HEAD_BYTES)
        .put(VERSION)
        .put((byte) kind.code())
        .put(room.value().toArray())
        .putLong(number)
        .put(previous.toArray())
        .put(certificate.identity().toArray())
        .put(certificate.device().toArray())
        .put(certificate.signature().toArray())
        .put(subject.toArray())
        .putLong(value)
        .array();
  }

  /** Null when it is for this room and signed by whom it names; else why not. */
  public @Nullable ActDrop verify(RoomId here) {
    if (!room.equals(here)) {
      return ActDrop.WRONG_ROOM;
    }
    boolean signed =
        certificate.verifies() && Ed25519.verify(certificate.device(), transcript(), signature);
    return signed ? null : ActDrop.FORGED;
  }

  /** What the acts that follow it name it by. */
  public Bytes hash() {
    return hashOf(encode());
  }

  /** The same, of the bytes that travel. */
  static Bytes hashOf(Bytes encoded) {
    return Transcript.of(HASH_LABEL).add(encoded).sha256();
  }

  /** Who did it. */
  public Bytes actor() {
    return certificate.identity();
  }

  private Bytes transcript() {
    return Transcript.of(LABEL).add(Bytes.of(head())).toBytes();
  }

  /** The message that a deletion is about. */
  public Message message() {
    return new Message(new MemberId(subject.slice(0, MemberId.BYTES)), value);
  }

  /** The subject of a deletion. */
  public static Bytes subjectOf(MemberId author) {
    byte[] subject = Arrays.copyOf(author.value().toArray(), HASH_BYTES);
    return Bytes.of(subject);
  }

  /** A message, by who wrote it as which of its entries. */
  public record Message(MemberId author, long sequence) {}
}
