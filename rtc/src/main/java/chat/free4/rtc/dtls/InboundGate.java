package chat.free4.rtc.dtls;

import chat.free4.wire.DropReason;
import chat.free4.wire.dtls.DtlsDrop;
import chat.free4.wire.dtls.DtlsHandshakeHeader;
import chat.free4.wire.dtls.DtlsRecord;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records a running handshake gets to read. What the outside of a record shows to be
 * wrong costs the handshake nothing. And three of Bouncy Castle's weaknesses end here:
 *
 * <ul>
 *   <li>It allocates what a fragment's header claims of its message: see {@link
 *       DtlsHandshakeHeader#MAX_MESSAGE_BYTES}.
 *   <li>It ends the association when an encrypted record is too short to hold a tag, which anybody
 *       can send; RFC 6347 section 4.1.2.7 says to discard it.
 *   <li>It changes epochs when the ChangeCipherSpec comes, and if CertificateVerify is still
 *       missing then it never reads it: so a server's gate lets nothing of that kind pass before
 *       CertificateVerify is whole. The client sends its flight again.
 * </ul>
 */
final class InboundGate {
  /** Longest CertificateVerify: a signature by RSA of 4096 bits has 516 bytes. */
  static final int MAX_CERTIFICATE_VERIFY_BYTES = 1024;

  /** Nonce and tag of AES-128-GCM (RFC 5288 section 3), around no text at all. */
  static final int MIN_PROTECTED_BYTES = 8 + 16;

  private final DtlsHandshakeHeader header = new DtlsHandshakeHeader();
  private final boolean isServer;
  private final BitSet certificateVerify = new BitSet(MAX_CERTIFICATE_VERIFY_BYTES);
  private boolean certificateVerifyWhole;

  InboundGate(DtlsRole role) {
    isServer = role == DtlsRole.SERVER;
  }

  /** What the outside of a record shows to be wrong, in whatever state; null when nothing. */
  @Nullable DropReason checkOutside(DtlsRecord record, MemorySegment datagram) {
    if (record.epoch() > 1) {
      return DtlsEndpointDrop.EPOCH_UNKNOWN;
    }
    if (record.totalLength() > HandshakePipe.MAX_RECEIVE_BYTES) {
      return DtlsEndpointDrop.RECORD_TOO_LONG;
    }
    if (record.epoch() == 1) {
      return record.bodyLength() < MIN_PROTECTED_BYTES
          ? DtlsEndpointDrop.PROTECTED_RECORD_TOO_SHORT
          : null;
    }
    return record.type() == DtlsRecord.HANDSHAKE ? checkFragments(record, datagram) : null;
  }

  /** Why a running handshake doesn't get to read {@code record}; null when it does. */
  @Nullable DropReason check(DtlsRecord record, MemorySegment datagram) {
    if (record.type() == DtlsRecord.APPLICATION_DATA) {
      return DtlsEndpointDrop.APPLICATION_DATA;
    }
    boolean afterChange = record.epoch() == 1 || record.type() == DtlsRecord.CHANGE_CIPHER_SPEC;
    if (afterChange && isServer && !certificateVerifyWhole) {
      return DtlsEndpointDrop.CERTIFICATE_VERIFY_EXPECTED;
    }
    return checkOutside(record, datagram);
  }

  /** Why a record of epoch 0 doesn't begin with a ClientHello; null when it does. */
  @Nullable DropReason checkFirst(DtlsRecord record, MemorySegment datagram) {
    if (record.type() != DtlsRecord.HANDSHAKE || record.epoch() != 0) {
      return DtlsEndpointDrop.HELLO_EXPECTED;
    }
    DtlsDrop malformed = header.read(datagram, record.bodyOffset(), record.bodyLength());
    if (malformed != null) {
      return malformed;
    }
    return header.type() == DtlsHandshakeHeader.CLIENT_HELLO
        ? null
        : DtlsEndpointDrop.HELLO_EXPECTED;
  }

  private @Nullable DropReason checkFragments(DtlsRecord record, MemorySegment datagram) {
    for (long at = record.bodyOffset(); at < record.endOffset(); at = header.endOffset()) {
      DtlsDrop malformed = header.read(datagram, at, (int) (record.endOffset() - at));
      if (malformed != null) {
        return malformed;
      }
      if (header.type() == DtlsHandshakeHeader.CERTIFICATE_VERIFY) {
        if (header.messageLength() > MAX_CERTIFICATE_VERIFY_BYTES) {
          return DtlsDrop.HANDSHAKE_TOO_LONG;
        }
        certificateVerify.set(
            header.fragmentOffset(), header.fragmentOffset() + header.fragmentLength());
        certificateVerifyWhole |= certificateVerify.nextClearBit(0) >= header.messageLength();
      }
    }
    return null;
  }
}
