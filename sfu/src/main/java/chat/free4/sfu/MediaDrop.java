package chat.free4.sfu;

import chat.free4.wire.DropReason;

/** Why the media engine itself refused a datagram or a forward. */
public enum MediaDrop implements DropReason {
  /** Neither STUN nor DTLS nor RTP nor RTCP (RFC 7983). */
  UNKNOWN_KIND("unknown_kind"),
  /** A length that no datagram has: it would reach beyond its slot. */
  IMPOSSIBLE_LENGTH("impossible_length"),
  /** A path index over the limit. */
  PATH_OVER_LIMIT("path_over_limit"),
  /** One validated path more than a peer may have. */
  TOO_MANY_PATHS("too_many_paths"),
  /** STUN from an unknown address for a user fragment that nobody has. */
  UNKNOWN_UFRAG("unknown_ufrag"),
  /** DTLS from an address that no check has validated. */
  UNVALIDATED_DTLS("unvalidated_dtls"),
  /** SRTP or SRTCP from an address that no check has validated. */
  UNVALIDATED_MEDIA("unvalidated_media"),
  /** SRTP or SRTCP before the handshake is done. */
  NOT_CONNECTED("not_connected"),
  /** RTP of a payload type that is not the microphone's. */
  UNKNOWN_PAYLOAD_TYPE("unknown_payload_type"),
  /** From before the switch that gave its speaker the slot, too late to be placed, or doubled. */
  LATE("late"),
  /** Voice in a sealed room that is not sealed, or under a key id that nobody registered. */
  UNREGISTERED_KEY("unregistered_key"),
  /** Of a member whom nobody may hear. */
  SILENCED("silenced"),
  /** A payload that does not fit a datagram once it is rewritten. */
  TOO_LARGE("too_large"),
  /** A retransmission asked for that is no longer, or was never, held. */
  NOT_IN_HISTORY("not_in_history"),
  /** A retransmission asked for too often or too soon after the last. */
  RESEND_LIMITED("resend_limited"),
  /** From another part of a room that is not here, any more or yet. */
  RELAY_UNKNOWN_ROOM("relay_unknown_room"),
  /** From a part that the room does not have, of a member who is here, or of one too many. */
  RELAY_UNEXPECTED("relay_unexpected"),
  /** From another part, and not in its form: a bug. */
  RELAY_MALFORMED("relay_malformed"),
  /** A data channel's message that is not in the relay's form. */
  DATA_MALFORMED("data_malformed"),
  /** A data channel that is not one of the relay's. */
  DATA_UNKNOWN_CHANNEL("data_unknown_channel"),
  /** A message that may be lost, to a member whose send buffer is full. */
  DATA_NO_ROOM("data_no_room"),
  /** A member that takes no data: it is passed over from now on. */
  DATA_STALLED("data_stalled"),
  /** A farewell or a report of loss to another part, of which too many wait. */
  TOO_MANY_RELAY_NOTES("too_many_relay_notes"),
  /** Of a robot that stops because a person talks. */
  TALKED_OVER("talked_over");

  private final String label;

  MediaDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
