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
 * Intel's multi-buffer library, libipsec-mb (intel-ipsec-mb.h). It chooses code for the processor
 * at run time and hands out what it chose as function pointers in its manager, IMB_MGR. Where they
 * stand is known for one version of the structure, so another is refused before it is called.
 *
 * <p>Pointers are passed as numbers, so that a call makes no object.
 */
final class IpsecMb {
  /** IMB_VERSION(1, 3, 0); the last byte counts repairs, which leave the structures alone. */
  private static final int KNOWN_VERSION = 0x10300;

  private static final long MANAGER_ALIGNMENT = 64;

  // Offsets of function pointers in IMB_MGR of version 1.3.
  private static final long KEYEXP_128 = 112;
  private static final long SHA1_ONE_BLOCK = 160;
  private static final long GCM128_ENC = 256;
  private static final long GCM128_DEC = 280;
  private static final long GCM128_PRE = 448;
  private static final long SUBMIT_CIPHER_BURST = 984;
  private static final long SUBMIT_HASH_BURST = 1000;

  /** Values of IMB_CIPHER_MODE, IMB_KEY_SIZE_BYTES and IMB_HASH_ALG. */
  private static final int CIPHER_CNTR = 2;

  private static final int KEY_128_BYTES = 16;
  private static final int AUTH_HMAC_SHA_1 = 1;

  private static final long GCM_TAG_BYTES = 16;

  private static final NativeLibrary LIBRARY = NativeLibrary.open("libIPSec_MB.so.1");

  private static final MethodHandle GET_VERSION =
      LIBRARY.function("imb_get_version", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle GET_ERRNO =
      LIBRARY.function("imb_get_errno", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle GET_MANAGER_SIZE =
      LIBRARY.function("imb_get_mb_mgr_size", FunctionDescriptor.of(JAVA_LONG));
  private static final MethodHandle SET_POINTERS =
      LIBRARY.function(
          "imb_set_pointers_mb_mgr",
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle INIT_AUTO =
      LIBRARY.function("init_mb_mgr_auto", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));

  /** Its pointers are those of every manager: they depend on the processor alone. */
  private static final MemorySegment FIRST = firstManager();

  private static final MethodHandle KEY_EXPANSION =
      pointer(KEYEXP_128, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle SHA1_BLOCK =
      pointer(SHA1_ONE_BLOCK, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
  private static final MethodHandle GCM_PREPARE =
      pointer(GCM128_PRE, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));

  /** Short enough to be critical: the thread's transitions would cost a third of the call. */
  private static final MethodHandle GCM_ENCRYPT =
      pointer(GCM128_ENC, gcmDescriptor(), Linker.Option.critical(false));

  private static final MethodHandle GCM_DECRYPT =
      pointer(GCM128_DEC, gcmDescriptor(), Linker.Option.critical(false));

  private static final MethodHandle CIPHER_BURST =
      pointer(
          SUBMIT_CIPHER_BURST,
          FunctionDescriptor.of(
              JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle HASH_BURST =
      pointer(
          SUBMIT_HASH_BURST,
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));

  private IpsecMb() {}

  /** Why it cannot be used; null when it can. */
  static @Nullable String problem() {
    return LIBRARY.problem();
  }

  private static FunctionDescriptor gcmDescriptor() {
    return FunctionDescriptor.ofVoid(
        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
        JAVA_LONG, JAVA_LONG);
  }

  private static MemorySegment firstManager() {
    if (LIBRARY.problem() != null) {
      return MemorySegment.NULL;
    }
    int version = version();
    if (version >>> 8 != KNOWN_VERSION >>> 8) {
      LIBRARY.refuse(
          "libipsec-mb is of version %d.%d, want 1.3"
              .formatted(version >>> 16, version >>> 8 & 0xff));
      return MemorySegment.NULL;
    }
    return newManager();
  }

  private static int version() {
    try {
      return (int) GET_VERSION.invokeExact();
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  /** A manager in memory of ours, for one thread. */
  static MemorySegment newManager() {
    try {
      long bytes = (long) GET_MANAGER_SIZE.invokeExact();
      MemorySegment manager = Arena.ofAuto().allocate(bytes, MANAGER_ALIGNMENT);
      long same = (long) SET_POINTERS.invokeExact(manager, 0L, 1);
      INIT_AUTO.invokeExact(manager, MemorySegment.NULL);
      int error = (int) GET_ERRNO.invokeExact(manager);
      if (same != manager.address() || error != 0) {
        LIBRARY.refuse("libipsec-mb does not start: error " + error);
      }
      return manager;
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  private static MethodHandle pointer(
      long offset, FunctionDescriptor descriptor, Linker.Option... options) {
    if (LIBRARY.problem() == null && FIRST.get(JAVA_LONG, offset) == 0) {
      LIBRARY.refuse("libipsec-mb lacks a function");
    }
    MemorySegment address =
        LIBRARY.problem() == null ? FIRST.get(ADDRESS, offset) : MemorySegment.NULL;
    return LIBRARY.function(address, descriptor, options);
  }

  /** AES-128: the schedules of both directions. */
  static void expandKey(MemorySegment key, MemorySegment encrypting, MemorySegment decrypting) {
    try {
      KEY_EXPANSION.invokeExact(key, encrypting, decrypting);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  /** The state of SHA-1 after one block. */
  static void sha1Block(MemorySegment block, MemorySegment state) {
    try {
      SHA1_BLOCK.invokeExact(block, state);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  /** Fills a gcm_key_data. */
  static void prepareGcm(MemorySegment key, MemorySegment keyData) {
    try {
      GCM_PREPARE.invokeExact(key, keyData);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  /** AES-128-GCM in place. */
  static void gcm(
      boolean encrypt,
      long keyData,
      long context,
      long body,
      long bytes,
      long iv,
      long aad,
      long aadBytes,
      long tag) {
    try {
      if (encrypt) {
        GCM_ENCRYPT.invokeExact(
            keyData, context, body, body, bytes, iv, aad, aadBytes, tag, GCM_TAG_BYTES);
      } else {
        GCM_DECRYPT.invokeExact(
            keyData, context, body, body, bytes, iv, aad, aadBytes, tag, GCM_TAG_BYTES);
      }
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
  }

  /** AES-128 in counter mode, for an array of jobs. */
  static void cipherBurst(MemorySegment manager, IpsecMbJobs jobs, int count) {
    int done;
    try {
      done =
          (int)
              CIPHER_BURST.invokeExact(
                  manager.address(),
                  jobs.address(),
                  count,
                  CIPHER_CNTR,
                  IpsecMbJobs.DIRECTION_ENCRYPT,
                  KEY_128_BYTES);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
    check(done, count);
  }

  /** HMAC-SHA1, for an array of jobs. */
  static void hashBurst(MemorySegment manager, IpsecMbJobs jobs, int count) {
    int done;
    try {
      done =
          (int) HASH_BURST.invokeExact(manager.address(), jobs.address(), count, AUTH_HMAC_SHA_1);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
    check(done, count);
  }

  private static void check(int done, int count) {
    if (done != count) {
      throw new IllegalStateException("libipsec-mb did %d jobs of %d".formatted(done, count));
    }
  }
}
