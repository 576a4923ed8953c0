package chat.free4.sim.fuzz;

import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.sim.fuzz.FuzzedEngine.Sent;
import chat.free4.wire.BigEndian;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What honest browsers send, as inputs to begin with: they reach every part of the engine. */
final class Seeds {
  /** How many sequence numbers of each sender are for the seeds alone, from 0. */
  static final int SEQUENCES = 100;

  private static final int PAYLOAD_BYTES = 40;
  private static final int VOICE_AT_ONCE = 4;
  private static final int ROUND_TRIP_MILLIS = 200;

  private final List<Sent> seen = new ArrayList<>();
  private final FuzzedEngine engine;
  private final Map<String, byte[]> inputs = new LinkedHashMap<>();

  private Seeds(long seed) {
    engine =
        new FuzzedEngine(
            seed,
            SrtpBackends.choose(SrtpChoice.JCE).open(),
            (byte) 0,
            (_, toServer, path, slab, at, length) -> {
              if (toServer) {
                seen.add(new Sent(path, slab.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE)));
              }
            });
  }

  /** Named inputs for the engines of {@code seed}. */
  static Map<String, byte[]> of(long seed) {
    Seeds seeds = new Seeds(seed);
    seeds.build();
    seeds.engine.close();
    return seeds.inputs;
  }

  /** The same as files, for Jazzer. */
  static void write(long seed, Path directory) throws IOException {
    for (Map.Entry<String, byte[]> input : of(seed).entrySet()) {
      Files.write(directory.resolve(input.getKey()), input.getValue());
    }
  }

  private void build() {
    byte[] hello = first(DatagramKind.DTLS, Operation.ANNA);
    inputs.put("dtls-hello", Operation.write(Operation.plain(Operation.CARLA, hello)));
    for (int who : new int[] {Operation.ANNA, Operation.BEN}) {
      String name = who == Operation.ANNA ? "gcm-" : "sha1-";
      byte[] check = first(DatagramKind.STUN, who);
      inputs.put(
          name + "check",
          Operation.write(Operation.plain(who, check), Operation.plain(Operation.NOBODY, check)));
      Sender sender = new Sender(who, 0);
      byte[] voice = voice(who);
      Operation[] packets = new Operation[VOICE_AT_ONCE];
      for (int i = 0; i < packets.length; i++) {
        byte[] packet = sender.seal(voice);
        packets[i] = new Operation(who, false, 0, packet.length, packet);
        engine.add(who, packet.length, packet);
      }
      inputs.put(name + "voice", Operation.write(packets));
      inputs.put(
          name + "voice-to-seal",
          Operation.write(Operation.sealed(who, voice), Operation.sealed(who, voice)));
      engine.receive();
    }
    List<Sent> heard = engine.takeSent();
    for (int who : new int[] {Operation.ANNA, Operation.BEN}) {
      String name = who == Operation.ANNA ? "gcm-" : "sha1-";
      byte[] last =
          heard.stream()
              .filter(one -> one.path() == who && one.kind() == DatagramKind.RTP)
              .toList()
              .getLast()
              .bytes();
      byte[] report = report(ssrcOf(who), last);
      // From another source than what will be sealed: each counts its reports from 0.
      byte[] sealed = new Sender(who, 0).seal(report(~ssrcOf(who), last));
      inputs.put(name + "report", Operation.write(Operation.plain(who, sealed)));
      inputs.put(name + "reports-to-seal", Operation.write(reports(who, report, nack(who, last))));
    }
    lie();
    Operation tooMuch =
        new Operation(
            Operation.ANNA, false, 1, PacketBatch.MAX_DATAGRAM_BYTES + 1, voice(Operation.ANNA));
    inputs.put("claims-too-much", Operation.write(tooMuch));
  }

  /** Packets whose own length fields say that they go on where they have ended. */
  private void lie() {
    int who = Operation.ANNA;
    byte[] check = first(DatagramKind.STUN, who);
    inputs.put("check-claims-more", Operation.write(Operation.plain(who, raised(check, 2))));
    byte[] hello = first(DatagramKind.DTLS, who);
    inputs.put(
        "hello-claims-more", Operation.write(Operation.plain(Operation.CARLA, raised(hello, 11))));
    byte[] voice = voice(who);
    int extension = RtpPacket.FIXED_HEADER_BYTES;
    int header = RtpPacket.headerLength(MemorySegment.ofArray(voice), 0);
    byte[] nack = nack(who, voice);
    inputs.put(
        "sealed-claim-more",
        Operation.write(
            Operation.sealed(who, raised(report(ssrcOf(who), voice), 2)),
            Operation.sealed(who, raised(nack, 2)),
            Operation.sealed(who, raised(voice, extension + 2)),
            // No payload: what the extension lacks would lie behind the packet.
            Operation.sealed(who, raised(Arrays.copyOf(voice, header), extension + 2)),
            Operation.sealed(who, withSources(Arrays.copyOf(voice, header)))));
  }

  /** The same with 60 more in the 16 bits at {@code at}. */
  private static byte[] raised(byte[] packet, int at) {
    byte[] lying = packet.clone();
    MemorySegment segment = MemorySegment.ofArray(lying);
    BigEndian.put16(segment, at, BigEndian.u16(segment, at) + 60);
    return lying;
  }

  /** The same with as many CSRCs claimed as fit the field. */
  private static byte[] withSources(byte[] packet) {
    byte[] lying = packet.clone();
    lying[0] |= RtpPacket.MAX_CSRCS;
    return lying;
  }

  private byte[] first(DatagramKind kind, int path) {
    return seen.stream()
        .filter(one -> one.path() == path && one.kind() == kind)
        .findFirst()
        .orElseThrow()
        .bytes();
  }

  /** The header of a real packet, which is in the clear, and any payload. */
  private byte[] voice(int who) {
    byte[] packet = first(DatagramKind.RTP, who);
    int header = RtpPacket.headerLength(MemorySegment.ofArray(packet), 0);
    return Arrays.copyOf(packet, header + PAYLOAD_BYTES);
  }

  private int ssrcOf(int who) {
    return RtpPacket.ssrc(MemorySegment.ofArray(first(DatagramKind.RTP, who)), 0);
  }

  /** What one sends and hears. */
  private static byte[] report(int ssrc, byte[] heard) {
    byte[] report =
        new byte
            [RtcpWriter.SENDER_REPORT_BYTES
                + RtcpWriter.RECEIVER_REPORT_BYTES
                + RtcpWriter.REPORT_BLOCK_BYTES];
    MemorySegment segment = MemorySegment.ofArray(report);
    MemorySegment last = MemorySegment.ofArray(heard);
    RtcpWriter.senderReport(segment, 0, ssrc, 1L << 40, 960, 50, 4000);
    int at = RtcpWriter.SENDER_REPORT_BYTES;
    at += RtcpWriter.receiverReport(segment, at, ssrc, 1);
    RtcpWriter.reportBlock(
        segment, at, RtpPacket.ssrc(last, 0), 12, 3, RtpPacket.sequenceNumber(last, 0), 5, 0, 0);
    return report;
  }

  /** The wish to have again what was heard last, and the packet before. */
  private byte[] nack(int who, byte[] heard) {
    MemorySegment last = MemorySegment.ofArray(heard);
    int highest = RtpPacket.sequenceNumber(last, 0);
    int[] lost = {highest - 1, highest};
    byte[] nack = new byte[64];
    int bytes =
        RtcpWriter.nack(
            MemorySegment.ofArray(nack), 0, ssrcOf(who), RtpPacket.ssrc(last, 0), lost, 2);
    return Arrays.copyOf(nack, bytes);
  }

  private static Operation[] reports(int who, byte[] report, byte[] nack) {
    return new Operation[] {
      Operation.sealed(who, report), new Operation(who, true, ROUND_TRIP_MILLIS, nack.length, nack)
    };
  }
}
