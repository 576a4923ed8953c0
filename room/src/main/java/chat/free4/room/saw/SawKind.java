package chat.free4.room.saw;

/** Kinds of things that are held of a member (protocol/README.md, "What the server saw"). */
public enum SawKind {
  /** Public key of the identity. */
  IDENTITY("identity", Kept.MEMBER),
  /** Public key of the device. */
  DEVICE("device", Kept.MEMBER),
  /** The identity's signature for the device. */
  CERTIFICATE("certificate", Kept.CONNECTION),
  /** Hash of both keys. */
  MEMBER_ID("member-id", Kept.MEMBER),
  /** Number in the room. */
  NUMBER("number", Kept.MEMBER),
  /** Nickname, as bytes. */
  PROFILE("profile", Kept.MEMBER),
  /** Whether one says that one is muted. */
  MUTED("muted", Kept.MEMBER),
  /** How the line stands. */
  LINE("line", Kept.MEMBER),
  /** Whether there is a voice connection: its addresses and counters are with it. */
  VOICE("voice", Kept.MEMBER),
  /** Milliseconds until one may write as much at once as ever. */
  ALLOWANCE("allowance", Kept.MEMBER),
  /** Milliseconds until one may say as much at once as ever. */
  MESSAGE_ALLOWANCE("message-allowance", Kept.CONNECTION),
  /** Random bytes that proofs were made over. */
  SESSION("session", Kept.CONNECTION),
  /** The page that the WebSocket came from. */
  ORIGIN("origin", Kept.CONNECTION),
  /** Milliseconds since the last word came. */
  LAST_HEARD("last-heard", Kept.CONNECTION),
  /** As it counts for limits: IPv4 whole, of IPv6 the first 64 bits. */
  ADDRESS("address", Kept.CONNECTION),
  /** HMAC of the address, for bans. */
  ADDRESS_MARK("address-mark", Kept.MEMBER),
  /** Milliseconds that nobody new comes in from one's address; 0: they do. */
  ADDRESS_BAN("address-ban", Kept.BAN),
  /** The room's id. */
  ROOM("room", Kept.ROOM),
  /** The room's name, topic, tags and language, of a public one. */
  ROOM_WORDS("room-words", Kept.ROOM),
  /** Bytes of a sealed room's descriptors. */
  CHAIN("chain", Kept.BEYOND),
  /** Entries of one's own in the log. */
  LOG_ENTRIES("log-entries", Kept.ROOM),
  /** Their bytes. */
  LOG_BYTES("log-bytes", Kept.ROOM),
  /** The highest sequence that one has written. */
  LOG_SEQUENCE("log-sequence", Kept.ROOM),
  /** Milliseconds since one's last message in the chat. */
  LAST_MESSAGE("last-message", Kept.ROOM),
  /** Acts that one has signed. */
  ACTS_BY("acts-by", Kept.ROOM),
  /** Acts about one. */
  ACTS_ABOUT("acts-about", Kept.ROOM),
  /** Whether one's hand is up. */
  HAND("hand", Kept.MEMBER),
  /** Milliseconds that one has talked. */
  TALKED("talked", Kept.ROOM),
  /** Milliseconds that one may talk still, where talk has a budget. */
  TALK_LEFT("talk-left", Kept.ROOM),
  /** What one has shown for others to seal to. */
  SEALING_KEY("sealing-key", Kept.MEMBER),
  /** Id of the key that one's voice is sealed under. */
  VOICE_KEY("voice-key", Kept.MEMBER);

  private final String label;
  private final Kept kept;

  SawKind(String label, Kept kept) {
    this.label = label;
    this.kept = kept;
  }

  /** Its name on the wire. */
  public String label() {
    return label;
  }

  /** For how long it is held. */
  public Kept kept() {
    return kept;
  }
}
