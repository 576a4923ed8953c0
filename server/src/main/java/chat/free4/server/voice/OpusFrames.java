package chat.free4.server.voice;

import chat.free4.sfu.VoicePhrase;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Encodes sound of 48,000 samples a second as Opus (RFC 6716), by Concentus. */
final class OpusFrames {
  static final int FRAME_SAMPLES = 960;

  private static final int MAX_FRAME_BYTES = 1_000;
  private static final int BIT_RATE = 32_000;
  private static final int COMPLEXITY = 5;
  private static final int SILENT_LEVEL = 127;
  private static final double DECIBELS = 20;

  private OpusFrames() {}

  static VoicePhrase encode(short[] samples) throws IOException {
    try {
      OpusEncoder encoder =
          new OpusEncoder(Resampler.RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
      encoder.setBitrate(BIT_RATE);
      encoder.setComplexity(COMPLEXITY);
      int count = (samples.length + FRAME_SAMPLES - 1) / FRAME_SAMPLES;
      List<byte[]> frames = new ArrayList<>(count);
      byte[] levels = new byte[count];
      byte[] frame = new byte[MAX_FRAME_BYTES];
      for (int i = 0; i < count; i++) {
        // What the last frame lacks is silence.
        short[] part = Arrays.copyOfRange(samples, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES);
        int length = encoder.encode(part, 0, FRAME_SAMPLES, frame, 0, frame.length);
        frames.add(Arrays.copyOf(frame, length));
        levels[i] = (byte) level(part);
      }
      return new VoicePhrase(frames, levels);
    } catch (OpusException | RuntimeException e) {
      throw new IOException("it cannot be encoded: " + e.getMessage(), e);
    }
  }

  /** RFC 6464: the level of a frame in -dBov. */
  static int level(short[] samples) {
    double power = 0;
    for (short sample : samples) {
      power += (double) sample * sample;
    }
    double amplitude = Math.sqrt(power / samples.length) / -Short.MIN_VALUE;
    return amplitude == 0
        ? SILENT_LEVEL
        : Math.clamp(Math.round(-DECIBELS * Math.log10(amplitude)), 0, SILENT_LEVEL);
  }
}
