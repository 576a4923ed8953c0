package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.NativeOpus;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** libopus and Concentus in each other's place: what one encodes sounds as what the other does. */
final class OpusFramesTest {
  private static final double DECIBELS = 10;

  /** Packets of a coder, as a listener hears them. */
  private record Heard(int packets, int bytes, short[] samples) {}

  private static Heard hear(short[] samples, OpusFrames.Coder coder)
      throws IOException, OpusException {
    List<byte[]> packets = new ArrayList<>();
    int length =
        OpusFrames.encode(
                samples,
                new OpusFrames.Coder() {
                  @Override
                  public int encode(short[] frame, byte[] into) throws IOException {
                    int bytes = coder.encode(frame, into);
                    packets.add(Arrays.copyOf(into, bytes));
                    return bytes;
                  }
                },
                true)
            .length();
    coder.close();
    OpusDecoder decoder = new OpusDecoder(Resampler.RATE, 1);
    short[] heard = new short[packets.size() * OpusFrames.FRAME_SAMPLES];
    int at = 0;
    int bytes = 0;
    for (byte[] packet : packets) {
      at += decoder.decode(packet, 0, packet.length, heard, at, OpusFrames.FRAME_SAMPLES, false);
      bytes += packet.length;
    }
    assertThat(at).isEqualTo(heard.length);
    return new Heard(length, bytes, heard);
  }

  private static double decibels(short[] samples, int from, int length) {
    double power = 1;
    for (int i = from; i < from + length; i++) {
      power += (double) samples[i] * samples[i];
    }
    return DECIBELS * Math.log10(power / length);
  }

  @Test
  void bothSoundTheSame() throws IOException, InterruptedException, OpusException {
    assertThat(NativeOpus.problem()).as("./test installs it").isNull();
    assertThat(OpusFrames.summary()).startsWith("libopus");
    Tts espeak = new Espeak(60_000);
    Resampler all = new Resampler(espeak.speak("Seven purple elephants danced all night.", "en"));
    short[] samples = all.read(0, all.length());
    Heard ours = hear(samples, OpusFrames.concentus());
    Heard theirs = hear(samples, OpusFrames.libopus());
    assertThat(theirs.packets).isEqualTo(ours.packets);
    assertThat((double) theirs.bytes / ours.bytes).isBetween(0.7, 1.4);
    int loud = 0;
    for (int at = 0; at + 4_800 <= samples.length; at += 4_800) {
      double said = decibels(samples, at, 4_800);
      if (said > 40) {
        loud++;
        double difference = decibels(ours.samples, at, 4_800) - decibels(theirs.samples, at, 4_800);
        assertThat(Math.abs(difference)).as("dB at %s of %s dB", at, said).isLessThan(3);
      }
    }
    assertThat(loud).isGreaterThan(10);
    assertThat(correlation(ours.samples, theirs.samples)).isGreaterThan(0.8);
  }

  private static double correlation(short[] one, short[] other) {
    double both = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      both += (double) one[i] * other[i];
      first += (double) one[i] * one[i];
      second += (double) other[i] * other[i];
    }
    return both / Math.sqrt(first * second);
  }

  @Test
  void aHundredCodersAreMadeAndLetGo() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (OpusFrames.Coder coder = OpusFrames.coder()) {
        short[] samples = new short[OpusFrames.FRAME_SAMPLES * 2 + 1];
        assertThat(OpusFrames.encode(samples, coder, true).length()).isEqualTo(3);
      }
    }
  }
}
