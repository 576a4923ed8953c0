package chat.free4.wire.sctp;

/** Numbers that SCTP has given to things (RFC 9260 sections 3.2 and 3.3, RFC 3758, RFC 6525). */
public final class Sctp {
  /** Chunk: a message or a piece of one. */
  public static final int DATA = 0;

  /** Chunk: opens an association. */
  public static final int INIT = 1;

  /** Chunk: answers {@link #INIT}, with a cookie. */
  public static final int INIT_ACK = 2;

  /** Chunk: what was received. */
  public static final int SACK = 3;

  /** Chunk: asks for {@link #HEARTBEAT_ACK}. */
  public static final int HEARTBEAT = 4;

  /** Chunk: gives a heartbeat's content back. */
  public static final int HEARTBEAT_ACK = 5;

  /** Chunk: ends the association at once. */
  public static final int ABORT = 6;

  /** Chunk: nothing more will be sent. */
  public static final int SHUTDOWN = 7;

  /** Chunk: answers {@link #SHUTDOWN}. */
  public static final int SHUTDOWN_ACK = 8;

  /** Chunk: something was wrong with what was received. */
  public static final int ERROR = 9;

  /** Chunk: gives the cookie of {@link #INIT_ACK} back. */
  public static final int COOKIE_ECHO = 10;

  /** Chunk: the association stands. */
  public static final int COOKIE_ACK = 11;

  /** Chunk: the last word. */
  public static final int SHUTDOWN_COMPLETE = 14;

  /** Chunk: resets streams (RFC 6525 section 3.1). */
  public static final int RECONFIG = 130;

  /** Chunk: what is missing up to here will not come (RFC 3758 section 3.2). */
  public static final int FORWARD_TSN = 192;

  /** Flag of DATA: last fragment of its message. */
  public static final int END = 1;

  /** Flag of DATA: first fragment of its message. */
  public static final int BEGIN = 2;

  /** Flag of DATA: not to be held back for what was sent before it. */
  public static final int UNORDERED = 4;

  /** Flag of DATA: to be acknowledged at once. */
  public static final int IMMEDIATE = 8;

  /** Flag of ABORT and SHUTDOWN COMPLETE: the verification tag is the receiver's own word back. */
  public static final int REFLECTED_TAG = 1;

  /** Parameter of INIT ACK: the cookie. */
  public static final int STATE_COOKIE = 7;

  /** Parameter of INIT and INIT ACK: chunk types beyond those of RFC 9260 (RFC 5061). */
  public static final int SUPPORTED_EXTENSIONS = 0x8008;

  /** Parameter of INIT and INIT ACK: {@link #FORWARD_TSN} is understood. */
  public static final int FORWARD_TSN_SUPPORTED = 0xc000;

  /** Parameter and content of a heartbeat: opaque. */
  public static final int HEARTBEAT_INFO = 1;

  /** Parameter of RECONFIG: the sender begins its streams anew. */
  public static final int OUTGOING_RESET = 13;

  /** Parameter of RECONFIG: asks the other side to begin its streams anew. */
  public static final int INCOMING_RESET = 14;

  /** Parameter of RECONFIG: begins all numbers anew. */
  public static final int TSN_RESET = 15;

  /** Parameter of RECONFIG: answers a request. */
  public static final int RECONFIG_RESPONSE = 16;

  /** Parameter of RECONFIG: asks for more streams. */
  public static final int ADD_OUTGOING_STREAMS = 17;

  /** Parameter of RECONFIG: asks the other side for more streams. */
  public static final int ADD_INCOMING_STREAMS = 18;

  /** Cause: the cookie is too old. */
  public static final int STALE_COOKIE = 3;

  /** Cause: a chunk of a type that nobody here knows. */
  public static final int UNRECOGNIZED_CHUNK = 6;

  /** Cause: whoever uses the association ended it. */
  public static final int USER_ABORT = 12;

  /** Cause: what was received breaks a rule. */
  public static final int PROTOCOL_VIOLATION = 13;

  /** Bytes of the common header. */
  public static final int HEADER_BYTES = 12;

  /** Bytes of a chunk's, a parameter's and a cause's header. */
  public static final int CHUNK_HEADER_BYTES = 4;

  /** Bytes before the payload of DATA. */
  public static final int DATA_HEADER_BYTES = 16;

  private Sctp() {}

  /** Chunks and parameters begin at multiples of four. */
  public static int padded(int length) {
    return (length + 3) & ~3;
  }
}
