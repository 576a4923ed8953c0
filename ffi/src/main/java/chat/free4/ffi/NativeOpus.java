package chat.free4.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * An encoder of libopus (RFC 6716), one channel at 48,000 samples a second, as opus_encoder.h has
 * it. One thread at a time; of the thread that has made it.
 */
public final class NativeOpus implements AutoCloseable {
  private static final int RATE = 48_000;
  private static final int APPLICATION_VOIP = 2048;
  private static final int SET_BIT_RATE = 4002;
  private static final int SET_COMPLEXITY = 4010;
  private static final int MAX_VERSION_BYTES = 128;

  private static final NativeLibrary LIBRARY = NativeLibrary.open("libopus.so.0");
  private static final MethodHandle CREATE =
      LIBRARY.function(
          "opus_encoder_create",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle DESTROY =
      LIBRARY.function("opus_encoder_destroy", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle CONTROL =
      LIBRARY.function(
          "opus_encoder_ctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle ENCODE =
      LIBRARY.function(
          "opus_encode",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle VERSION =
      LIBRARY.function("opus_get_version_string", FunctionDescriptor.of(ADDRESS));

  private final Arena arena = Arena.ofConfined();
  private final int frameSamples;
  private final int maxBytes;
  private final MemorySegment samples;
  private final MemorySegment packet;
  private final long encoder;

  /**
   * An encoder for voice.
   *
   * @param frameSamples of each frame
   * @param maxBytes of a packet
   */
  public NativeOpus(int bitRate, int complexity, int frameSamples, int maxBytes) {
    if (LIBRARY.problem() != null) {
      throw new IllegalStateException(LIBRARY.problem());
    }
    this.frameSamples = frameSamples;
    this.maxBytes = maxBytes;
    this.samples = arena.allocate(ValueLayout.JAVA_SHORT, frameSamples);
    this.packet = arena.allocate(maxBytes);
    MemorySegment error = arena.allocate(JAVA_INT);
    try {
      this.encoder = (long) CREATE.invokeExact(RATE, 1, APPLICATION_VOIP, error);
      if (encoder == 0) {
        arena.close();
        throw new IllegalStateException("libopus gives no encoder");
      }
      set(SET_BIT_RATE, bitRate);
      set(SET_COMPLEXITY, complexity);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  private void set(int what, int value) throws Throwable {
    int result = (int) CONTROL.invokeExact(encoder, what, value);
    if (result != 0) {
      throw new IllegalArgumentException("libopus refuses " + what + " " + value);
    }
  }

  /** Why it cannot be used, in a few words for a log; null when it can. */
  public static @Nullable String problem() {
    return LIBRARY.problem();
  }

  /** What the library calls itself. */
  public static String version() {
    try {
      MemorySegment text = (MemorySegment) VERSION.invokeExact();
      return text.reinterpret(MAX_VERSION_BYTES).getString(0);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  /** Encodes a frame; gives how many bytes that is. */
  public int encode(short[] frame, byte[] into) {
    if (frame.length != frameSamples || into.length < maxBytes) {
      throw new IllegalArgumentException(frame.length + " samples, " + into.length + " bytes");
    }
    MemorySegment.copy(frame, 0, samples, ValueLayout.JAVA_SHORT, 0, frameSamples);
    int length;
    try {
      length = (int) ENCODE.invokeExact(encoder, samples, frameSamples, packet, maxBytes);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
    if (length <= 0) {
      throw new IllegalStateException("libopus gives " + length);
    }
    MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, 0, into, 0, length);
    return length;
  }

  @Override
  public void close() {
    try {
      DESTROY.invokeExact(encoder);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
    arena.close();
  }
}
