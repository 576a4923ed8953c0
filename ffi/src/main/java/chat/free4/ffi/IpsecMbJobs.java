package chat.free4.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import chat.free4.rtc.srtp.CipherBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of IMB_JOB (intel-ipsec-mb.h, version 1.3) for bursts of counter mode, or of HMAC-SHA1,
 * and what each job points to: its IV, or its whole tag. What is the same in all is written once.
 */
final class IpsecMbJobs {
  static final int DIRECTION_ENCRYPT = 1;

  /** Bytes of a whole HMAC-SHA1. */
  static final int TAG_BYTES = 20;

  private static final long JOB_BYTES = 200;

  // Offsets in a job.
  private static final long ENC_KEYS = 0;
  private static final long DEC_KEYS = 8;
  private static final long KEY_LENGTH = 16;
  private static final long SRC = 24;
  private static final long DST = 32;
  private static final long CIPHER_START = 40;
  private static final long CIPHER_LENGTH = 48;
  private static final long HASH_START = 56;
  private static final long HASH_LENGTH = 64;
  private static final long IV = 72;
  private static final long IV_LENGTH = 80;
  private static final long TAG_OUTPUT = 88;
  private static final long TAG_LENGTH = 96;
  private static final long INNER_STATE = 104;
  private static final long OUTER_STATE = 112;
  private static final long CIPHER_MODE = 132;
  private static final long CIPHER_DIRECTION = 136;
  private static final long HASH_ALGORITHM = 140;
  private static final long CHAIN_ORDER = 144;

  private static final int CIPHER_CNTR = 2;
  private static final int AUTH_HMAC_SHA_1 = 1;
  private static final int ORDER_CIPHER_HASH = 1;
  private static final long KEY_BYTES = 16;

  /** From one IV or tag to the next. */
  private static final long SIDE_BYTES = 32;

  private final MemorySegment jobs;
  private final MemorySegment side;

  IpsecMbJobs(Arena arena) {
    jobs = arena.allocate(JOB_BYTES * CipherBatch.CAPACITY, 64);
    side = arena.allocate(SIDE_BYTES * CipherBatch.CAPACITY, 64);
    for (int i = 0; i < CipherBatch.CAPACITY; i++) {
      long job = i * JOB_BYTES;
      jobs.set(JAVA_LONG, job + KEY_LENGTH, KEY_BYTES);
      jobs.set(JAVA_LONG, job + HASH_START, 0L);
      jobs.set(JAVA_LONG, job + IV, side.address() + sideAt(i));
      jobs.set(JAVA_LONG, job + IV_LENGTH, (long) SrtpIv.BYTES);
      jobs.set(JAVA_LONG, job + TAG_OUTPUT, side.address() + sideAt(i));
      jobs.set(JAVA_LONG, job + TAG_LENGTH, (long) TAG_BYTES);
      jobs.set(JAVA_INT, job + CIPHER_MODE, CIPHER_CNTR);
      jobs.set(JAVA_INT, job + CIPHER_DIRECTION, DIRECTION_ENCRYPT);
      jobs.set(JAVA_INT, job + HASH_ALGORITHM, AUTH_HMAC_SHA_1);
      jobs.set(JAVA_INT, job + CHAIN_ORDER, ORDER_CIPHER_HASH);
    }
  }

  long address() {
    return jobs.address();
  }

  /** Where the IVs or tags stand. */
  MemorySegment side() {
    return side;
  }

  /** Where the IV or the tag of job {@code i} stands in {@link #side}. */
  long sideAt(int i) {
    return i * SIDE_BYTES;
  }

  /** Job {@code i} is to encrypt {@code bytes} in place: in counter mode, decrypt as well. */
  void cipher(int i, long keySchedule, long packet, int start, int bytes) {
    long job = i * JOB_BYTES;
    jobs.set(JAVA_LONG, job + ENC_KEYS, keySchedule);
    jobs.set(JAVA_LONG, job + DEC_KEYS, keySchedule);
    jobs.set(JAVA_LONG, job + SRC, packet);
    jobs.set(JAVA_LONG, job + DST, packet + start);
    jobs.set(JAVA_LONG, job + CIPHER_START, (long) start);
    jobs.set(JAVA_LONG, job + CIPHER_LENGTH, (long) bytes);
  }

  /** Job {@code i} is to hash a packet from its beginning. */
  void hash(int i, long innerState, long outerState, long packet, int bytes) {
    long job = i * JOB_BYTES;
    jobs.set(JAVA_LONG, job + SRC, packet);
    jobs.set(JAVA_LONG, job + HASH_LENGTH, (long) bytes);
    jobs.set(JAVA_LONG, job + INNER_STATE, innerState);
    jobs.set(JAVA_LONG, job + OUTER_STATE, outerState);
  }
}
