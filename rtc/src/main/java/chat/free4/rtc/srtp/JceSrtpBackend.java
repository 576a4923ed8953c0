package chat.free4.rtc.srtp;

import chat.free4.wire.BigEndian;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) by the JDK's own ciphers, for both profiles: the reference
 * for native backends. A packet is copied to a heap array, where JCE is fastest, and what changed
 * of it is copied back.
 *
 * <p>The order of a check is the RFC's (section 3.3): estimate the index, look into the replay
 * window, authenticate, and only then remember. So a forged packet changes nothing, neither window
 * nor rollover counter, and makes no stream.
 */
public final class JceSrtpBackend implements SrtpBackend {
  private final byte[] in = new byte[PacketBatch.SLOT_BYTES];
  private final byte[] out = new byte[PacketBatch.SLOT_BYTES];

  @Override
  public String name() {
    return "jce";
  }

  @Override
  public SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return new JceContext(profile, true, masterKey, masterSalt);
  }

  @Override
  public SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return new JceContext(profile, false, masterKey, masterSalt);
  }

  @Override
  public void protect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    for (int slot = from; slot < to; slot++) {
      if (packets.length(slot) != 0) {
        SrtpDrop drop = process(packets, slot, (JceContext) contexts[slot], true);
        if (drop != null) {
          packets.drop(slot, drop);
        }
      }
    }
  }

  @Override
  public void unprotect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    for (int slot = from; slot < to; slot++) {
      if (packets.length(slot) != 0) {
        SrtpDrop drop = process(packets, slot, (JceContext) contexts[slot], false);
        if (drop != null) {
          packets.drop(slot, drop);
        }
      }
    }
  }

  private @Nullable SrtpDrop process(
      PacketBatch packets, int slot, JceContext context, boolean protect) {
    if (context.isOutbound() != protect) {
      throw new IllegalArgumentException("context of the other direction");
    }
    if (context.isClosed()) {
      return SrtpDrop.CLOSED;
    }
    MemorySegment slab = packets.slab();
    long offset = packets.offset(slot);
    int length = packets.length(slot);
    return switch (DatagramKind.of(slab, offset, length)) {
      case RTP ->
          protect
              ? protectRtp(packets, slot, context, offset, length)
              : unprotectRtp(packets, slot, context, offset, length);
      case RTCP ->
          protect
              ? protectRtcp(packets, slot, context, offset, length)
              : unprotectRtcp(packets, slot, context, offset, length);
      default -> SrtpDrop.MALFORMED;
    };
  }

  private @Nullable SrtpDrop protectRtp(
      PacketBatch packets, int slot, JceContext context, long offset, int length) {
    MemorySegment slab = packets.slab();
    if (RtpPacket.checkHeader(slab, offset, length) != null) {
      return SrtpDrop.MALFORMED;
    }
    if (length + context.profile().tagBytes() > PacketBatch.MAX_DATAGRAM_BYTES) {
      return SrtpDrop.TOO_LONG;
    }
    int ssrc = RtpPacket.ssrc(slab, offset);
    SrtpStream stream = context.streams().find(ssrc);
    if (stream == null) {
      if (context.streams().isFull()) {
        return SrtpDrop.TOO_MANY_STREAMS;
      }
      stream = context.streams().add(ssrc);
    }
    long index = stream.estimateIndex(RtpPacket.sequenceNumber(slab, offset));
    // An index used twice would give the keystream away, so the window guards this side as well.
    SrtpDrop drop = checkIndex(stream.rtp(), index, SrtpStream.MAX_RTP_INDEX);
    if (drop != null) {
      return drop;
    }
    int header = RtpPacket.headerLength(slab, offset);
    copyIn(slab, offset, length);
    int newLength = context.transform().protectRtp(in, header, length, ssrc, index, out);
    stream.rtp().accept(index);
    copyOut(packets, slot, header, newLength);
    return null;
  }

  private @Nullable SrtpDrop unprotectRtp(
      PacketBatch packets, int slot, JceContext context, long offset, int length) {
    MemorySegment slab = packets.slab();
    if (RtpPacket.checkHeader(slab, offset, length) != null) {
      return SrtpDrop.MALFORMED;
    }
    int header = RtpPacket.headerLength(slab, offset);
    if (length < header + context.profile().tagBytes()) {
      return SrtpDrop.TOO_SHORT;
    }
    int ssrc = RtpPacket.ssrc(slab, offset);
    int sequence = RtpPacket.sequenceNumber(slab, offset);
    SrtpStream stream = context.streams().find(ssrc);
    long index = sequence;
    if (stream != null) {
      index = stream.estimateIndex(sequence);
      SrtpDrop drop = checkIndex(stream.rtp(), index, SrtpStream.MAX_RTP_INDEX);
      if (drop != null) {
        return drop;
      }
    } else if (context.streams().isFull()) {
      return SrtpDrop.TOO_MANY_STREAMS;
    }
    copyIn(slab, offset, length);
    int newLength = context.transform().unprotectRtp(in, header, length, ssrc, index, out);
    if (newLength == JceTransform.AUTH_FAILED) {
      return SrtpDrop.AUTH_FAILED;
    }
    SrtpStream known = stream != null ? stream : context.streams().add(ssrc);
    known.rtp().accept(index);
    copyOut(packets, slot, header, newLength);
    return null;
  }

  private @Nullable SrtpDrop protectRtcp(
      PacketBatch packets, int slot, JceContext context, long offset, int length) {
    int newMost = length + JceTransform.RTCP_INDEX_BYTES + context.profile().tagBytes();
    if (length < JceTransform.RTCP_HEADER_BYTES) {
      return SrtpDrop.TOO_SHORT;
    }
    if (newMost > PacketBatch.MAX_DATAGRAM_BYTES) {
      return SrtpDrop.TOO_LONG;
    }
    int ssrc = BigEndian.i32(packets.slab(), offset + 4);
    SrtpStream stream = context.streams().find(ssrc);
    if (stream == null) {
      if (context.streams().isFull()) {
        return SrtpDrop.TOO_MANY_STREAMS;
      }
      stream = context.streams().add(ssrc);
    }
    // Each stream counts its own SRTCP packets, from 0 (section 3.2.1).
    long index = stream.rtcp().highest() + 1;
    if (index > SrtpStream.MAX_RTCP_INDEX) {
      return SrtpDrop.KEY_EXHAUSTED;
    }
    copyIn(packets.slab(), offset, length);
    int newLength = context.transform().protectRtcp(in, length, ssrc, (int) index, out);
    stream.rtcp().accept(index);
    copyOut(packets, slot, JceTransform.RTCP_HEADER_BYTES, newLength);
    return null;
  }

  private @Nullable SrtpDrop unprotectRtcp(
      PacketBatch packets, int slot, JceContext context, long offset, int length) {
    int overhead = JceTransform.RTCP_INDEX_BYTES + context.profile().tagBytes();
    if (length < JceTransform.RTCP_HEADER_BYTES + overhead) {
      return SrtpDrop.TOO_SHORT;
    }
    if (length > PacketBatch.MAX_DATAGRAM_BYTES) {
      return SrtpDrop.TOO_LONG;
    }
    MemorySegment slab = packets.slab();
    int indexWord = BigEndian.i32(slab, offset + context.transform().rtcpIndexAt(length));
    if ((indexWord & JceTransform.RTCP_ENCRYPTED) == 0) {
      return SrtpDrop.NOT_ENCRYPTED;
    }
    int index = indexWord & ~JceTransform.RTCP_ENCRYPTED;
    int ssrc = BigEndian.i32(slab, offset + 4);
    SrtpStream stream = context.streams().find(ssrc);
    if (stream != null) {
      SrtpDrop drop = checkIndex(stream.rtcp(), index, SrtpStream.MAX_RTCP_INDEX);
      if (drop != null) {
        return drop;
      }
    } else if (context.streams().isFull()) {
      return SrtpDrop.TOO_MANY_STREAMS;
    }
    copyIn(slab, offset, length);
    int newLength = context.transform().unprotectRtcp(in, length, ssrc, index, out);
    if (newLength == JceTransform.AUTH_FAILED) {
      return SrtpDrop.AUTH_FAILED;
    }
    SrtpStream known = stream != null ? stream : context.streams().add(ssrc);
    known.rtcp().accept(index);
    copyOut(packets, slot, JceTransform.RTCP_HEADER_BYTES, newLength);
    return null;
  }

  private static @Nullable SrtpDrop checkIndex(ReplayWindow window, long index, long most) {
    if (index == SrtpStream.BEFORE_START) {
      return SrtpDrop.TOO_OLD;
    }
    return index > most ? SrtpDrop.KEY_EXHAUSTED : window.check(index);
  }

  private void copyIn(MemorySegment slab, long offset, int length) {
    MemorySegment.copy(slab, ValueLayout.JAVA_BYTE, offset, in, 0, length);
  }

  private void copyOut(PacketBatch packets, int slot, int header, int newLength) {
    MemorySegment.copy(
        out,
        header,
        packets.slab(),
        ValueLayout.JAVA_BYTE,
        packets.offset(slot) + header,
        newLength - header);
    packets.setLength(slot, newLength);
  }
}
