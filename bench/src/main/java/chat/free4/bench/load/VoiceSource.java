package chat.free4.bench.load;

import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;

/**
 * A stream that a listener was told of, and whose voice it carries.
 *
 * @param ssrc of its packets
 * @param speaker member number of the one whose voice it always is; 0 when it carries now one, now
 *     another, and each packet's CSRC says whose
 */
public record VoiceSource(int ssrc, int speaker) {
  /** What {@link #speakerOf} says when a packet does not tell. */
  static final int NOBODY = 0;

  /** A voice slot: now one speaks in it, now another. */
  static VoiceSource slot(int ssrc) {
    return new VoiceSource(ssrc, NOBODY);
  }

  /** Whose voice a packet of this stream is, by its header, which was checked. */
  int speakerOf(MemorySegment slab, long offset) {
    if (speaker != NOBODY) {
      return speaker;
    }
    return RtpPacket.csrcCount(slab, offset) == 0 ? NOBODY : RtpPacket.csrc(slab, offset, 0);
  }
}
