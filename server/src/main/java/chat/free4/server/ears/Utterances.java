package chat.free4.server.ears;

import chat.free4.server.voice.Tts;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one speaker says, cut where there is silence: packets of Opus go in (RFC 7587), whole
 * utterances come out. Sans I/O, single-threaded.
 */
final class Utterances {
  /** Of the sound that comes out: what ears are trained on. */
  static final int RATE = 16_000;

  /** So long nothing loud has come: the utterance is over. */
  static final long PAUSE_NANOS = 700_000_000L;

  /** A longer utterance is cut. */
  static final int MAX_SECONDS = 20;

  /** One that is loud for less is a cough or a click. */
  static final int LEAST_LOUD_MILLIS = 300;

  /** Kept from before the first loud packet: words begin softly. */
  static final int LEAD_MILLIS = 200;

  /** Louder than this is speech, in -dBov (RFC 6464). */
  static final int LOUD_LEVEL = 50;

  /** Packets that are made up where they are lost; of more the rest is left out. */
  static final int MAX_LOST = 5;

  private static final int DECODED_RATE = RATE * Decimator.FACTOR;
  private static final int MAX_PACKET_MILLIS = 120;
  private static final int USUAL_MILLIS = 20;
  private static final int SAMPLES_A_MILLI = RATE / 1_000;
  private static final int MAX_PACKET_SAMPLES = MAX_PACKET_MILLIS * SAMPLES_A_MILLI;
  private static final int LEAD_SAMPLES = LEAD_MILLIS * SAMPLES_A_MILLI;
  private static final int SEQUENCES = 1 << 16;

  private final OpusDecoder decoder;
  private final short[] sound = new short[MAX_SECONDS * RATE + MAX_PACKET_SAMPLES];
  private final short[] packet = new short[MAX_PACKET_SAMPLES];
  private final short[] decoded = new short[MAX_PACKET_SAMPLES * Decimator.FACTOR];
  private final Decimator decimator = new Decimator(decoded.length);
  private int length;
  private int loudSamples;
  private boolean isSpeaking;
  private boolean hasBegun;
  private int lastSequence;
  private long lastLoudNanos;

  /** Of somebody who has said nothing yet. */
  Utterances() {
    try {
      this.decoder = new OpusDecoder(DECODED_RATE, 1);
    } catch (OpusException e) {
      throw new IllegalStateException("no decoder", e);
    }
  }

  /**
   * A packet has come; what comes late or twice is left out.
   *
   * @param level of its header extension, 0 (loud) to 127; negative where there is none
   * @return an utterance that is over; null while there is none
   */
  Tts.@Nullable Sound handlePacket(long nowNanos, int sequence, byte[] payload, int level) {
    int ahead = (sequence - lastSequence) & (SEQUENCES - 1);
    if (hasBegun && (ahead == 0 || ahead >= SEQUENCES / 2)) {
      return null;
    }
    Tts.Sound over = handleTimeout(nowNanos);
    int lost = hasBegun && isSpeaking ? Math.min(ahead - 1, MAX_LOST) : 0;
    hasBegun = true;
    lastSequence = sequence;
    for (int i = 0; i < lost; i++) {
      decode(null, USUAL_MILLIS);
    }
    int samples = decode(payload, MAX_PACKET_MILLIS);
    boolean isLoud = samples > 0 && level >= 0 && level < LOUD_LEVEL;
    if (isLoud) {
      isSpeaking = true;
      lastLoudNanos = nowNanos;
      loudSamples += samples;
    }
    if (!isSpeaking) {
      forgetBeforeLead();
    } else if (length >= MAX_SECONDS * RATE) {
      return end();
    }
    return over;
  }

  /**
   * When {@link #handleTimeout} has something to do; {@link Long#MAX_VALUE} while nobody speaks.
   */
  long pollTimeout() {
    return isSpeaking ? lastLoudNanos + PAUSE_NANOS : Long.MAX_VALUE;
  }

  /** Gives the utterance that is over by now; null when there is none. */
  Tts.@Nullable Sound handleTimeout(long nowNanos) {
    return isSpeaking && nowNanos - lastLoudNanos >= PAUSE_NANOS ? end() : null;
  }

  private Tts.@Nullable Sound end() {
    boolean isWorthIt = loudSamples >= LEAST_LOUD_MILLIS * SAMPLES_A_MILLI;
    Tts.Sound said =
        isWorthIt
            ? new Tts.Sound(Arrays.copyOf(sound, Math.min(length, MAX_SECONDS * RATE)), RATE)
            : null;
    length = 0;
    loudSamples = 0;
    isSpeaking = false;
    return said;
  }

  /** Appends what a packet sounds like, or what may have been in one that is lost. */
  private int decode(byte @Nullable [] payload, int mostMillis) {
    int samples;
    try {
      int most = mostMillis * DECODED_RATE / 1_000;
      int length = payload == null ? 0 : payload.length;
      int came = decoder.decode(payload, 0, length, decoded, 0, most, false);
      samples = decimator.decimate(decoded, came - came % Decimator.FACTOR, packet);
    } catch (OpusException | RuntimeException e) {
      return 0; // anybody can send bytes that are no sound
    }
    int fits = Math.clamp(sound.length - length, 0, Math.max(samples, 0));
    System.arraycopy(packet, 0, sound, length, fits);
    length += fits;
    return samples;
  }

  private void forgetBeforeLead() {
    if (length > LEAD_SAMPLES) {
      System.arraycopy(sound, length - LEAD_SAMPLES, sound, 0, LEAD_SAMPLES);
      length = LEAD_SAMPLES;
    }
  }
}
