package chat.free4.rtc.srtp;

import chat.free4.wire.BigEndian;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) around the ciphers of a library: checks, index estimates,
 * replay windows and streams. Packets go to a cipher in rounds, as many at once as there are.
 *
 * <p>The order of a check is the RFC's (section 3.3): estimate the index, look into the replay
 * window, authenticate, and only then remember. So a forged packet changes nothing, neither window
 * nor rollover counter, and makes no stream.
 *
 * <p>A batch comes out as if its packets had come one by one. A packet's index is estimated before
 * the round it is in has been authenticated, so it joins a round only when the estimate is the same
 * whatever becomes of the others; else the round is settled first. The window is looked into again
 * after the round, for a packet that is in it twice. The first packet of a stream is settled at
 * once.
 */
public class CipherSrtpBackend implements SrtpBackend {
  private final String name;
  private final Round gcm;
  private final Round counterMode;

  /** One cipher, and what is under way to it. */
  private static final class Round {
    final SrtpProfile profile;
    final SrtpCipher cipher;
    final CipherBatch batch = new CipherBatch();
    final int[] slots = new int[CipherBatch.CAPACITY];

    /** Null where the packet is the first of its stream. */
    final @Nullable SrtpStream[] streams = new SrtpStream[CipherBatch.CAPACITY];

    final @Nullable CipherContext[] contexts = new CipherContext[CipherBatch.CAPACITY];

    Round(SrtpProfile profile, SrtpCipher cipher) {
      this.profile = profile;
      this.cipher = cipher;
    }

    void note(int place, int slot, @Nullable SrtpStream stream, CipherContext context) {
      slots[place] = slot;
      streams[place] = stream;
      contexts[place] = context;
    }
  }

  /**
   * A backend for one worker.
   *
   * @param gcm for AEAD_AES_128_GCM
   * @param counterMode for AES128_CM_HMAC_SHA1_80
   */
  public CipherSrtpBackend(SrtpCipher gcm, SrtpCipher counterMode) {
    this.name =
        gcm.name().equals(counterMode.name()) ? gcm.name() : gcm.name() + "+" + counterMode.name();
    this.gcm = new Round(SrtpProfile.AEAD_AES_128_GCM, gcm);
    this.counterMode = new Round(SrtpProfile.AES128_CM_HMAC_SHA1_80, counterMode);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return context(profile, true, masterKey, masterSalt);
  }

  @Override
  public SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return context(profile, false, masterKey, masterSalt);
  }

  private SrtpContext context(
      SrtpProfile profile, boolean outbound, byte[] masterKey, byte[] masterSalt) {
    if (masterKey.length != profile.keyBytes() || masterSalt.length != profile.saltBytes()) {
      throw new IllegalArgumentException(
          "key of %d and salt of %d bytes for %s"
              .formatted(masterKey.length, masterSalt.length, profile));
    }
    SessionKeys rtp = SessionKeys.ofRtp(profile, masterKey, masterSalt);
    SessionKeys rtcp = SessionKeys.ofRtcp(profile, masterKey, masterSalt);
    try {
      return new CipherContext(profile, outbound, round(profile).cipher.keys(outbound, rtp, rtcp));
    } finally {
      rtp.wipe();
      rtcp.wipe();
    }
  }

  private Round round(SrtpProfile profile) {
    return switch (profile) {
      case AEAD_AES_128_GCM -> gcm;
      case AES128_CM_HMAC_SHA1_80 -> counterMode;
    };
  }

  @Override
  public void protect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    process(packets, contexts, from, to, true);
  }

  @Override
  public void unprotect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    process(packets, contexts, from, to, false);
  }

  private void process(
      PacketBatch packets, SrtpContext[] contexts, int from, int to, boolean protect) {
    gcm.batch.begin(packets.slab());
    counterMode.batch.begin(packets.slab());
    try {
      for (int slot = from; slot < to; slot++) {
        if (packets.length(slot) != 0) {
          SrtpDrop drop = admit(packets, slot, contexts[slot], protect);
          if (drop != null) {
            packets.drop(slot, drop);
          }
        }
      }
      settle(packets, gcm, protect);
      settle(packets, counterMode, protect);
    } finally {
      // Native ciphers work with addresses: what owns memory must not be collected meanwhile.
      Reference.reachabilityFence(contexts);
      Reference.reachabilityFence(packets);
      Reference.reachabilityFence(this);
    }
  }

  private @Nullable SrtpDrop admit(
      PacketBatch packets, int slot, SrtpContext given, boolean protect) {
    SrtpStream stream = given instanceof SrtpStream known ? known : null;
    CipherContext context = stream == null ? (CipherContext) given : stream.context();
    if (context.isOutbound() != protect) {
      throw new IllegalArgumentException("context of the other direction");
    }
    if (context.isClosed()) {
      return SrtpDrop.CLOSED;
    }
    Round round = round(context.profile());
    if (round.batch.isFull()) {
      settle(packets, round, protect);
    }
    return switch (DatagramKind.of(packets.slab(), packets.offset(slot), packets.length(slot))) {
      case RTP ->
          protect
              ? admitOutboundRtp(packets, slot, context, stream, round)
              : admitInboundRtp(packets, slot, context, round);
      case RTCP ->
          protect
              ? admitOutboundRtcp(packets, slot, context, round)
              : admitInboundRtcp(packets, slot, context, round);
      default -> SrtpDrop.MALFORMED;
    };
  }

  private static @Nullable SrtpDrop admitOutboundRtp(
      PacketBatch packets,
      int slot,
      CipherContext context,
      @Nullable SrtpStream known,
      Round round) {
    MemorySegment slab = packets.slab();
    long offset = packets.offset(slot);
    int length = packets.length(slot);
    if (RtpPacket.checkHeader(slab, offset, length) != null) {
      return SrtpDrop.MALFORMED;
    }
    if (length + round.profile.tagBytes() > PacketBatch.MAX_DATAGRAM_BYTES) {
      return SrtpDrop.TOO_LONG;
    }
    int ssrc = RtpPacket.ssrc(slab, offset);
    SrtpStream stream = known != null && known.ssrc() == ssrc ? known : context.streamOf(ssrc);
    if (stream == null) {
      return SrtpDrop.TOO_MANY_STREAMS;
    }
    long index = stream.estimateIndex(RtpPacket.sequenceNumber(slab, offset));
    // An index used twice would give the keystream away, so the window guards this side as well.
    SrtpDrop drop = checkIndex(stream.rtp(), index, SrtpStream.MAX_RTP_INDEX);
    if (drop != null) {
      return drop;
    }
    stream.rtp().accept(index);
    int header = RtpPacket.headerLength(slab, offset);
    int place = round.batch.addRtp(context.keys(), offset, header, length, ssrc, index);
    round.note(place, slot, stream, context);
    return null;
  }

  private static @Nullable SrtpDrop admitOutboundRtcp(
      PacketBatch packets, int slot, CipherContext context, Round round) {
    int length = packets.length(slot);
    if (length < CipherBatch.RTCP_HEADER_BYTES) {
      return SrtpDrop.TOO_SHORT;
    }
    if (length + round.profile.trailerBytes(true) > PacketBatch.MAX_DATAGRAM_BYTES) {
      return SrtpDrop.TOO_LONG;
    }
    int ssrc = BigEndian.i32(packets.slab(), packets.offset(slot) + 4);
    SrtpStream stream = context.streamOf(ssrc);
    if (stream == null) {
      return SrtpDrop.TOO_MANY_STREAMS;
    }
    // Each stream counts its own SRTCP packets, from 0 (section 3.2.1).
    long index = stream.rtcp().highest() + 1;
    if (index > SrtpStream.MAX_RTCP_INDEX) {
      return SrtpDrop.KEY_EXHAUSTED;
    }
    stream.rtcp().accept(index);
    int place = round.batch.addRtcp(context.keys(), packets.offset(slot), length, ssrc, index);
    round.note(place, slot, stream, context);
    return null;
  }

  private @Nullable SrtpDrop admitInboundRtp(
      PacketBatch packets, int slot, CipherContext context, Round round) {
    MemorySegment slab = packets.slab();
    long offset = packets.offset(slot);
    int length = packets.length(slot);
    if (RtpPacket.checkHeader(slab, offset, length) != null) {
      return SrtpDrop.MALFORMED;
    }
    int header = RtpPacket.headerLength(slab, offset);
    int end = length - round.profile.tagBytes();
    if (end < header) {
      return SrtpDrop.TOO_SHORT;
    }
    int ssrc = RtpPacket.ssrc(slab, offset);
    int sequence = RtpPacket.sequenceNumber(slab, offset);
    SrtpStream stream = context.streams().find(ssrc);
    long index = sequence;
    if (stream != null) {
      if (!stream.isEstimateCertain(sequence)) {
        settle(packets, round, false);
      }
      index = stream.estimateIndex(sequence);
      SrtpDrop drop = checkIndex(stream.rtp(), index, SrtpStream.MAX_RTP_INDEX);
      if (drop != null) {
        return drop;
      }
      stream.claim(index);
    } else if (context.streams().isFull()) {
      return SrtpDrop.TOO_MANY_STREAMS;
    }
    int place = round.batch.addRtp(context.keys(), offset, header, end, ssrc, index);
    round.note(place, slot, stream, context);
    if (stream == null) {
      settle(packets, round, false);
    }
    return null;
  }

  private @Nullable SrtpDrop admitInboundRtcp(
      PacketBatch packets, int slot, CipherContext context, Round round) {
    long offset = packets.offset(slot);
    int length = packets.length(slot);
    int end = length - round.profile.trailerBytes(true);
    if (end < CipherBatch.RTCP_HEADER_BYTES) {
      return SrtpDrop.TOO_SHORT;
    }
    if (length > PacketBatch.MAX_DATAGRAM_BYTES) {
      return SrtpDrop.TOO_LONG;
    }
    MemorySegment slab = packets.slab();
    int indexWord = BigEndian.i32(slab, offset + end + round.profile.bytesBeforeRtcpIndex());
    if ((indexWord & CipherBatch.RTCP_ENCRYPTED) == 0) {
      return SrtpDrop.NOT_ENCRYPTED;
    }
    int index = indexWord & ~CipherBatch.RTCP_ENCRYPTED;
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
    int place = round.batch.addRtcp(context.keys(), offset, end, ssrc, index);
    round.note(place, slot, stream, context);
    if (stream == null) {
      settle(packets, round, false);
    }
    return null;
  }

  private static @Nullable SrtpDrop checkIndex(ReplayWindow window, long index, long most) {
    if (index == SrtpStream.BEFORE_START) {
      return SrtpDrop.TOO_OLD;
    }
    return index > most ? SrtpDrop.KEY_EXHAUSTED : window.check(index);
  }

  /** Has the cipher do the round, and sets what came of it. */
  private static void settle(PacketBatch packets, Round round, boolean protect) {
    CipherBatch batch = round.batch;
    if (batch.count() == 0) {
      return;
    }
    if (protect) {
      round.cipher.protect(batch);
      for (int i = 0; i < batch.count(); i++) {
        int trailer = round.profile.trailerBytes(batch.isRtcp(i));
        packets.setLength(round.slots[i], batch.end(i) + trailer);
      }
    } else {
      round.cipher.unprotect(batch);
      for (int i = 0; i < batch.count(); i++) {
        SrtpDrop drop = remember(round, i);
        if (drop == null) {
          packets.setLength(round.slots[i], batch.end(i));
        } else {
          packets.drop(round.slots[i], drop);
        }
      }
    }
    batch.begin(packets.slab());
  }

  /** Remembers the index of a packet that was authentic, unless an earlier one had it. */
  private static @Nullable SrtpDrop remember(Round round, int i) {
    CipherBatch batch = round.batch;
    SrtpStream stream = round.streams[i];
    if (stream == null) {
      if (batch.hasFailed(i)) {
        return SrtpDrop.AUTH_FAILED;
      }
      stream = Objects.requireNonNull(round.contexts[i]).streams().add(batch.ssrc(i));
    }
    stream.forgetClaims();
    ReplayWindow window = batch.isRtcp(i) ? stream.rtcp() : stream.rtp();
    SrtpDrop drop = window.check(batch.index(i));
    if (drop == null && batch.hasFailed(i)) {
      drop = SrtpDrop.AUTH_FAILED;
    }
    if (drop == null) {
      window.accept(batch.index(i));
    }
    return drop;
  }
}
