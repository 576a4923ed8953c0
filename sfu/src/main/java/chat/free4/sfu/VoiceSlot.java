package chat.free4.sfu;

import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One continuous stream to one listener, and the speaker it carries at the moment. */
final class VoiceSlot {
  private final RoomPeer listener;
  private final SlotLine line;
  private final RtpStreamWriter writer;
  private final RtpRewriter rewriter;

  private final boolean resendable;

  /** The listener's context for this stream; null while it is not connected. */
  private @Nullable SrtpContext outbound;

  private @Nullable Speaker speaker;
  private int targetIndex;

  private int packets;
  private int payloadBytes;
  private boolean sentSinceReport;

  private int reportedLoss;
  private long reportedLossNanos;
  private boolean lossReported;

  VoiceSlot(RoomPeer listener, SlotLine line, RandomGenerator random) {
    this.listener = listener;
    this.line = line;
    this.resendable = line.nack();
    byte[] mid = line.mid().getBytes(StandardCharsets.US_ASCII);
    this.writer =
        new RtpStreamWriter(
            line.ssrc(), line.payloadType(), line.midExtension(), mid, line.levelExtension());
    this.rewriter = new RtpRewriter(random);
  }

  RoomPeer listener() {
    return listener;
  }

  int ssrc() {
    return line.ssrc();
  }

  /** Who is heard in it; null when it is free. */
  @Nullable Speaker speaker() {
    return speaker;
  }

  /** Gives the slot to {@code next}; whoever had it is heard no longer. */
  void assign(Speaker next) {
    release();
    speaker = next;
    targetIndex = next.addTarget(this);
  }

  /** Frees the slot. */
  void release() {
    Speaker former = speaker;
    if (former != null) {
      former.removeTarget(targetIndex).targetIndex = targetIndex;
      speaker = null;
      rewriter.endSpeaker();
    }
  }

  /** Reads a little of all that sending a packet will read; the sum means nothing. */
  int fetch() {
    return listener.mediaPath() + rewriter.sequence() + writer.fetch();
  }

  void setOutbound(@Nullable SrtpContext context) {
    outbound = context == null ? null : context.ofStream(line.ssrc());
  }

  @Nullable SrtpContext outbound() {
    return outbound;
  }

  RtpRewriter rewriter() {
    return rewriter;
  }

  RtpStreamWriter writer() {
    return writer;
  }

  /** Counts a packet that is on its way. */
  void countSent(int payload) {
    packets++;
    payloadBytes += payload;
    sentSinceReport = true;
  }

  /** True when the listener may ask for its packets again. */
  boolean isResendable() {
    return resendable;
  }

  /** Takes the listener's report of what it lost of this stream, in 1/256. */
  void handleLossReport(long nowNanos, int fractionLost) {
    reportedLoss = fractionLost;
    reportedLossNanos = nowNanos;
    lossReported = true;
  }

  /** What the listener lost by its last report; 0 when that is too old. */
  int reportedLoss(long nowNanos) {
    boolean fresh = lossReported && nowNanos - reportedLossNanos <= Speaker.LOSS_FRESH_NANOS;
    return fresh ? reportedLoss : 0;
  }

  /** True when a packet went out since the last sender report. */
  boolean isSentSinceReport() {
    return sentSinceReport;
  }

  /** Writes a sender report for this moment. */
  int writeSenderReport(long nowNanos, long ntpTimestamp, MemorySegment out, long offset) {
    sentSinceReport = false;
    return RtcpWriter.senderReport(
        out,
        offset,
        line.ssrc(),
        ntpTimestamp,
        rewriter.timestampAt(nowNanos),
        packets,
        payloadBytes);
  }
}
