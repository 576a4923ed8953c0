package chat.free4.sfu;

import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A packet of somebody's voice, as ears are given it: who is listened to by {@link
 * MediaCommand.Listen}. Copied out of its batch.
 *
 * @param room its handle
 * @param level of its header extension, 0 (loud) to 127; negative where there is none
 * @param sequence of RTP, 0 to 65535
 * @param payload Opus, as the browser made it
 */
@SuppressWarnings("ArrayRecordComponent")
public record HeardPacket(long room, int member, int level, int sequence, byte[] payload) {
  /** The part of a room that ears are: of no engine. What an engine relays has it as its path. */
  public static final int PART = PlayedVoices.PART + 1;

  /** Reads what an engine has relayed; null for what is no voice. */
  public static @Nullable HeardPacket read(PacketBatch batch, int index) {
    MemorySegment slab = batch.slab();
    long offset = batch.offset(index);
    int length = batch.length(index) - RelayHeader.BYTES;
    long at = offset + RelayHeader.BYTES;
    if (length < 0
        || RelayHeader.kind(slab, offset) != RelayHeader.VOICE
        || RtpPacket.check(slab, at, length) != null) {
      return null;
    }
    byte[] payload = new byte[RtpPacket.payloadLength(slab, at, length)];
    long from = at + RtpPacket.headerLength(slab, at);
    MemorySegment.copy(slab, ValueLayout.JAVA_BYTE, from, payload, 0, payload.length);
    int element = RelayHeader.value(slab, offset);
    return new HeardPacket(
        RelayHeader.room(slab, offset),
        RelayHeader.member(slab, offset),
        element == RtpExtensions.ABSENT ? element : RtpExtensions.level(element),
        RtpPacket.sequenceNumber(slab, at),
        payload);
  }
}
