package chat.free4.room.signal;

import java.util.Locale;

/** Errors of the wire contract: JSON-RPC's own (negative) and ours. The reason never changes. */
public enum SignalError {
  /** The frame is not JSON. */
  NOT_JSON(-32700, "the frame is not JSON"),
  /** It is JSON, but no JSON-RPC 2.0 message. */
  INVALID_REQUEST(-32600, "not a JSON-RPC 2.0 request"),
  /** There is no such method. */
  UNKNOWN_METHOD(-32601, "there is no such method"),
  /** A parameter is missing, has the wrong type or is out of range. */
  INVALID_PARAMS(-32602, "a parameter is missing or wrong"),
  /** Another version of the wire contract. */
  UNSUPPORTED_VERSION(1001, "this server speaks version 1"),
  /** A request before {@code hello}. */
  HELLO_REQUIRED(1002, "say hello first"),
  /** A room's request outside one. */
  NOT_ENTERED(1003, "enter a room first"),
  /** A second enter or hello in a room. */
  ALREADY_ENTERED(1004, "this session has entered a room"),
  /** A key is no key, or the certificate does not verify. */
  IDENTITY_INVALID(1005, "the device certificate does not verify"),
  /** The proof or signature does not verify. */
  PROOF_INVALID(1006, "the signature does not verify"),
  /** The name breaks the rules. */
  ROOM_NAME_INVALID(1007, "the room name breaks the rules"),
  /** As many members as the room takes. */
  ROOM_FULL(1008, "the room is full"),
  /** As many rooms as the server takes. */
  SERVER_FULL(1009, "the server is full"),
  /** Over the rate; going on closes 4008. */
  TOO_MANY_MESSAGES(1010, "too many messages"),
  /** Over a size limit. */
  TOO_LARGE(1011, "too large"),
  /** The offer asks for what there isn't. */
  OFFER_UNACCEPTABLE(1012, "the offer cannot be answered"),
  /** The profile breaks its limit. */
  PROFILE_INVALID(1013, "the profile is too large"),
  /** No member of that number. */
  UNKNOWN_MEMBER(1014, "no member of that number is here"),
  /** Not now. */
  BUSY(1015, "try again later"),
  /** Somebody else's word counts here. */
  NOT_MODERATOR(1016, "only who moderates this room may do that; ask them"),
  /** The description breaks its limits; the detail names the field. */
  DESCRIPTION_INVALID(1017, "the topic, a tag or the language breaks the rules"),
  /** As many rooms as one address may open. */
  TOO_MANY_ROOMS(1018, "this address has opened too many rooms; enter an open one, or wait"),
  /** No such room, or not for who holds this link and password: nobody is told which. */
  DENIED(1020, "there is no such room for you"),
  /** A descriptor that the room does not take; the detail says why. */
  DESCRIPTOR_INVALID(1021, "the descriptor is not the next one of this room's chain"),
  /** What is said of a sealed room stands in its descriptor. */
  SEALED_ROOM(1022, "a sealed room is described by its descriptor"),
  /** A request of sealed rooms in a public one, or before the key was shown. */
  NOT_SEALED(1030, "this room is not sealed, or seal.join has not come yet"),
  /** A commit that is older than what the room has, or loses against it. */
  EPOCH_STALE(1031, "the room has a newer epoch"),
  /** An act of another length or version, of no kind, or with what its kind has not. */
  ACT_MALFORMED(1040, "this is no act"),
  /** The act's certificate or signature does not verify. */
  ACT_FORGED(1041, "the act is not signed by whom it names"),
  /** The act is for another room. */
  ACT_WRONG_ROOM(1042, "the act is for another room"),
  /** The act is known: a replay. */
  ACT_KNOWN(1043, "the act was taken before"),
  /** What the act follows is not known, or too long ago. */
  ACT_UNLINKED(1044, "the act follows none of the last acts"),
  /** The actor may not do that. */
  ACT_NOT_ALLOWED(1045, "the actor may not do that"),
  /** Signed by another than the member who hands it in. */
  ACT_OF_ANOTHER(1046, "hand in acts of your own alone"),
  /** As many acts as a room takes. */
  ACTS_FULL(1047, "the room has as many acts as it takes"),
  /** Whom the act concerns is not here. */
  ACT_WITHOUT_SUBJECT(1048, "whom the act concerns is not here"),
  /** The identity is banned from the room. */
  BANNED(1049, "banned from this room"),
  /** The address is banned from the room for a while. */
  ADDRESS_BANNED(1050, "somebody from this address was banned from this room"),
  /** Nobody new comes in. */
  ROOM_LOCKED(1051, "the room is locked"),
  /** Who is new waits until somebody inside lets them in; the answer comes as a notification. */
  KNOCKING(1052, "wait until somebody lets you in"),
  /** As many knock as the room takes. */
  LOBBY_FULL(1053, "too many are knocking"),
  /** One message in a while; the detail says when to try again. */
  SLOW_MODE(1054, "the room is slow; wait before the next message"),
  /** Acts are brought back to a room that has begun another life. */
  ACTS_OF_ANOTHER_LIFE(1060, "the room has begun another life since"),
  /** The invite's key did not sign who asks. */
  INVITE_FORGED(1065, "the invite's key did not sign this"),
  /** There is no such room here now, or it has no such invite: which of both is not told. */
  INVITE_UNANSWERED(1066, "nobody here answers to this invite"),
  /** The invite's time is over. */
  INVITE_EXPIRED(1067, "the invite has expired"),
  /** As many have come by the invite as it was for. */
  INVITE_SPENT(1068, "the invite is used up"),
  /** The invite was taken back. */
  INVITE_REVOKED(1069, "the invite was taken back"),
  /** Another member has answered, or nobody asks any more. */
  INVITE_SETTLED(1070, "nobody waits for this answer"),
  /** The room is at another node of the cluster, which hello would have found. */
  ROOM_ELSEWHERE(1130, "the room is at another node; say hello again and name the room"),
  /** This server has no such robot, or none that works. */
  ROBOT_UNKNOWN(1140, "this server has no such robot"),
  /** As many robots as a room takes. */
  TOO_MANY_ROBOTS(1141, "the room has as many robots as it takes"),
  /** A robot of the server cannot be where the server has no key, unless the owner gives it one. */
  ROBOT_SEALED(1142, "a robot of the server may be in a sealed room by an act of its owner alone"),
  /** Where the server must not read, it reads nothing aloud. */
  VOICE_SEALED(1150, "the server cannot say a text in a sealed room"),
  /** This server has no voice. */
  VOICE_UNAVAILABLE(1151, "this server has no voice"),
  /** Nobody may hear who asks. */
  VOICE_SILENCED(1152, "nobody may hear you now"),
  /** A text takes the place of a voice that is not there. */
  VOICE_UNMUTED(1153, "mute yourself first"),
  /** It was tried, and nothing came. */
  VOICE_FAILED(1154, "this text could not be made voice of");

  private final int code;
  private final String message;

  SignalError(int code, String message) {
    this.code = code;
    this.message = message;
  }

  /** The JSON-RPC {@code code}. */
  public int code() {
    return code;
  }

  /** The stable {@code data.reason}: lower case, words joined by hyphens. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** English for engineers. */
  public String message() {
    return message;
  }
}
