package chat.free4.sim;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The last packets of a stream as they were sent, for the other side's NACK. */
final class SentPackets {
  /** Packets that are kept: over two seconds of voice. A power of two. */
  static final int KEPT = 128;

  /** Longest packet that is kept. */
  static final int MAX_PACKET_BYTES = 256;

  /** Most that wait to be sent; more are forgotten. */
  static final int MAX_QUEUED = 256;

  private final byte[] packets = new byte[KEPT * MAX_PACKET_BYTES];
  private final int[] lengths = new int[KEPT];
  private final int[] sequences = new int[KEPT];
  private final int[] queue = new int[MAX_QUEUED];
  private int queueHead;
  private int queued;

  /** Keeps a packet and puts it in the queue. */
  void add(int sequence, MemorySegment slab, long offset, int length) {
    if (length > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("packet of " + length + " bytes");
    }
    int place = sequence & (KEPT - 1);
    MemorySegment.copy(
        slab, ValueLayout.JAVA_BYTE, offset, packets, place * MAX_PACKET_BYTES, length);
    lengths[place] = length;
    sequences[place] = sequence;
    enqueue(sequence);
  }

  /** Puts a packet in the queue again; false when it is not kept any more. */
  boolean resend(int sequence) {
    int place = sequence & (KEPT - 1);
    if (lengths[place] == 0 || sequences[place] != sequence) {
      return false;
    }
    enqueue(sequence);
    return true;
  }

  private void enqueue(int sequence) {
    if (queued < MAX_QUEUED) {
      queue[(queueHead + queued) % MAX_QUEUED] = sequence;
      queued++;
    }
  }

  boolean hasQueued() {
    return queued > 0;
  }

  /** Takes the first packet of the queue; returns its length. */
  int poll(MemorySegment out, long offset) {
    int place = queue[queueHead] & (KEPT - 1);
    queueHead = (queueHead + 1) % MAX_QUEUED;
    queued--;
    MemorySegment.copy(
        packets, place * MAX_PACKET_BYTES, out, ValueLayout.JAVA_BYTE, offset, lengths[place]);
    return lengths[place];
  }
}
