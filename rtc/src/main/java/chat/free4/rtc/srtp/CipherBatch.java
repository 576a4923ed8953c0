package chat.free4.rtc.srtp;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one profile that a {@link SrtpCipher} is to work on, in a slab. Each has been
 * checked: its parts, and a trailer as long as any profile's, lie within the slab.
 *
 * <pre>
 *   offset        + header            + end
 *     | clear header | body             | trailer
 *                                         GCM:          tag [index word of RTCP]
 *                                         counter mode: [index word of RTCP] tag
 * </pre>
 */
public final class CipherBatch {
  /** Most packets at once: enough to fill the lanes of any multi-buffer hash. */
  public static final int CAPACITY = 64;

  /** Bytes of the clear part of an RTCP packet: its header and the sender's SSRC. */
  public static final int RTCP_HEADER_BYTES = 8;

  /** Bytes of the E bit and the index that SRTCP appends (RFC 3711 section 3.4). */
  public static final int RTCP_INDEX_BYTES = 4;

  /** The E bit: this SRTCP packet is encrypted. */
  static final int RTCP_ENCRYPTED = 0x8000_0000;

  /** The longest trailer: that of SRTCP with GCM. */
  private static final int MAX_TRAILER_BYTES = 20;

  private final SrtpCipher.@Nullable Keys[] keys = new SrtpCipher.Keys[CAPACITY];
  private final long[] offsets = new long[CAPACITY];
  private final int[] headers = new int[CAPACITY];
  private final int[] ends = new int[CAPACITY];
  private final int[] ssrcs = new int[CAPACITY];
  private final long[] indices = new long[CAPACITY];
  private final boolean[] rtcp = new boolean[CAPACITY];
  private final boolean[] failed = new boolean[CAPACITY];
  private MemorySegment slab = MemorySegment.NULL;
  private int count;

  /** Empties the batch; what is added next lies in {@code memory}. */
  void begin(MemorySegment memory) {
    slab = memory;
    count = 0;
  }

  /** Adds an RTP packet; returns its place. */
  int addRtp(SrtpCipher.Keys with, long offset, int header, int end, int ssrc, long index) {
    return add(with, false, offset, header, end, ssrc, index);
  }

  /** Adds an RTCP packet; returns its place. */
  int addRtcp(SrtpCipher.Keys with, long offset, int end, int ssrc, long index) {
    return add(with, true, offset, RTCP_HEADER_BYTES, end, ssrc, index);
  }

  private int add(
      SrtpCipher.Keys with,
      boolean isRtcp,
      long offset,
      int header,
      int end,
      int ssrc,
      long index) {
    Objects.checkFromToIndex(header, end, PacketBatch.MAX_DATAGRAM_BYTES);
    Objects.checkFromIndexSize(offset, end + MAX_TRAILER_BYTES, slab.byteSize());
    int place = count++;
    keys[place] = with;
    offsets[place] = offset;
    headers[place] = header;
    ends[place] = end;
    ssrcs[place] = ssrc;
    indices[place] = index;
    rtcp[place] = isRtcp;
    failed[place] = false;
    return place;
  }

  boolean isFull() {
    return count == CAPACITY;
  }

  /** True when the tag of packet {@code i} did not fit. */
  boolean hasFailed(int i) {
    return failed[i];
  }

  /** The memory in which all packets lie. */
  public MemorySegment slab() {
    return slab;
  }

  /** How many packets there are. */
  public int count() {
    return count;
  }

  /** What packet {@code i} is protected by. */
  public SrtpCipher.Keys keys(int i) {
    return Objects.requireNonNull(keys[i]);
  }

  /** Where packet {@code i} begins in the slab. */
  public long offset(int i) {
    return offsets[i];
  }

  /** Bytes of packet {@code i} that stay clear and are authenticated. */
  public int header(int i) {
    return headers[i];
  }

  /** Bytes of packet {@code i} before its trailer: clear header and body. */
  public int end(int i) {
    return ends[i];
  }

  /** True for SRTCP, false for SRTP. */
  public boolean isRtcp(int i) {
    return rtcp[i];
  }

  /** SSRC of packet {@code i}, unsigned 32 bits in an int. */
  public int ssrc(int i) {
    return ssrcs[i];
  }

  /** Index of packet {@code i}: 48 bits for RTP, 31 for RTCP. */
  public long index(int i) {
    return indices[i];
  }

  /**
   * What else is authenticated with packet {@code i}: the E bit and index of SRTCP, which are sent,
   * or the rollover counter of SRTP, which is not, and which GCM has in its IV instead.
   */
  public int word(int i) {
    return rtcp[i] ? (int) indices[i] | RTCP_ENCRYPTED : (int) (indices[i] >>> 16);
  }

  /** The tag of packet {@code i} does not fit. */
  public void fail(int i) {
    failed[i] = true;
  }
}
