package chat.free4.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSL 3, libcrypto: EVP_CIPHER and EVP_MAC, as their manual pages EVP_EncryptInit(3) and
 * EVP_MAC(3) have them. Pointers are passed as numbers, so that a call makes no object. The calls
 * of a packet are critical: each is short, and waits for nothing.
 */
final class LibCrypto {
  /** Parts of EVP_CIPHER_CTX_ctrl. */
  private static final int CTRL_AEAD_GET_TAG = 0x10;

  private static final int CTRL_AEAD_SET_TAG = 0x11;

  // An OSSL_PARAM: key, type, data, size, returned size.
  private static final long PARAM_BYTES = 40;
  private static final long PARAM_KEY = 0;
  private static final long PARAM_TYPE = 8;
  private static final long PARAM_DATA = 16;
  private static final long PARAM_SIZE = 24;
  private static final int PARAM_UTF8_STRING = 4;

  private static final NativeLibrary LIBRARY = NativeLibrary.open("libcrypto.so.3");

  private static final Linker.Option CRITICAL = Linker.Option.critical(false);

  private static final MethodHandle CIPHER_FETCH =
      LIBRARY.function(
          "EVP_CIPHER_fetch", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle CIPHER_CTX_NEW =
      LIBRARY.function("EVP_CIPHER_CTX_new", FunctionDescriptor.of(JAVA_LONG));
  private static final MethodHandle CIPHER_CTX_FREE =
      LIBRARY.function("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle CIPHER_SET_KEY =
      LIBRARY.function(
          "EVP_CipherInit_ex2",
          FunctionDescriptor.of(
              JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
  private static final MethodHandle CIPHER_SET_IV =
      LIBRARY.function(
          "EVP_CipherInit_ex2",
          FunctionDescriptor.of(
              JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG),
          CRITICAL);
  private static final MethodHandle CIPHER_UPDATE =
      LIBRARY.function(
          "EVP_CipherUpdate",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT),
          CRITICAL);
  private static final MethodHandle CIPHER_FINAL =
      LIBRARY.function(
          "EVP_CipherFinal_ex",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CRITICAL);
  private static final MethodHandle CIPHER_CTRL =
      LIBRARY.function(
          "EVP_CIPHER_CTX_ctrl",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG),
          CRITICAL);
  private static final MethodHandle MAC_FETCH =
      LIBRARY.function(
          "EVP_MAC_fetch", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle MAC_CTX_NEW =
      LIBRARY.function("EVP_MAC_CTX_new", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle MAC_CTX_FREE =
      LIBRARY.function("EVP_MAC_CTX_free", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle MAC_SET_KEY =
      LIBRARY.function(
          "EVP_MAC_init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle MAC_RESTART =
      LIBRARY.function(
          "EVP_MAC_init",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CRITICAL);
  private static final MethodHandle MAC_UPDATE =
      LIBRARY.function(
          "EVP_MAC_update",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CRITICAL);
  private static final MethodHandle MAC_FINAL =
      LIBRARY.function(
          "EVP_MAC_final",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CRITICAL);

  private static final long AES_128_GCM = fetch(CIPHER_FETCH, "AES-128-GCM");
  private static final long AES_128_CTR = fetch(CIPHER_FETCH, "AES-128-CTR");
  private static final long HMAC = fetch(MAC_FETCH, "HMAC");

  private LibCrypto() {}

  /** Why it cannot be used; null when it can. */
  static @Nullable String problem() {
    return LIBRARY.problem();
  }

  /** An algorithm, kept for the life of the process. */
  private static long fetch(MethodHandle fetch, String algorithm) {
    if (LIBRARY.problem() != null) {
      return 0;
    }
    long found;
    try (Arena arena = Arena.ofConfined()) {
      found =
          (long)
              fetch.invokeExact(
                  MemorySegment.NULL, arena.allocateFrom(algorithm), MemorySegment.NULL);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
    if (found == 0) {
      LIBRARY.refuse("libcrypto has no " + algorithm);
    }
    return found;
  }

  /** An EVP_CIPHER_CTX of AES-128-GCM with its key. */
  static long newGcm(MemorySegment key, boolean encrypting) {
    return newCipher(AES_128_GCM, key, encrypting);
  }

  /** An EVP_CIPHER_CTX of AES-128 in counter mode with its key. */
  static long newCounterMode(MemorySegment key) {
    return newCipher(AES_128_CTR, key, true);
  }

  private static long newCipher(long cipher, MemorySegment key, boolean encrypting) {
    try {
      long context = (long) CIPHER_CTX_NEW.invokeExact();
      if (context == 0) {
        throw new OutOfMemoryError("native memory for ciphers");
      }
      MemorySegment none = MemorySegment.NULL;
      int direction = encrypting ? 1 : 0;
      check((int) CIPHER_SET_KEY.invokeExact(context, cipher, key, none, direction, none));
      return context;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Gives a cipher back; its key is wiped. */
  static void freeCipher(long context) {
    try {
      CIPHER_CTX_FREE.invokeExact(context);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Begins a packet. */
  static void setIv(long context, long iv) {
    try {
      check((int) CIPHER_SET_IV.invokeExact(context, 0L, 0L, iv, -1, 0L));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /**
   * Encrypts or decrypts.
   *
   * @param out 0: what comes in is associated data
   * @param outLength where a number is written that nobody needs
   */
  static void update(long context, long out, long outLength, long in, int bytes) {
    try {
      check((int) CIPHER_UPDATE.invokeExact(context, out, outLength, in, bytes));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Ends a packet; false when its tag does not fit. */
  static boolean finish(long context, long out, long outLength) {
    try {
      return (int) CIPHER_FINAL.invokeExact(context, out, outLength) > 0;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Reads the tag of a packet that has ended. */
  static void getTag(long context, int bytes, long tag) {
    try {
      check((int) CIPHER_CTRL.invokeExact(context, CTRL_AEAD_GET_TAG, bytes, tag));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Sets the tag that the packet is to have. */
  static void setTag(long context, int bytes, long tag) {
    try {
      check((int) CIPHER_CTRL.invokeExact(context, CTRL_AEAD_SET_TAG, bytes, tag));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** An EVP_MAC_CTX of HMAC-SHA1 with its key. */
  static long newHmacSha1(MemorySegment key) {
    try (Arena arena = Arena.ofConfined()) {
      long context = (long) MAC_CTX_NEW.invokeExact(HMAC);
      if (context == 0) {
        throw new OutOfMemoryError("native memory for MACs");
      }
      MemorySegment digest = arena.allocateFrom("SHA1");
      MemorySegment parameters = arena.allocate(2 * PARAM_BYTES, 8);
      parameters.set(ADDRESS, PARAM_KEY, arena.allocateFrom("digest"));
      parameters.set(JAVA_INT, PARAM_TYPE, PARAM_UTF8_STRING);
      parameters.set(ADDRESS, PARAM_DATA, digest);
      parameters.set(JAVA_LONG, PARAM_SIZE, digest.byteSize() - 1);
      check((int) MAC_SET_KEY.invokeExact(context, key, key.byteSize(), parameters));
      return context;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Gives a MAC back; its key is wiped. */
  static void freeMac(long context) {
    try {
      MAC_CTX_FREE.invokeExact(context);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** The MAC of some bytes. */
  static void mac(long context, long bytes, long count, long tag, long tagLength, long tagBytes) {
    try {
      check((int) MAC_RESTART.invokeExact(context, 0L, 0L, 0L));
      check((int) MAC_UPDATE.invokeExact(context, bytes, count));
      check((int) MAC_FINAL.invokeExact(context, tag, tagLength, tagBytes));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static void check(int result) {
    if (result <= 0) {
      throw new IllegalStateException("libcrypto refused a call");
    }
  }

  private static RuntimeException rethrown(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> NativeLibrary.bug(thrown);
    };
  }
}
