package chat.free4.sfu;

import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.DataLine;

/**
 * What control tells a {@link MediaEngine}. {@code room} is a handle that the node gives a room,
 * {@code member} the member's number in it (unsigned 32 bits in an int). A command about a room or
 * member that is not there is counted and dropped: control and media are apart, and one may know of
 * an end before the other.
 */
public sealed interface MediaCommand {
  /** Handle of the room. */
  long room();

  /**
   * A member's transport; replaces the one it had. Makes the room when it is the first.
   *
   * @param sealed of its voice only frames under a registered key id are forwarded
   */
  record AddPeer(long room, int member, PeerParameters parameters, boolean sealed)
      implements MediaCommand {
    /** A member of a public room. */
    public AddPeer(long room, int member, PeerParameters parameters) {
      this(room, member, parameters, false);
    }
  }

  /** From now on a member of a sealed room may send under this key id too; see {@link KeyIds}. */
  record RegisterKey(long room, int member, long kid) implements MediaCommand {}

  /**
   * New credentials for the same transport (RFC 8445 section 9); the DTLS association and its keys
   * stay.
   */
  record RestartIce(long room, int member, IceCredentials local, IceCredentials remote)
      implements MediaCommand {}

  /** From now on a member may open data channels over the transport it has. */
  record OpenData(long room, int member, DataLine line) implements MediaCommand {}

  /** Ends a member's transport. The room ends with its last peer, once no mute is remembered. */
  record RemovePeer(long room, int member) implements MediaCommand {}

  /**
   * "Mute for me": stops or resumes {@code speaker}'s packets for {@code listener} alone. Is taken
   * before either has a transport, survives every transport, and ends with {@link ForgetMember}.
   */
  record MuteForListener(long room, int listener, int speaker, boolean muted)
      implements MediaCommand {}

  /**
   * Stops or resumes a member's packets for everybody. Is about the transport that the member has:
   * said again for each that follows.
   */
  record Silence(long room, int member, boolean silenced) implements MediaCommand {}

  /**
   * Gives a member's packets to this server's ears as well ({@link HeardPacket}), or no more. Is
   * about the transport that the member has, and refused in a sealed room, where it is not to be
   * understood.
   */
  record Listen(long room, int member, boolean listens) implements MediaCommand {}

  /**
   * The room has parts with other engines too: those whose bits are set. Replaces what was said
   * before; is meant for a room that has a peer here.
   *
   * @param otherParts bit i: the engine of worker i, never this one's own
   */
  record SpanRoom(long room, long otherParts) implements MediaCommand {}

  /**
   * The member left for good: what was remembered of it (mutes) is forgotten, its transport ended.
   */
  record ForgetMember(long room, int member) implements MediaCommand {}
}
