package chat.free4.sim.fuzz;

import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.KnownKeys;
import chat.free4.wire.BigEndian;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Encrypts what a connected peer sends, under the keys of {@link KnownKeys}. */
final class Sender {
  private static final int RTP_HEADER_BYTES = 12;

  private final JceSrtpBackend backend = new JceSrtpBackend();
  private final SrtpContext[] context;
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 1);
  private int sequence;

  /**
   * As the peer that connected as number {@code peer}, from 0.
   *
   * @param sequence its packets' first sequence number
   */
  Sender(int peer, int sequence) {
    this.context = new SrtpContext[] {KnownKeys.sender(backend, peer, profile(peer))};
    this.sequence = sequence;
  }

  /** What each peer offers: both profiles are to be met. */
  static SrtpProfile profile(int peer) {
    return peer == Operation.ANNA
        ? SrtpProfile.AEAD_AES_128_GCM
        : SrtpProfile.AES128_CM_HMAC_SHA1_80;
  }

  /**
   * The packet, encrypted; as it is when it is none, or too long. Voice gets the next sequence
   * number, or all but the first would be replays.
   */
  byte[] seal(byte[] packet) {
    if (packet.length > PacketBatch.MAX_DATAGRAM_BYTES) {
      return packet;
    }
    batch.clear();
    batch.add(0, packet.length);
    MemorySegment slab = batch.slab();
    MemorySegment.copy(packet, 0, slab, ValueLayout.JAVA_BYTE, 0, packet.length);
    if (packet.length >= RTP_HEADER_BYTES
        && DatagramKind.of(slab, 0, packet.length) == DatagramKind.RTP) {
      BigEndian.put16(slab, 2, sequence++);
    }
    backend.protect(batch, context, 0, 1);
    return batch.dropReason(0) == null
        ? slab.asSlice(0, batch.length(0)).toArray(ValueLayout.JAVA_BYTE)
        : packet;
  }
}
