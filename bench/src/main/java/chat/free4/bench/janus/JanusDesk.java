package chat.free4.bench.janus;

import chat.free4.bench.load.LoadLoop;
import chat.free4.bench.load.LoadMember;
import chat.free4.bench.load.VoiceSource;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEndpoint;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.DtlsRole;
import chat.free4.rtc.ice.IceControllingAgent;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.Peer;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.BrowserKind;
import chat.free4.wire.sdp.SessionDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Connects members with Janus: signalling, ICE, DTLS. Its calls block, from any thread. */
final class JanusDesk {
  private static final BrowserKind KIND = BrowserKind.CHROMIUM;
  private static final int PRIORITY = 1;
  private static final long CONNECT_SECONDS = 20;

  private final JanusClient janus;
  private final LoadLoop loop;
  private final AnsweringSockets sockets;
  private final SrtpBackend srtp;
  private final SrtpProfile profile;
  private final int payloadBytes;
  private final Executor handshakes;
  private final SecureRandom random;
  private final DtlsCertificate certificate;

  /**
   * A desk.
   *
   * @param sockets of the loop
   * @param srtp that the loop uses
   * @param certificate that all members show
   */
  JanusDesk(
      JanusClient janus,
      LoadLoop loop,
      AnsweringSockets sockets,
      SrtpBackend srtp,
      SrtpProfile profile,
      int payloadBytes,
      Executor handshakes,
      SecureRandom random,
      DtlsCertificate certificate) {
    this.janus = janus;
    this.loop = loop;
    this.sockets = sockets;
    this.srtp = srtp;
    this.profile = profile;
    this.payloadBytes = payloadBytes;
    this.handshakes = handshakes;
    this.random = random;
    this.certificate = certificate;
  }

  /** Makes a room. */
  void createRoom(long room, int publishers) {
    var _ = janus.tell(janus.attach(), JanusRequest.createRoom(room, publishers), null);
  }

  /** The connection by which a member speaks; ready to. */
  LoadMember talk(long room, int feed) {
    JanusSdp.Own own = new JanusSdp.Own(IceCredentials.random(random), certificate.fingerprint());
    int ssrc = random.nextInt();
    var offer = new JanusRequest.Sdp("offer", JanusSdp.offer(own, KIND, ssrc));
    JanusReply reply = janus.tell(janus.attach(), JanusRequest.publish(room, feed), offer);
    SessionDescription answer = JanusSdp.parse(sdpOf(reply));
    return connect(new Line(feed, own, JanusSdp.remote(answer), List.of(), ssrc));
  }

  /** The connection by which a member hears those feeds. */
  LoadMember listen(long room, int member, List<Integer> feeds) {
    long handle = janus.attach();
    JanusReply reply = janus.tell(handle, JanusRequest.subscribe(room, feeds), null);
    SessionDescription offer = JanusSdp.parse(sdpOf(reply));
    List<VoiceSource> sources = JanusSdp.sources(offer, reply.feedsByMid());
    List<Integer> announced = sources.stream().map(VoiceSource::speaker).sorted().toList();
    if (!announced.equals(feeds.stream().sorted().toList())) {
      throw new IllegalStateException("asked for " + feeds + ", was offered " + announced);
    }
    JanusSdp.Own own = new JanusSdp.Own(IceCredentials.random(random), certificate.fingerprint());
    var answer = new JanusRequest.Sdp("answer", JanusSdp.answer(offer, own));
    var _ = janus.tell(handle, JanusRequest.start(), answer);
    return connect(new Line(member, own, JanusSdp.remote(offer), sources, random.nextInt()));
  }

  private static String sdpOf(JanusReply reply) {
    return Objects.requireNonNull(reply.sdp(), "an answer of Janus without SDP");
  }

  /** What a connection is made of. */
  private record Line(
      int member, JanusSdp.Own own, JanusSdp.Remote remote, List<VoiceSource> sources, int ssrc) {}

  private LoadMember connect(Line line) {
    CompletableFuture<LoadMember> connected = new CompletableFuture<>();
    loop.submit(
            () -> {
              try {
                loop.add(line.remote().address(), socket -> member(line, socket, connected));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .exceptionally(
            failure -> {
              connected.completeExceptionally(failure);
              return null;
            });
    return connected.orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).join();
  }

  private LoadMember member(Line line, int socket, CompletableFuture<LoadMember> connected) {
    sockets.answerChecks(socket, line.own().ice(), line.remote().address());
    long now = System.nanoTime();
    LoadMember[] self = new LoadMember[1];
    var ice = new IceControllingAgent(now, line.own().ice(), line.remote().ice(), random);
    var environment = new DtlsEnvironment(handshakes, random, () -> loop.wakeForHandshake(self[0]));
    var dtls =
        new DtlsEndpoint(
            DtlsRole.CLIENT,
            certificate,
            line.remote().fingerprint(),
            environment,
            List.of(profile));
    self[0] =
        new LoadMember(
            line.member(),
            socket,
            new Peer(ice, dtls, srtp),
            line.sources(),
            KIND,
            line.ssrc(),
            payloadBytes,
            () -> connected.complete(self[0]));
    ice.addPath(now, socket, PRIORITY);
    return self[0];
  }
}
