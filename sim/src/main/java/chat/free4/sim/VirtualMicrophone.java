package chat.free4.sim;

import chat.free4.sfu.VoicePhrase;
import chat.free4.wire.BigEndian;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a browser's Opus encoder does, without the sound: a frame every 20 ms while somebody speaks,
 * one every 400 ms in silence (DTX, RFC 7587 section 3.1.3), and nothing once the track is taken
 * away. The payload says who spoke which frame, so that a receiver can check what it was told:
 *
 * <pre>
 * +--------------+------------------+-----------------+--------+
 * | TOC (8 bits) | tag (32 bits)    | frame (32 bits) | filler |
 * +--------------+------------------+-----------------+--------+
 * </pre>
 *
 * <p>The TOC (RFC 6716 section 3.1) says one CELT frame of 20 ms, for which any bytes are valid: a
 * real browser in the same room decodes it, to noise.
 */
public final class VirtualMicrophone {
  /** Time between frames. */
  public static final long FRAME_NANOS = 20_000_000L;

  /** RTP timestamp units of a frame, at 48 kHz. */
  public static final int FRAME_TIMESTAMP = 960;

  /** Level that is sent in silence. */
  public static final int SILENT_LEVEL = 127;

  /** Bytes of a payload's tag and frame number. */
  public static final int TAGGED_BYTES = 9;

  /** Where the tag stands in a payload. */
  static final int TAG_OFFSET = 1;

  /** Where the frame number stands in a payload. */
  static final int FRAME_OFFSET = 5;

  private static final int TOC_CELT_20_MS_MONO = 0xF8;
  private static final int FRAMES_PER_COMFORT = 20;
  private static final int SPEECH_BYTES = 80;
  private static final int VOICE_BIT = 0x80;

  private enum State {
    OFF,
    SILENT,
    SPEAKING
  }

  private int tag;
  private State state = State.SILENT;
  private boolean talkspurtStarts;
  private int level = SILENT_LEVEL;
  private int sequence;
  private int timestamp;
  private int frame;
  private int silentFrames;
  private @Nullable VoicePhrase phrase;
  private int phraseFrame;
  private long packets;
  private long octets;

  /**
   * A microphone in silence.
   *
   * @param sequence its first sequence number
   * @param timestamp its first timestamp
   */
  VirtualMicrophone(int sequence, int timestamp) {
    this.sequence = sequence;
    this.timestamp = timestamp;
  }

  /** What its payloads say of the speaker from now on: the member's number, once it is known. */
  public void setTag(int member) {
    tag = member;
  }

  /** Speaks from now on; {@code level} in -dBov, 0 to 126, is lower the louder. */
  public void speak(int levelBelowFullScale) {
    talkspurtStarts = state != State.SPEAKING;
    state = State.SPEAKING;
    level = levelBelowFullScale;
  }

  /** Is silent from now on; the next frames are comfort noise. */
  public void beSilent() {
    state = State.SILENT;
    level = SILENT_LEVEL;
    silentFrames = 0;
    phrase = null;
  }

  /** Says a phrase of real sound from the next frame on, and is silent after it. */
  public void say(VoicePhrase spoken) {
    speak(0);
    phrase = spoken;
    phraseFrame = 0;
  }

  /** Sends nothing from now on, as after {@code replaceTrack(null)}. */
  public void takeAway() {
    state = State.OFF;
  }

  /** Packets sent so far. */
  public long packets() {
    return packets;
  }

  /** Payload bytes sent so far. */
  public long octets() {
    return octets;
  }

  /** Timestamp of the next frame. */
  int timestamp() {
    return timestamp;
  }

  /** Goes on by one frame; true when there is a packet to {@link #write}. */
  boolean nextFrame() {
    frame++;
    timestamp += FRAME_TIMESTAMP;
    return switch (state) {
      case OFF -> false;
      case SPEAKING -> true;
      case SILENT -> silentFrames++ % FRAMES_PER_COMFORT == 0;
    };
  }

  /** Writes the packet of this frame; returns its length. */
  int write(RtpStreamWriter writer, MemorySegment out, long offset) {
    boolean speaking = state == State.SPEAKING;
    VoicePhrase said = phrase;
    if (said != null) {
      level = said.level(phraseFrame);
    }
    int levelElement = speaking ? VOICE_BIT | level : SILENT_LEVEL;
    int header =
        writer.writeHeader(
            out, offset, speaking && talkspurtStarts, sequence, timestamp, 0, levelElement);
    talkspurtStarts = false;
    sequence = (sequence + 1) & 0xffff;
    int payload =
        said == null ? writeTagged(out, offset + header) : writeSaid(out, offset + header, said);
    packets++;
    octets += payload;
    return header + payload;
  }

  private int writeSaid(MemorySegment out, long at, VoicePhrase said) {
    byte[] frameOfIt = said.frame(phraseFrame);
    MemorySegment.copy(frameOfIt, 0, out, ValueLayout.JAVA_BYTE, at, frameOfIt.length);
    phraseFrame++;
    if (phraseFrame == said.length()) {
      phrase = null;
      beSilent();
    }
    return frameOfIt.length;
  }

  private int writeTagged(MemorySegment out, long at) {
    BigEndian.put8(out, at, TOC_CELT_20_MS_MONO);
    BigEndian.put32(out, at + TAG_OFFSET, tag);
    BigEndian.put32(out, at + FRAME_OFFSET, frame);
    int payload = state == State.SPEAKING ? SPEECH_BYTES : TAGGED_BYTES;
    out.asSlice(at + TAGGED_BYTES, payload - TAGGED_BYTES).fill((byte) tag);
    return payload;
  }
}
