package chat.free4.server.voice;

import chat.free4.sfu.VoicePhrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a phrase of sound part by part, by one encoder: the first is short, so that it is heard
 * while the others are made, each twice as long as the one before. Of one thread.
 */
final class PhraseParts implements AutoCloseable {
  /** Frames of the first part: half a second. */
  static final int FIRST_FRAMES = 25;

  /** Frames of a part at most: eight seconds. */
  static final int MOST_FRAMES = 400;

  private final Resampler samples;
  private final OpusFrames.Coder coder;
  private final int frames;
  private final List<VoicePhrase> parts = new ArrayList<>();
  private int made;
  private int next = FIRST_FRAMES;

  /** Of some sound, that has an encoder of its own from now on. */
  PhraseParts(Tts.Sound sound) throws IOException {
    if (sound.samples().length == 0) {
      throw new IOException("no sound came");
    }
    this.samples = new Resampler(sound);
    this.frames = Math.ceilDiv(samples.length(), OpusFrames.FRAME_SAMPLES);
    this.coder = OpusFrames.coder();
  }

  /** True while something is left to be made. */
  boolean hasMore() {
    return made < frames;
  }

  /** The next part. */
  VoicePhrase next() throws IOException {
    int count = Math.min(next, frames - made);
    short[] sound = samples.read(made * OpusFrames.FRAME_SAMPLES, count * OpusFrames.FRAME_SAMPLES);
    VoicePhrase part = OpusFrames.encode(sound, coder, made == 0);
    made += count;
    next = Math.min(2 * next, MOST_FRAMES);
    parts.add(part);
    return part;
  }

  /** How long that lasts which was made. */
  long madeNanos() {
    return made * VoicePhrase.FRAME_NANOS;
  }

  /** All parts, as one. */
  VoicePhrase whole() {
    return VoicePhrase.joined(parts);
  }

  @Override
  public void close() {
    coder.close();
  }
}
