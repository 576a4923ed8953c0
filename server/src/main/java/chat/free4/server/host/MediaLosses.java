package chat.free4.server.host;

import chat.free4.room.media.MediaLoss;
import chat.free4.rtc.peer.PeerEvent;

/** Says the media side's reasons in the words of rooms, which do not know that side. */
public final class MediaLosses {
  private MediaLosses() {}

  /** Why a member's transport ended, as its room is told. */
  public static MediaLoss of(PeerEvent.Reason reason) {
    return switch (reason) {
      case CONSENT -> MediaLoss.CONSENT;
      case CLOSED -> MediaLoss.CLOSED;
      case FINGERPRINT -> MediaLoss.FINGERPRINT;
      case HANDSHAKE -> MediaLoss.HANDSHAKE;
    };
  }
}
