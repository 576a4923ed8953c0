package chat.free4.room;

import chat.free4.room.media.MediaLoss;
import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.MediaNegotiator.MediaAnswer;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import org.jspecify.annotations.Nullable;

/** Where members' offers are answered, and what becomes of their media. */
final class MediaDesk {
  private final MediaNegotiator negotiator;
  private final Roster roster;
  private final PresenceDesk presence;
  private final Outbox out;

  /**
   * A desk without transports.
   *
   * @param out where what must be done is put
   */
  MediaDesk(MediaNegotiator negotiator, Roster roster, PresenceDesk presence, Outbox out) {
    this.negotiator = negotiator;
    this.roster = roster;
    this.presence = presence;
    this.out = out;
  }

  /** Answers an offer; nothing has changed until {@link #apply}. */
  MediaAnswer answer(int number, OfferDescription offer, @Nullable MediaTransport current) {
    return negotiator.answer(number, offer, current);
  }

  /** No answer: an enter without an offer, which means without media from now on. */
  void apply(Member member, @Nullable MediaAnswer answer) {
    switch (answer) {
      case MediaAnswer.Fresh(String _, MediaTransport transport) -> {
        member.setTransport(transport);
        member.setHasMedia(false);
        out.add(new RoomEffect.AddMedia(member.number(), transport));
      }
      case MediaAnswer.Restarted(String _, MediaTransport transport) -> {
        member.setTransport(transport);
        out.add(new RoomEffect.RestartIce(member.number(), transport));
      }
      case MediaAnswer.Unacceptable _ -> throw new IllegalStateException("was refused before");
      case null -> {
        if (member.transport() != null) {
          member.setTransport(null);
          member.setHasMedia(false);
          out.add(new RoomEffect.RemoveMedia(member.number()));
        }
      }
    }
  }

  /** A member's voice can flow. */
  void connected(long nowNanos, int member) {
    Member speaker = roster.byNumber(member);
    if (speaker != null && speaker.transport() != null) {
      speaker.setHasMedia(true);
      presence.tellChange(nowNanos, speaker);
    }
  }

  /** A member's transport ended by itself. */
  void closed(long nowNanos, int member, MediaLoss reason) {
    Member speaker = roster.byNumber(member);
    if (speaker == null || speaker.transport() == null) {
      return;
    }
    boolean byBrowser = reason == MediaLoss.CLOSED;
    if (byBrowser && !speaker.hasMedia()) {
      return; // the end of the former one, which its page closed when it offered this one
    }
    speaker.setTransport(null);
    speaker.setHasMedia(false);
    Long session = roster.sessionOf(speaker);
    // A page that closed it knows, and has an offer under way: told, it would make another.
    if (session != null && !byBrowser) {
      out.notify(session, new ServerMessage.MediaLost(reason.label()));
    }
    presence.tellChange(nowNanos, speaker);
  }

  /** "Mute for me"; gives why not, if it was not done. */
  @Nullable SignalFault listenMute(
      long session, long id, Member listener, ClientMessage.ListenMute mute) {
    int number = (int) mute.member();
    Member speaker =
        Integer.toUnsignedLong(number) == mute.member() ? roster.byNumber(number) : null;
    if (speaker == null) {
      return SignalFault.of(SignalError.UNKNOWN_MEMBER);
    }
    if (speaker == listener) {
      return SignalFault.invalidParams("member");
    }
    out.add(new RoomEffect.MuteForListener(listener.number(), number, mute.muted()));
    out.reply(session, id, new ServerMessage.Done());
    return null;
  }

  /** The answer to send. */
  static String sdp(MediaAnswer answer) {
    return switch (answer) {
      case MediaAnswer.Fresh fresh -> fresh.answer();
      case MediaAnswer.Restarted restarted -> restarted.answer();
      case MediaAnswer.Unacceptable _ -> throw new IllegalStateException("was refused before");
    };
  }
}
