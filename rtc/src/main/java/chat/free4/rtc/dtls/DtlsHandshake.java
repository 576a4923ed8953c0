package chat.free4.rtc.dtls;

import chat.free4.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/** A handshake by Bouncy Castle: blocks in the pipe, and tells it how it ended. */
final class DtlsHandshake implements Runnable {
  private final DtlsRole role;
  private final HandshakePipe pipe;
  private final SrtpAgreement agreement;

  /** Set when the peer said close_notify; by whichever thread reads records just then. */
  private final AtomicBoolean closeNotify = new AtomicBoolean();

  DtlsHandshake(
      DtlsRole role,
      DtlsCertificate own,
      Fingerprint expectedPeer,
      SecureRandom random,
      HandshakePipe pipe,
      List<SrtpProfile> profiles) {
    this.role = role;
    this.pipe = pipe;
    this.agreement =
        new SrtpAgreement(role, own, expectedPeer, new RecordTlsCrypto(random), profiles);
  }

  @Override
  public void run() {
    HandshakeOutcome outcome = new HandshakeOutcome.Failed(DtlsEvent.Reason.HANDSHAKE_FAILED);
    try {
      outcome = handshake();
    } finally {
      pipe.complete(outcome);
    }
  }

  /** True when the peer said close_notify. */
  boolean isClosedByPeer() {
    return closeNotify.get();
  }

  private HandshakeOutcome handshake() {
    try {
      DTLSTransport records =
          role == DtlsRole.CLIENT
              ? new DTLSClientProtocol().connect(new SrtpTlsClient(agreement, closeNotify), pipe)
              : new DTLSServerProtocol().accept(new SrtpTlsServer(agreement, closeNotify), pipe);
      DtlsEvent.@Nullable Established keys = agreement.keys();
      if (keys != null) {
        return new HandshakeOutcome.Done(records, keys);
      }
    } catch (IOException e) {
      // What the peer sent, or left out, ended it: the reason below tells all there is to tell.
    }
    return new HandshakeOutcome.Failed(failureReason());
  }

  private DtlsEvent.Reason failureReason() {
    if (agreement.wrongFingerprint()) {
      return DtlsEvent.Reason.WRONG_FINGERPRINT;
    }
    if (isClosedByPeer()) {
      return DtlsEvent.Reason.CLOSED_BY_PEER;
    }
    return DtlsEvent.Reason.HANDSHAKE_FAILED;
  }
}
