package chat.free4.server.voice;

import chat.free4.ffi.NativeOpus;
import chat.free4.sfu.VoicePhrase;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes sound of 48,000 samples a second as Opus (RFC 6716): by libopus where that is there, else
 * by Concentus, which is the same in Java.
 */
final class OpusFrames {
  static final int FRAME_SAMPLES = 960;

  private static final int MAX_FRAME_BYTES = 1_000;
  private static final int BIT_RATE = 32_000;
  private static final int COMPLEXITY = 5;
  private static final int SILENT_LEVEL = 127;
  private static final double DECIBELS = 20;

  private OpusFrames() {}

  /** Encodes frame after frame. */
  interface Coder extends AutoCloseable {
    /** One frame; gives its bytes. */
    int encode(short[] frame, byte[] into) throws IOException;

    @Override
    default void close() {}
  }

  /** What encodes here, for a log. */
  static String summary() {
    String problem = NativeOpus.problem();
    return problem == null ? NativeOpus.version() : "Concentus (" + problem + ")";
  }

  static Coder libopus() {
    NativeOpus opus = new NativeOpus(BIT_RATE, COMPLEXITY, FRAME_SAMPLES, MAX_FRAME_BYTES);
    return new Coder() {
      @Override
      public int encode(short[] frame, byte[] into) {
        return opus.encode(frame, into);
      }

      @Override
      public void close() {
        opus.close();
      }
    };
  }

  static Coder concentus() throws IOException {
    try {
      OpusEncoder encoder =
          new OpusEncoder(Resampler.RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
      encoder.setBitrate(BIT_RATE);
      encoder.setComplexity(COMPLEXITY);
      return (frame, into) -> {
        try {
          return encoder.encode(frame, 0, FRAME_SAMPLES, into, 0, MAX_FRAME_BYTES);
        } catch (OpusException e) {
          throw new IOException("it cannot be encoded", e);
        }
      };
    } catch (OpusException e) {
      throw new IOException("there is no encoder", e);
    }
  }

  /** What encodes here. */
  static Coder coder() throws IOException {
    try {
      return NativeOpus.problem() == null ? libopus() : concentus();
    } catch (RuntimeException e) {
      throw new IOException("there is no encoder: " + e.getMessage(), e);
    }
  }

  /**
   * Encodes a part of a phrase: its beginning, or what follows on what {@code coder} had before.
   */
  static VoicePhrase encode(short[] samples, Coder coder, boolean isBeginning) throws IOException {
    int count = (samples.length + FRAME_SAMPLES - 1) / FRAME_SAMPLES;
    List<byte[]> frames = new ArrayList<>(count);
    byte[] levels = new byte[count];
    byte[] frame = new byte[MAX_FRAME_BYTES];
    for (int i = 0; i < count; i++) {
      // What the last frame lacks is silence.
      short[] part = Arrays.copyOfRange(samples, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES);
      int length = encode(part, frame, coder);
      frames.add(Arrays.copyOf(frame, length));
      levels[i] = (byte) level(part);
    }
    return isBeginning ? new VoicePhrase(frames, levels) : VoicePhrase.following(frames, levels);
  }

  private static int encode(short[] frame, byte[] into, Coder coder) throws IOException {
    try {
      return coder.encode(frame, into);
    } catch (RuntimeException e) {
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
