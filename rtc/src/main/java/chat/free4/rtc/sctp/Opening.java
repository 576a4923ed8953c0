package chat.free4.rtc.sctp;

import chat.free4.rtc.sctp.StateCookie.RemoteSide;
import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpParameters;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the four messages that open an association say (RFC 9260 sections 5.1 and 5.2.1). Either
 * side may ask, or both at once: the tag and the initial TSN are the same in every INIT and INIT
 * ACK that we send, so all that cross lead to the same association.
 */
final class Opening {
  private static final byte[] EXTENSIONS = {(byte) Sctp.RECONFIG, (byte) Sctp.FORWARD_TSN};

  private final SctpSettings settings;
  private final byte[] secret = new byte[StateCookie.SECRET_BYTES];
  private final int localTag;
  private final int initialTsn;

  Opening(SctpSettings settings, RandomGenerator random) {
    this.settings = settings;
    random.nextBytes(secret);
    int tag = random.nextInt();
    this.localTag = tag == 0 ? 1 : tag;
    this.initialTsn = random.nextInt();
  }

  int localTag() {
    return localTag;
  }

  int initialTsn() {
    return initialTsn;
  }

  void writeInit(SctpWriter out) {
    out.beginChunk(Sctp.INIT, 0);
    writeSelf(out);
    out.endChunk();
  }

  /** Answers an INIT; nothing of it is kept. */
  void writeInitAck(long nowNanos, SctpReader init, SctpWriter out) {
    StateCookie cookie = new StateCookie(nowNanos, localTag, remoteSide(init));
    out.beginChunk(Sctp.INIT_ACK, 0);
    writeSelf(out);
    out.parameter(Sctp.STATE_COOKIE, cookie.seal(secret));
    out.endChunk();
  }

  private void writeSelf(SctpWriter out) {
    out.put32(localTag);
    out.put32(settings.receiveWindowBytes());
    out.put16(settings.maxStreams());
    out.put16(settings.maxStreams());
    out.put32(initialTsn);
    out.parameter(Sctp.FORWARD_TSN_SUPPORTED);
    out.parameter(Sctp.SUPPORTED_EXTENSIONS, EXTENSIONS);
  }

  /** What INIT or INIT ACK says of its sender. */
  static RemoteSide remoteSide(SctpReader chunk) {
    boolean forwardTsn = false;
    boolean reconfig = false;
    SctpParameters parameters = chunk.parameters();
    while (parameters.next()) {
      if (parameters.type() == Sctp.FORWARD_TSN_SUPPORTED) {
        forwardTsn = true;
      } else if (parameters.type() == Sctp.SUPPORTED_EXTENSIONS) {
        for (int i = 0; i < parameters.length(); i++) {
          forwardTsn |= parameters.u8(i) == Sctp.FORWARD_TSN;
          reconfig |= parameters.u8(i) == Sctp.RECONFIG;
        }
      }
    }
    return new RemoteSide(
        chunk.initiateTag(),
        chunk.initialTsn(),
        chunk.receiverWindow(),
        chunk.outboundStreams(),
        chunk.inboundStreams(),
        forwardTsn,
        reconfig);
  }

  /** The cookie in an INIT ACK; null when there is none. */
  static byte @Nullable [] cookieIn(SctpReader initAck) {
    SctpParameters parameters = initAck.parameters();
    while (parameters.next()) {
      if (parameters.type() == Sctp.STATE_COOKIE) {
        return parameters.value();
      }
    }
    return null;
  }

  /** The cookie in a COOKIE ECHO; null when it was not made here. */
  @Nullable StateCookie open(SctpReader cookieEcho) {
    StateCookie cookie = StateCookie.open(cookieEcho.copy(Sctp.CHUNK_HEADER_BYTES), secret);
    return cookie == null || cookie.localTag() != localTag ? null : cookie;
  }

  /** Tells who came back too late by how much (section 3.3.10.3). */
  static void writeStale(long nowNanos, StateCookie stale, SctpWriter out) {
    long microseconds = (nowNanos - stale.createdNanos() - StateCookie.LIFETIME_NANOS) / 1000;
    out.beginChunk(Sctp.ERROR, 0);
    out.beginParameter(Sctp.STALE_COOKIE);
    out.put32((int) Math.min(microseconds, Integer.MAX_VALUE));
    out.endParameter();
    out.endChunk();
  }
}
