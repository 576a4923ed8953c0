package chat.free4.room.log;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a document, signed by its author; opaque to the room that carries it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  version = 1  |          identity (32 bytes) ...              :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                       device (32 bytes) ...                   :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                     certificate (64 bytes) ...                :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                 sequence (8 bytes, big-endian)                :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                      signature (64 bytes) ...                 :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                          body ...                             :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param certificate the identity's word for the device
 * @param sequence counts from 1 per member, over all documents
 * @param signature the device's
 * @param body what the document holds
 */
public record SignedEntry(
    DeviceCertificate certificate, long sequence, Bytes signature, Bytes body) {
  /** Bytes before the body. */
  public static final int HEAD_BYTES = 1 + 32 + 32 + 64 + 8 + 64;

  /** Largest sequence: what a JSON number holds exactly. */
  public static final long MAX_SEQUENCE = (1L << 53) - 1;

  /** Label of the transcript. */
  static final String LABEL = "free4chat entry 1";

  private static final byte VERSION = 1;
  private static final int DEVICE_OFFSET = 1 + Ed25519.KEY_BYTES;
  private static final int CERTIFICATE_OFFSET = DEVICE_OFFSET + Ed25519.KEY_BYTES;
  private static final int SEQUENCE_OFFSET = CERTIFICATE_OFFSET + Ed25519.SIGNATURE_BYTES;
  private static final int SIGNATURE_OFFSET = SEQUENCE_OFFSET + Long.BYTES;

  /** What came of reading. */
  public sealed interface Reading {
    /** It has the form; nothing is verified yet. */
    record Accepted(SignedEntry entry) implements Reading {}

    /** It has not. */
    record Refused(EntryDrop reason) implements Reading {}
  }

  /** Signs a body. */
  public static SignedEntry sign(
      SigningKey device,
      DeviceCertificate certificate,
      RoomId room,
      String doc,
      long sequence,
      Bytes body) {
    Bytes transcript = transcript(certificate, room, doc, sequence, body);
    return new SignedEntry(certificate, sequence, device.sign(transcript), body);
  }

  /** Reads an entry without verifying it. */
  public static Reading decode(Bytes bytes) {
    if (bytes.length() < HEAD_BYTES) {
      return new Reading.Refused(EntryDrop.TOO_SHORT);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
    if (buffer.get(0) != VERSION) {
      return new Reading.Refused(EntryDrop.VERSION);
    }
    long sequence = buffer.getLong(SEQUENCE_OFFSET);
    if (sequence < 1 || sequence > MAX_SEQUENCE) {
      return new Reading.Refused(EntryDrop.SEQUENCE);
    }
    DeviceCertificate certificate =
        new DeviceCertificate(
            bytes.slice(1, DEVICE_OFFSET),
            bytes.slice(DEVICE_OFFSET, CERTIFICATE_OFFSET),
            bytes.slice(CERTIFICATE_OFFSET, SEQUENCE_OFFSET));
    return new Reading.Accepted(
        new SignedEntry(
            certificate,
            sequence,
            bytes.slice(SIGNATURE_OFFSET, HEAD_BYTES),
            bytes.slice(HEAD_BYTES, bytes.length())));
  }

  /** The bytes that travel. */
  public Bytes encode() {
    return Bytes.of(
        ByteBuffer.allocate(HEAD_BYTES + body.length())
            .put(VERSION)
            .put(certificate.identity().toArray())
            .put(certificate.device().toArray())
            .put(certificate.signature().toArray())
            .putLong(sequence)
            .put(signature.toArray())
            .put(body.toArray())
            .array());
  }

  /** Null when the entry is its author's, for this room and document; else why not. */
  public @Nullable EntryDrop verify(RoomId room, String doc) {
    if (!certificate.verifies()) {
      return EntryDrop.CERTIFICATE;
    }
    Bytes transcript = transcript(certificate, room, doc, sequence, body);
    return Ed25519.verify(certificate.device(), transcript, signature) ? null : EntryDrop.SIGNATURE;
  }

  /** Who wrote it. */
  public MemberId author() {
    return MemberId.of(certificate.identity(), certificate.device());
  }

  private static Bytes transcript(
      DeviceCertificate certificate, RoomId room, String doc, long sequence, Bytes body) {
    return Transcript.of(LABEL)
        .add(room.value())
        .addUtf8(doc)
        .add(certificate.identity())
        .add(certificate.device())
        .addU64(sequence)
        .add(body)
        .toBytes();
  }
}
