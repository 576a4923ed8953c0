package chat.free4.server.media;

import chat.free4.sfu.HeardPacket;

/** What listens to people whose packets workers hand over. Called by one thread at a time. */
public interface VoiceListener {
  /** A packet has come. */
  void handlePacket(long nowNanos, HeardPacket packet);

  /** Called a few times a second at least, whether or not anything has come. */
  void handleTimeout(long nowNanos);
}
