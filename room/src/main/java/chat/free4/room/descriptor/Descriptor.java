package chat.free4.room.descriptor;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.access.TranscriptReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One link of a room's chain: terms, and who signed them. It travels as the transcript that is
 * signed, followed by the signature as one more field, so there is one spelling of it.
 *
 * @param certificate the signer's identity, and its word for the device
 * @param signature the device's
 */
public record Descriptor(Terms terms, DeviceCertificate certificate, Bytes signature) {
  /** Longest descriptor. */
  public static final int MAX_BYTES = 3_072;

  private static final Bytes LABEL = Bytes.utf8(Terms.LABEL);

  /** Reads one without verifying it; null for what is {@link DescriptorDrop#MALFORMED}. */
  public static @Nullable Descriptor decode(Bytes bytes) {
    if (bytes.length() > MAX_BYTES) {
      return null;
    }
    TranscriptReader fields = new TranscriptReader(bytes);
    if (!fields.next(LABEL.length()).equals(LABEL)) {
      return null;
    }
    SealedKind kind = SealedKind.of(fields.next(MAX_BYTES));
    long version = fields.u64();
    Bytes previous = fields.next(Terms.HASH_BYTES);
    Bytes owner = fields.exactly(Ed25519.KEY_BYTES);
    List<Bytes> deputies = keys(fields.next(Terms.MAX_DEPUTIES * Ed25519.KEY_BYTES));
    Bytes verifier = fields.exactly(Ed25519.KEY_BYTES);
    long limit = fields.u64();
    Bytes follower = fields.next(RoomId.BYTES);
    Bytes wrapped = fields.exactly(Terms.WRAPPED_BYTES);
    Bytes sealed = fields.next(Terms.SEALED_OVERHEAD + Terms.MAX_SEALED_WORDS);
    DeviceCertificate certificate =
        new DeviceCertificate(
            fields.exactly(Ed25519.KEY_BYTES),
            fields.exactly(Ed25519.KEY_BYTES),
            fields.exactly(Ed25519.SIGNATURE_BYTES));
    Bytes signature = fields.exactly(Ed25519.SIGNATURE_BYTES);
    if (!fields.isWhole() || kind == null || deputies == null || limit != (int) limit) {
      return null;
    }
    Terms terms =
        new Terms(
            kind,
            version,
            previous,
            owner,
            deputies,
            verifier,
            (int) limit,
            follower,
            wrapped,
            sealed);
    return terms.holds() ? new Descriptor(terms, certificate, signature) : null;
  }

  /** The bytes that travel. */
  public Bytes encode() {
    byte[] signed = transcript().toArray();
    return Bytes.of(
        ByteBuffer.allocate(signed.length + Integer.BYTES + signature.length())
            .put(signed)
            .putInt(signature.length())
            .put(signature.toArray())
            .array());
  }

  /** What its successor names, and what a room is named by; the signature is no part of it. */
  public Bytes hash() {
    return Transcript.sha256(transcript());
  }

  /** Whose word this is. */
  public Bytes signer() {
    return certificate.identity();
  }

  /** True when the signer's device signed; {@code certificate} is verified elsewhere. */
  boolean isSignedByDevice() {
    return Ed25519.verify(certificate.device(), transcript(), signature);
  }

  private Bytes transcript() {
    return terms.transcript(certificate);
  }

  /** Null for what is no whole number of keys. */
  private static @Nullable List<Bytes> keys(Bytes joined) {
    if (joined.length() % Ed25519.KEY_BYTES != 0) {
      return null;
    }
    List<Bytes> keys = new ArrayList<>();
    for (int at = 0; at < joined.length(); at += Ed25519.KEY_BYTES) {
      keys.add(joined.slice(at, at + Ed25519.KEY_BYTES));
    }
    return keys;
  }
}
