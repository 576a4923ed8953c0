package chat.free4.server.voice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Sound in a RIFF WAVE file: PCM of 16 bits. Lengths in it are believed as far as bytes are there:
 * a stream's header is written before anybody knows them.
 *
 * <pre>
 *  "RIFF" length "WAVE"  then chunks: id (4) length (4, little endian) content, padded to even
 *  "fmt " 16  format (2) channels (2) rate (4) bytes/s (4) align (2) bits (2)
 *  "data"
 * </pre>
 */
public final class Wave {
  static final int HEADER_BYTES = 44;

  private static final int RIFF = 0x52494646;
  private static final int WAVE = 0x57415645;
  private static final int FMT = 0x666d7420;
  private static final int DATA = 0x64617461;
  private static final int FIRST_CHUNK = 12;
  private static final int FMT_BYTES = 16;
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int BITS = 16;
  private static final int MIN_RATE = 8_000;

  private Wave() {}

  /** Reads no more than {@code maxSeconds}; of two channels the mean. */
  static Tts.Sound read(byte[] file, int maxSeconds) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (file.length < FIRST_CHUNK || bytes.getInt(0) != RIFF || bytes.getInt(8) != WAVE) {
      throw new IOException("what came is no sound in WAVE");
    }
    int rate = 0;
    int channels = 0;
    long at = FIRST_CHUNK;
    while (at + 8 <= file.length) {
      int id = bytes.order(ByteOrder.BIG_ENDIAN).getInt((int) at);
      long length =
          Integer.toUnsignedLong(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt((int) at + 4));
      int content = (int) at + 8;
      if (id == FMT && content + FMT_BYTES <= file.length) {
        int format = Short.toUnsignedInt(bytes.getShort(content));
        channels = Short.toUnsignedInt(bytes.getShort(content + 2));
        rate = bytes.getInt(content + 4);
        int bits = Short.toUnsignedInt(bytes.getShort(content + 14));
        boolean isPcm = format == PCM || format == EXTENSIBLE;
        if (!isPcm || bits != BITS || channels < 1 || channels > 2) {
          throw new IOException("sound that is not PCM of 16 bits");
        }
        if (rate < MIN_RATE || rate > Resampler.RATE) {
          throw new IOException("sound of " + rate + " samples a second");
        }
      } else if (id == DATA && rate != 0) {
        int there = (int) Math.min(length, file.length - content);
        return new Tts.Sound(samples(bytes, content, there, channels, rate * maxSeconds), rate);
      }
      at = content + length + (length & 1);
    }
    throw new IOException("no sound came");
  }

  private static short[] samples(ByteBuffer bytes, int from, int length, int channels, int most) {
    short[] samples = new short[Math.min(length / (2 * channels), most)];
    for (int i = 0; i < samples.length; i++) {
      int sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += bytes.getShort(from + 2 * (i * channels + channel));
      }
      samples[i] = (short) (sum / channels);
    }
    return samples;
  }

  /** One channel of sound as a file. */
  public static byte[] write(Tts.Sound sound) {
    int length = 2 * sound.samples().length;
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER_BYTES - 8 + length);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(FMT_BYTES);
    bytes.putShort((short) PCM).putShort((short) 1).putInt(sound.rate()).putInt(2 * sound.rate());
    bytes.putShort((short) 2).putShort((short) BITS);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    for (short sample : sound.samples()) {
      bytes.putShort(sample);
    }
    return bytes.array();
  }
}
