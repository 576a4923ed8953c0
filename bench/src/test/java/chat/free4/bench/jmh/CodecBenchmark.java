package chat.free4.bench.jmh;

import chat.free4.rtc.peer.Negotiation;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.SimulatedSfu;
import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.RtpStreamWriter;
import chat.free4.wire.sdp.SdpParser;
import chat.free4.wire.sdp.SdpResult;
import chat.free4.wire.stun.Stun;
import chat.free4.wire.stun.StunIntegrity;
import chat.free4.wire.stun.StunReader;
import chat.free4.wire.stun.StunWriter;
import chat.free4.wire.stun.TransportAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read and write what browsers send, in memory outside the heap. */
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class CodecBenchmark {
  private static final int PAYLOAD_BYTES = 80;
  private static final int PORT = 50_000;
  private static final int SLOTS = 6;
  private static final int LEVEL_ID = 1;
  private static final int SPEAKER = 7;
  private static final StunIntegrity KEY = StunIntegrity.ofPassword("a-password-of-22-chars");

  private final MemorySegment out = Arena.ofAuto().allocate(2048);
  private final TransportAddress address = new TransportAddress();
  private final StunReader stunReader = new StunReader();
  private final StunWriter stunWriter = new StunWriter();
  private final MemorySegment check = Arena.ofAuto().allocate(256);
  private final int checkBytes =
      new StunWriter()
          .begin(check, 0, Stun.BINDING_REQUEST, 1, 2)
          .username("abcdefgh:abcd".getBytes(StandardCharsets.US_ASCII))
          .priority(1 << 24)
          .controlling(3)
          .useCandidate()
          .integrity(KEY)
          .finish();

  private final RtpStreamWriter rtpWriter =
      new RtpStreamWriter(1, 111, 4, new byte[] {'0'}, LEVEL_ID);
  private final MemorySegment voice = Arena.ofAuto().allocate(256);
  private final int voiceBytes =
      rtpWriter.writeHeader(voice, 0, false, 1, 960, 0, 30) + PAYLOAD_BYTES;
  private int sequence;

  private final RtcpReader rtcpReader = new RtcpReader();
  private final MemorySegment report = Arena.ofAuto().allocate(512);
  private final int reportBytes = writeReport(report);

  private final SimulatedSfu sfu = new SimulatedSfu(1);
  private final String offer =
      sfu.newBrowser(BrowserKind.CHROMIUM, SLOTS, List.of(SrtpProfile.values())).createOffer();

  private static int writeReport(MemorySegment into) {
    int at = RtcpWriter.senderReport(into, 0, 1, 1L << 40, 960, 50, 4000);
    at += RtcpWriter.receiverReport(into, at, 1, SLOTS);
    for (int slot = 0; slot < SLOTS; slot++) {
      at += RtcpWriter.reportBlock(into, at, slot, 12, 3, 1000, 5, 0, 0);
    }
    return at;
  }

  private static void require(boolean isTrue) {
    if (!isTrue) {
      throw new IllegalStateException("refused");
    }
  }

  /** A browser's check, with its integrity. */
  @Benchmark
  public boolean stunCheck() {
    require(stunReader.parse(check, 0, checkBytes) == null);
    boolean authentic = stunReader.verify(KEY);
    require(authentic);
    return authentic;
  }

  /** The answer to it. */
  @Benchmark
  public int stunAnswer() {
    address.setIpv4(0x0a000001, PORT);
    return stunWriter
        .begin(out, 0, Stun.BINDING_SUCCESS, 1, 2)
        .mappedAddress(address)
        .integrity(KEY)
        .finish();
  }

  /** The header of a voice packet, and the level in it. */
  @Benchmark
  public int rtpRead() {
    require(RtpPacket.check(voice, 0, voiceBytes) == null);
    return RtpPacket.headerLength(voice, 0) + RtpExtensions.audioLevel(voice, 0, LEVEL_ID);
  }

  /** The packet for one listener: another header, the same payload. */
  @Benchmark
  public int rtpRewrite() {
    sequence = sequence + 1 & 0xffff;
    return rtpWriter.rewrite(voice, 0, voiceBytes, out, 0, sequence, 960, SPEAKER, 30);
  }

  /** A browser's report of what it says and of six voices that it hears. */
  @Benchmark
  public int rtcpRead() {
    require(rtcpReader.start(report, 0, reportBytes) == null);
    int lost = 0;
    while (rtcpReader.next()) {
      for (int i = 0; i < rtcpReader.count(); i++) {
        lost += rtcpReader.fractionLost(i);
      }
    }
    require(lost > 0);
    return lost;
  }

  /** Such a report. */
  @Benchmark
  public int rtcpWrite() {
    return writeReport(out);
  }

  /** A browser's offer. */
  @Benchmark
  public SdpResult sdpParse() {
    return SdpParser.parse(offer);
  }

  /** The answer to it, from text to text. */
  @Benchmark
  public Negotiation.Agreed sdpAnswer() {
    return sfu.answer(offer, null);
  }
}
