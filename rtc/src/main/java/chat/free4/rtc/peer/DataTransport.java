package chat.free4.rtc.peer;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.dtls.DtlsEndpoint;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.sctp.SctpAssociation;
import chat.free4.rtc.sctp.SctpSettings;
import chat.free4.wire.DropReason;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * SCTP over one DTLS association (RFC 8261): each SCTP packet is one application data record. The
 * association is made when its first packet comes, so that who opens no channel costs nothing. The
 * line for it can be agreed on later than the transport under it.
 */
final class DataTransport {
  /**
   * What a member may keep in the server's memory: half a megabyte of windows and buffers if it
   * does its worst, and next to nothing otherwise.
   */
  static final SctpSettings SETTINGS =
      new SctpSettings(
          SctpSettings.DEFAULT_PORT,
          SctpSettings.DEFAULT_PORT,
          1160,
          1 << 15,
          1 << 17,
          1024,
          1 << 17,
          64);

  /** Data channels of one peer. */
  static final int MAX_CHANNELS = 8;

  private @Nullable SctpSettings settings;
  private final boolean dtlsClient;
  private final RandomGenerator random;
  private @Nullable SctpAssociation association;
  private @Nullable DataChannels channels;
  private byte[] packet = {};
  private @Nullable DropReason drop;

  /** Without a line yet. */
  DataTransport(boolean dtlsClient, RandomGenerator random) {
    this.dtlsClient = dtlsClient;
    this.random = random;
  }

  /** There is a line from now on; said again, it changes nothing. */
  DataTransport agree(int remotePort) {
    if (settings == null) {
      settings = SETTINGS.withRemotePort(remotePort);
    }
    return this;
  }

  /** The association, made if there is none yet; null without a line. */
  @Nullable SctpAssociation open() {
    SctpAssociation opened = association;
    SctpSettings agreed = settings;
    if (opened == null && agreed != null) {
      opened = new SctpAssociation(agreed, random);
      association = opened;
      channels = new DataChannels(opened, dtlsClient, MAX_CHANNELS, this::note);
      packet = new byte[agreed.maxPacketBytes()];
    }
    return opened;
  }

  /** Null before anything was said. */
  @Nullable DataChannels channels() {
    return channels;
  }

  void handlePacket(long nowNanos, byte[] bytes, int length) {
    SctpAssociation opened = open();
    note(opened == null ? PeerDrop.NO_DATA_LINE : opened.handlePacket(nowNanos, bytes, length));
  }

  private void note(@Nullable DropReason reason) {
    drop = drop == null ? reason : drop;
  }

  /** Why something was refused since the last call; null when nothing was. */
  @Nullable DropReason pollDrop() {
    DropReason noted = drop;
    drop = null;
    return noted;
  }

  void handleTimeout(long nowNanos) {
    if (association != null && association.pollTimeout() <= nowNanos) {
      association.handleTimeout(nowNanos);
    }
  }

  long pollTimeout() {
    return association == null ? SctpAssociation.NEVER : association.pollTimeout();
  }

  /** Protects the next packet, if there is one. */
  boolean pollTransmit(DtlsEndpoint dtls, Transmit out) {
    int length = association == null ? 0 : association.pollPacket(packet);
    return length > 0 && dtls.sendApplicationData(packet, length) && dtls.pollTransmit(out);
  }
}
