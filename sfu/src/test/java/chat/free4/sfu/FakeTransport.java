package chat.free4.sfu;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.sctp.SctpAssociation;
import chat.free4.rtc.sctp.SctpSettings;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A transport that takes every check as valid, answers it with one byte, and connects at once. */
final class FakeTransport implements Transport {
  static final byte CHECK_ANSWER = 1;
  static final byte CLOSE_NOTIFY = 21;

  /** A DTLS datagram with a packet of data channels. */
  static final byte DTLS_DATA = 23;

  /** A DTLS datagram that ends it. */
  static final byte DTLS_CLOSE = 21;

  /** What its certificate check would say. */
  enum Dropped implements DropReason {
    NOT_MINE;

    @Override
    public String label() {
      return "not_mine";
    }
  }

  final PeerParameters parameters;
  final ArrayDeque<PeerEvent> events = new ArrayDeque<>();
  final IdentitySrtp.Context inbound = new IdentitySrtp.Context();
  final IdentitySrtp.Context outbound = new IdentitySrtp.Context();
  private final ArrayDeque<int[]> answers = new ArrayDeque<>();
  boolean connected;
  boolean closed;
  boolean woken;
  int timeouts;
  long timeoutNanos = Long.MAX_VALUE;
  int path = PacketBatch.NO_PATH;

  /** When set, a check does not connect it: {@link #connect} does. */
  boolean waitsForDtls;

  @Nullable IceCredentials restarted;
  @Nullable DataLine dataLine;

  /** With data channels: one packet of theirs is a DTLS datagram behind its first byte. */
  @Nullable SctpAssociation association;

  @Nullable DataChannels channels;
  private final byte[] packet = new byte[2048];

  FakeTransport(PeerParameters parameters) {
    this.parameters = parameters;
  }

  void connect() {
    connected = true;
    events.add(new PeerEvent.Connected(SrtpProfile.AEAD_AES_128_GCM));
  }

  @Override
  public @Nullable DropReason handleDatagram(
      long nowNanos, int from, MemorySegment slab, long offset, int length) {
    byte first = slab.get(ValueLayout.JAVA_BYTE, offset);
    if (first == DTLS_CLOSE && length == 2) {
      end(PeerEvent.Reason.CLOSED);
      return null;
    }
    if (first == DTLS_DATA && association != null) {
      byte[] packet = slab.asSlice(offset + 1, length - 1).toArray(ValueLayout.JAVA_BYTE);
      return association.handlePacket(nowNanos, packet, packet.length);
    }
    if (first >= 20) {
      return Dropped.NOT_MINE;
    }
    path = from;
    events.add(new PeerEvent.PathValidated(from));
    answers.add(new int[] {from, CHECK_ANSWER});
    if (!connected && !waitsForDtls) {
      connect();
    }
    return null;
  }

  void end(PeerEvent.Reason reason) {
    inbound.close();
    outbound.close();
    connected = false;
    events.add(new PeerEvent.Closed(reason));
  }

  @Override
  public void handleTimeout(long nowNanos) {
    timeouts++;
    timeoutNanos = Long.MAX_VALUE;
    if (association != null && association.pollTimeout() <= nowNanos) {
      association.handleTimeout(nowNanos);
    }
    if (waitsForDtls && woken) {
      woken = false;
      connect();
    }
  }

  /** From now on it has data channels, as from a DTLS server. */
  void openData(SctpSettings settings, long seed) {
    association = new SctpAssociation(settings, new Random(seed));
    channels = new DataChannels(association, false, 4, reason -> {});
  }

  @Override
  public boolean pollData(Transmit out) {
    int length = association == null ? 0 : association.pollPacket(packet);
    if (length == 0) {
      return false;
    }
    out.buffer().set(ValueLayout.JAVA_BYTE, 0, DTLS_DATA);
    MemorySegment.copy(packet, 0, out.buffer(), ValueLayout.JAVA_BYTE, 1, length);
    out.set(path, length + 1);
    return true;
  }

  @Override
  public @Nullable DataChannels dataChannels() {
    return channels;
  }

  @Override
  public boolean pollWakeup() {
    return woken;
  }

  @Override
  public boolean pollTransmit(Transmit out) {
    int[] answer = answers.poll();
    if (answer == null) {
      return false;
    }
    out.buffer().set(ValueLayout.JAVA_BYTE, 0, (byte) answer[1]);
    out.set(answer[0], 1);
    return true;
  }

  @Override
  public @Nullable PeerEvent pollEvent() {
    return events.poll();
  }

  @Override
  public long pollTimeout() {
    return association == null ? timeoutNanos : Math.min(timeoutNanos, association.pollTimeout());
  }

  @Override
  public void restartIce(long nowNanos, IceCredentials local, IceCredentials remote) {
    restarted = local;
  }

  @Override
  public void openData(DataLine line) {
    dataLine = line;
  }

  @Override
  public void close(long nowNanos) {
    if (connected) {
      answers.add(new int[] {path, CLOSE_NOTIFY});
    }
    closed = true;
    connected = false;
    inbound.close();
    outbound.close();
  }

  @Override
  public int selectedPath() {
    return path;
  }

  @Override
  public @Nullable SrtpContext inbound() {
    return connected ? inbound : null;
  }

  @Override
  public @Nullable SrtpContext outbound() {
    return connected ? outbound : null;
  }
}
