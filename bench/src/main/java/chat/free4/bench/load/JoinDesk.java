package chat.free4.bench.load;

import chat.free4.room.access.Bytes;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEndpoint;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.DtlsRole;
import chat.free4.rtc.ice.IceControllingAgent;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.Peer;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.sim.BrowserOffer;
import chat.free4.sim.ServerAnswer;
import chat.free4.sim.live.SignalClient;
import chat.free4.sim.live.SignalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets members join, each on a thread of its own that may block: WebSocket, entering, ICE, DTLS.
 * Honours a busy server's word on when to try again.
 */
final class JoinDesk {
  /** So long a busy server is asked again; and so long a transport may take. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int PRIORITY = 1;

  private final LoadOptions options;
  private final HttpClient http;
  private final SrtpBackend[] srtp;
  private final LoadLoop[] loops;
  private final Executor handshakes;
  private final DtlsCertificate certificate;
  private final SecureRandom random;

  /** A member that is in, with all that belongs to it. */
  record Joined(Seat seat, SignalClient signal, LoadMember member, LoadLoop loop, int slots) {}

  /** Who is to join. */
  record Seat(int room, String roomName, int place, boolean publishes) {}

  /**
   * A desk for members of these loops.
   *
   * @param srtp for each loop its own
   * @param certificate that all members show
   */
  JoinDesk(
      LoadOptions options,
      HttpClient http,
      LoadLoop[] loops,
      SrtpBackend[] srtp,
      Executor handshakes,
      DtlsCertificate certificate,
      SecureRandom random) {
    this.options = options;
    this.http = http;
    this.loops = loops;
    this.srtp = srtp;
    this.handshakes = handshakes;
    this.certificate = certificate;
    this.random = random;
  }

  /**
   * Joins; blocks until media can flow.
   *
   * @param busyRetries counts how often a busy server was asked again
   * @throws SignalException when it cannot
   */
  Joined join(Seat seat, AtomicInteger busyRetries) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    SignalClient signal = new SignalClient(http, options.server(), random);
    try {
      return join(seat, signal, new Patience(deadline, busyRetries));
    } catch (RuntimeException e) {
      signal.abort();
      throw e;
    }
  }

  private Joined join(Seat seat, SignalClient signal, Patience patience) {
    SignalClient.Challenge challenge = patience.with(() -> signal.hello(seat.roomName()));
    IceCredentials ice = IceCredentials.random(random);
    int ssrc = random.nextInt();
    String offer =
        new BrowserOffer(options.browser(), options.slots(), certificate.fingerprint(), ssrc)
            .write(ice, 1);
    Bytes fingerprint = Bytes.of(certificate.fingerprint().toBytes());
    String nickname = "Load " + (seat.place() + 1);
    SignalClient.Entered entered =
        patience.with(() -> signal.enter(challenge, seat.roomName(), nickname, offer, fingerprint));
    ServerAnswer answer =
        ServerAnswer.parse(
            Objects.requireNonNull(entered.answer(), "an answer without SDP"), options.slots());
    InetSocketAddress remote = MediaAddress.choose(options.server(), answer.candidates());
    int index = seat.room() % loops.length;
    LoadLoop loop = loops[index];
    CompletableFuture<LoadMember> connected = new CompletableFuture<>();
    loop.submit(
            () -> {
              try {
                loop.add(
                    remote,
                    socket ->
                        member(entered.member(), socket, answer, ice, ssrc, index, connected));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .exceptionally(
            failure -> {
              connected.completeExceptionally(failure);
              return null;
            });
    LoadMember member = await(connected, patience.deadlineNanos());
    if (seat.publishes()) {
      loop.submit(() -> loop.publish(member)).join();
    }
    return new Joined(seat, signal, member, loop, answer.slots().size());
  }

  private LoadMember member(
      int number,
      int socket,
      ServerAnswer answer,
      IceCredentials local,
      int ssrc,
      int index,
      CompletableFuture<LoadMember> connected) {
    long now = System.nanoTime();
    LoadLoop loop = loops[index];
    LoadMember[] self = new LoadMember[1];
    var ice = new IceControllingAgent(now, local, answer.ice(), random);
    var environment = new DtlsEnvironment(handshakes, random, () -> loop.wakeForHandshake(self[0]));
    var dtls =
        new DtlsEndpoint(
            DtlsRole.CLIENT, certificate, answer.fingerprint(), environment, options.profiles());
    Peer peer = new Peer(ice, dtls, srtp[index]);
    LoadMember member =
        new LoadMember(
            number,
            socket,
            peer,
            answer.slots().stream().map(slot -> VoiceSource.slot(slot.ssrc())).toList(),
            options.browser(),
            ssrc,
            options.payloadBytes(),
            () -> connected.complete(self[0]));
    self[0] = member;
    ice.addPath(now, socket, PRIORITY);
    return member;
  }

  private static LoadMember await(CompletableFuture<LoadMember> connected, long deadlineNanos) {
    long left = Math.max(1, deadlineNanos - System.nanoTime());
    try {
      return connected.orTimeout(left, TimeUnit.NANOSECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new IllegalStateException("no voice transport in time; is the UDP port open?", e);
      }
      throw e;
    }
  }
}
