package chat.free4.sfu;

import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * What crosses between the parts of rooms at this node and those at others. To the engines, another
 * node is one more part, and what they say to it is sealed here, once for each node, whatever its
 * members are; what comes from there goes to those workers that have a part of the room. A node
 * passes nothing on for another: each sends to each.
 *
 * <pre>
 *  0            8         16
 *  | from node  | counter | AES-128-GCM (NIST SP 800-38D) of what a ring carries | tag (16) |
 * </pre>
 *
 * <p>The header is authenticated with the rest, and 0 ‖ counter is the nonce: each pair of nodes
 * has a key for each direction, and the counter never repeats in the life of a process. What was
 * taken is not taken again. A message of one byte tells that the sender is there, and whether it
 * hears the receiver.
 */
public final class NodeRelay {
  /** Other nodes at once. */
  public static final int MAX_NODES = 16;

  /** Rooms with a part here and one at another node. */
  public static final int MAX_ROOMS = 4096;

  /** What sealing adds to a message, in bytes. */
  public static final int OVERHEAD_BYTES = 32;

  /** Longest message. */
  public static final int MAX_MESSAGE_BYTES = PacketBatch.SLOT_BYTES - OVERHEAD_BYTES;

  /** A node that was not heard for so long is not there. */
  public static final long SILENCE_NANOS = 3_500_000_000L;

  /** Time between two signs of life. */
  public static final long SIGN_NANOS = 1_000_000_000L;

  /** What {@link #open} gives for what is for nobody. */
  public static final int NONE = -1;

  private static final int HEADER_BYTES = 16;
  private static final int SIGN_BYTES = 1;
  private static final int KIND_AT = 12;

  private final int firstPart;
  private final @Nullable NodeLine[] lines;
  private final LongMap<Long> workers = new LongMap<>();
  private final byte[] clear = new byte[PacketBatch.SLOT_BYTES];
  private final byte[] sealed = new byte[PacketBatch.SLOT_BYTES];
  private final MemorySegment clearView = MemorySegment.ofArray(clear);
  private final MemorySegment sealedView = MemorySegment.ofArray(sealed);
  private long counter;
  private long voiceSent;
  private long voiceReceived;
  private long refused;

  /**
   * A relay that knows no other node.
   *
   * @param firstPart the part that stands for the first of them; those before are workers
   * @param nodes parts that stand for nodes, at most {@link #MAX_NODES}
   */
  public NodeRelay(int firstPart, int nodes) {
    if (nodes < 0 || nodes > MAX_NODES || firstPart + nodes > Long.SIZE) {
      throw new IllegalArgumentException(nodes + " nodes after " + firstPart + " workers");
    }
    this.firstPart = firstPart;
    this.lines = new NodeLine[nodes];
  }

  /**
   * A node has a part from now on.
   *
   * @param self what it knows us by
   * @param peer what we know it by: random, as {@code self} is
   * @param ownSecret of which the key towards us is made, {@link NodeLine#SECRET_BYTES}
   * @param peerSecret of which the key towards it is made
   */
  public void know(int part, long self, long peer, byte[] ownSecret, byte[] peerSecret) {
    lines[part - firstPart] = new NodeLine(self, peer, ownSecret, peerSecret);
  }

  /** A part stands for nobody any more. */
  public void forget(int part) {
    lines[part - firstPart] = null;
  }

  /**
   * Sets which workers have a part of a room that other nodes have parts of too, as bits; none: it
   * is with this node alone, or not here.
   *
   * @return false when there are too many rooms of this kind
   */
  public boolean route(long room, long workerBits) {
    if (workerBits == 0) {
      workers.remove(room);
      return true;
    }
    if (workers.get(room) == null && workers.size() >= MAX_ROOMS) {
      return false;
    }
    workers.put(room, workerBits);
    return true;
  }

  /** Seals all messages to a part; what comes of them is appended, with the part as its path. */
  public void seal(int part, PacketBatch messages, PacketBatch out) {
    NodeLine line = lines[part - firstPart];
    for (int i = 0; i < messages.count(); i++) {
      int length = messages.length(i);
      if (line == null || length > MAX_MESSAGE_BYTES) {
        refused++;
        continue;
      }
      long at = messages.offset(i);
      if (isVoice(messages.slab(), at, length)) {
        voiceSent++;
      }
      MemorySegment.copy(messages.slab(), ValueLayout.JAVA_BYTE, at, clear, 0, length);
      append(part, line, length, out);
    }
  }

  /** Appends a sign of life for each node that is known. */
  public void sign(long nowNanos, PacketBatch out) {
    for (int node = 0; node < lines.length; node++) {
      NodeLine line = lines[node];
      if (line != null && !out.isFull()) {
        clear[0] = (byte) (line.isHeard(nowNanos) ? 1 : 0);
        append(firstPart + node, line, SIGN_BYTES, out);
      }
    }
  }

  private void append(int part, NodeLine line, int length, PacketBatch out) {
    counter++;
    BigEndian.put64(sealedView, 0, line.self());
    BigEndian.put64(sealedView, 8, counter);
    try {
      int total = line.seal(counter, clear, length, sealed, HEADER_BYTES);
      int slot = out.add(part, total);
      MemorySegment.copy(sealed, 0, out.slab(), ValueLayout.JAVA_BYTE, out.offset(slot), total);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * Opens a datagram; what it holds is appended once for each worker that it is for, with the
   * worker as its path.
   *
   * @param into has room for all workers
   * @return the part that it is from; {@link #NONE} when it is of nobody known, was taken before or
   *     was changed on its way
   */
  public int open(long nowNanos, MemorySegment in, long at, int length, PacketBatch into) {
    if (length <= OVERHEAD_BYTES || length > PacketBatch.SLOT_BYTES) {
      refused++;
      return NONE;
    }
    int node = find(BigEndian.i64(in, at));
    NodeLine line = node == NONE ? null : lines[node];
    if (line == null) {
      refused++;
      return NONE;
    }
    long number = BigEndian.i64(in, at + 8);
    MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, sealed, 0, length);
    if (!line.open(number, sealed, length, HEADER_BYTES, clear)) {
      refused++;
      return NONE;
    }
    take(nowNanos, line, length - OVERHEAD_BYTES, into);
    return firstPart + node;
  }

  private void take(long nowNanos, NodeLine line, int length, PacketBatch into) {
    line.heardNanos = nowNanos;
    line.wasHeard = true;
    if (length == SIGN_BYTES) {
      line.hearsUs = clear[0] == 1;
      return;
    }
    if (length < RelayHeader.BYTES) {
      refused++;
      return;
    }
    if (isVoice(clearView, 0, length)) {
      voiceReceived++;
    }
    Long receivers = workers.get(RelayHeader.room(clearView, 0));
    for (long left = receivers == null ? 0 : receivers; left != 0; left &= left - 1) {
      int slot = into.add(Long.numberOfTrailingZeros(left), length);
      MemorySegment.copy(clear, 0, into.slab(), ValueLayout.JAVA_BYTE, into.offset(slot), length);
    }
  }

  private int find(long peer) {
    for (int node = 0; node < lines.length; node++) {
      NodeLine line = lines[node];
      if (line != null && line.peer() == peer) {
        return node;
      }
    }
    return NONE;
  }

  private static boolean isVoice(MemorySegment in, long at, int length) {
    return length >= RelayHeader.BYTES && BigEndian.u16(in, at + KIND_AT) == RelayHeader.VOICE;
  }

  /** True while datagrams come from a node. */
  public boolean isHeard(long nowNanos, int part) {
    NodeLine line = lines[part - firstPart];
    return line != null && line.isHeard(nowNanos);
  }

  /** True while datagrams go both ways between a node and this one. */
  public boolean isReachable(long nowNanos, int part) {
    NodeLine line = lines[part - firstPart];
    return line != null && line.isHeard(nowNanos) && line.hearsUs;
  }

  /** Voice packets that were sent: one for each node that a packet went to. */
  public long voiceSent() {
    return voiceSent;
  }

  /** Voice packets that came from other nodes. */
  public long voiceReceived() {
    return voiceReceived;
  }

  /** Datagrams that were of nobody known, too long, doubled or changed, and messages to nobody. */
  public long refused() {
    return refused;
  }
}
