package chat.free4.sfu;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that is said, ready to be sent: frames of Opus, 20 ms each (RFC 6716), and how loud
 * each is (RFC 6464: 0 is the loudest, 127 silence). Or a part of it: what is made while its
 * beginning is said already. Immutable; may be said by many at once.
 */
public final class VoicePhrase {
  /** The length of a frame. */
  public static final long FRAME_NANOS = RtpRewriter.FRAME_NANOS;

  private final byte[][] frames;
  private final byte[] levels;
  private final boolean isBeginning;

  /**
   * A phrase.
   *
   * @param frames one packet's payload each
   * @param levels of each frame, 0 to 127
   */
  public VoicePhrase(List<byte[]> frames, byte[] levels) {
    this(frames, levels, true);
  }

  private VoicePhrase(List<byte[]> frames, byte[] levels, boolean isBeginning) {
    if (frames.size() != levels.length) {
      throw new IllegalArgumentException(frames.size() + " frames, " + levels.length + " levels");
    }
    this.frames = frames.stream().map(byte[]::clone).toArray(byte[][]::new);
    this.levels = levels.clone();
    this.isBeginning = isBeginning;
    for (byte[] frame : this.frames) {
      if (frame.length == 0 || frame.length > Forwarder.MAX_PAYLOAD_BYTES) {
        throw new IllegalArgumentException("a frame of " + frame.length + " bytes");
      }
    }
  }

  /** What follows on a part of something that is said. */
  public static VoicePhrase following(List<byte[]> frames, byte[] levels) {
    return new VoicePhrase(frames, levels, false);
  }

  /** All of it, from its parts. */
  public static VoicePhrase joined(List<VoicePhrase> parts) {
    List<byte[]> frames = new ArrayList<>();
    parts.forEach(part -> frames.addAll(List.of(part.frames)));
    byte[] levels = new byte[frames.size()];
    int at = 0;
    for (VoicePhrase part : parts) {
      System.arraycopy(part.levels, 0, levels, at, part.levels.length);
      at += part.levels.length;
    }
    return new VoicePhrase(frames, levels);
  }

  /** False for a part that follows on another. */
  public boolean isBeginning() {
    return isBeginning;
  }

  /** How many frames it has. */
  public int length() {
    return frames.length;
  }

  /** Bytes of all frames. */
  public int bytes() {
    int bytes = 0;
    for (byte[] frame : frames) {
      bytes += frame.length;
    }
    return bytes;
  }

  /** The payload of a frame; not to be changed. */
  public byte[] frame(int index) {
    return frames[index];
  }

  /** How loud a frame is. */
  public int level(int index) {
    return levels[index];
  }
}
