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
import chat.free4.sim.live.SignalClient.Disturbance;
import chat.free4.sim.live.SignalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets members join, each on a thread of its own that may block: WebSocket, entering, ICE, DTLS.
 * Honours a busy server's word on when to try again. A member's room may go to another node, and
 * its WebSocket may end: then it can be let in again, as the same person.
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
  private final SecureRandom random;

  /** Who is to join. */
  record Seat(int room, String roomName, int place, boolean publishes) {}

  /**
   * A desk for members of these loops.
   *
   * @param srtp for each loop its own
   */
  JoinDesk(
      LoadOptions options,
      HttpClient http,
      LoadLoop[] loops,
      SrtpBackend[] srtp,
      Executor handshakes,
      SecureRandom random) {
    this.options = options;
    this.http = http;
    this.loops = loops;
    this.srtp = srtp;
    this.handshakes = handshakes;
    this.random = random;
  }

  /**
   * Joins; blocks until media can flow.
   *
   * @param busyRetries counts how often a busy server was asked again
   * @throws SignalException when it cannot
   */
  Joined join(Seat seat, AtomicInteger busyRetries) {
    Patience patience = new Patience(System.nanoTime() + LIMIT_NANOS, busyRetries);
    URI server = options.servers().get(firstServer(seat));
    SignalClient signal = new SignalClient(http, server, random);
    try {
      Silence silence = new Silence();
      Joined.Line line = enterWhereItIs(seat, signal, silence, patience);
      LoadLoop loop = loopOf(seat);
      if (seat.publishes()) {
        loop.submit(() -> loop.publish(line.member())).join();
      }
      return new Joined(seat, loop, silence, line);
    } catch (RuntimeException e) {
      signal.abort();
      throw e;
    }
  }

  /** Enters; where the room gets another node before that is done, there. */
  private Joined.Line enterWhereItIs(
      Seat seat, SignalClient signal, Silence silence, Patience patience) {
    while (true) {
      try {
        return enter(seat, signal, silence, patience);
      } catch (RuntimeException e) {
        if (!isMoved(signal) || System.nanoTime() > patience.deadlineNanos()) {
          throw e;
        }
      }
    }
  }

  /** Whether the room has another node, and nobody has said hello to it yet. */
  static boolean isMoved(SignalClient signal) {
    return signal.disturbance().getNow(Disturbance.VOICE_LOST) == Disturbance.MOVED;
  }

  private LoadLoop loopOf(Seat seat) {
    return loops[seat.room() % loops.length];
  }

  private int firstServer(Seat seat) {
    return (seat.room() + seat.place()) % options.servers().size();
  }

  /**
   * Connects a member's person again, to the server that is next after so many attempts.
   *
   * @throws SignalException when it cannot
   */
  SignalClient connectAgain(Joined joined, int attempt) {
    int server = (firstServer(joined.seat()) + attempt) % options.servers().size();
    return joined.signal().again(http, options.servers().get(server));
  }

  /**
   * Lets a member in again by this WebSocket; blocks until media can flow, in place of its former.
   *
   * @throws SignalException when it cannot
   */
  void enterAgain(Joined joined, SignalClient signal, Patience patience) {
    replace(joined, enter(joined.seat(), signal, joined.silence(), patience));
  }

  /**
   * Has a member's voice served anew, in the room that it is in; blocks until media can flow, in
   * place of its former.
   *
   * @throws SignalException when it cannot
   */
  void offerAgain(Joined joined, Patience patience) {
    Joined.Line former = joined.line();
    Entry entry = new Entry(joined.seat(), former.signal(), former.challenge());
    Transport transport = offer(entry, former.member().number(), patience);
    replace(joined, connect(entry, transport, joined.silence(), patience));
  }

  /** Somebody who is in a room. */
  private record Entry(Seat seat, SignalClient signal, SignalClient.Challenge challenge) {}

  private Transport offer(Entry entry, int number, Patience patience) {
    Voice voice = newVoice();
    String room = entry.seat().roomName();
    String answer =
        patience.with(
            () ->
                entry.signal().offer(entry.challenge(), room, voice.offer(), voice.fingerprint()));
    return transport(number, answer, voice);
  }

  private static void replace(Joined joined, Joined.Line line) {
    LoadMember former = joined.member();
    joined.loop().submit(() -> joined.loop().replace(former, line.member())).join();
    joined.comeBack(line);
  }

  private Joined.Line enter(Seat seat, SignalClient signal, Silence silence, Patience patience) {
    SignalClient.Challenge challenge = patience.with(() -> signal.hello(seat.roomName()));
    Voice voice = newVoice();
    String nickname = "Load " + (seat.place() + 1);
    SignalClient.Entered entered =
        patience.with(
            () ->
                signal.enter(
                    challenge, seat.roomName(), nickname, voice.offer(), voice.fingerprint()));
    String answer = Objects.requireNonNull(entered.answer(), "an answer without SDP");
    Transport transport = transport(entered.member(), answer, voice);
    return connect(new Entry(seat, signal, challenge), transport, silence, patience);
  }

  /** Offers again as often as what was to serve the voice is gone before it could. */
  private Joined.Line connect(Entry entry, Transport first, Silence silence, Patience patience) {
    Transport transport = first;
    LoadMember member = tryConnect(entry, transport, silence, patience);
    while (member == null) {
      transport = offer(entry, transport.number(), patience);
      member = tryConnect(entry, transport, silence, patience);
    }
    int slots = transport.answer().slots().size();
    return new Joined.Line(entry.signal(), entry.challenge(), member, slots);
  }

  /** What a member offers. Each time another: the same would go on with the former transport. */
  private record Voice(DtlsCertificate certificate, IceCredentials ice, int ssrc, String offer) {
    Bytes fingerprint() {
      return Bytes.of(certificate.fingerprint().toBytes());
    }
  }

  private Voice newVoice() {
    IceCredentials ice = IceCredentials.random(random);
    int ssrc = random.nextInt();
    DtlsCertificate certificate = DtlsCertificate.generate(random, Instant.now());
    String offer =
        new BrowserOffer(options.browser(), options.slots(), certificate.fingerprint(), ssrc)
            .write(ice, 1);
    return new Voice(certificate, ice, ssrc, offer);
  }

  private Transport transport(int number, String answer, Voice voice) {
    ServerAnswer parsed = ServerAnswer.parse(answer, options.slots());
    return new Transport(number, parsed, voice.ice(), voice.ssrc(), voice.certificate());
  }

  private @Nullable LoadMember tryConnect(
      Entry entry, Transport transport, Silence silence, Patience patience) {
    InetSocketAddress remote =
        MediaAddress.choose(entry.signal().server(), transport.answer().candidates());
    LoadLoop loop = loopOf(entry.seat());
    CompletableFuture<@Nullable LoadMember> connected = new CompletableFuture<>();
    AtomicReference<@Nullable LoadMember> made = new AtomicReference<>();
    loop.submit(
            () -> {
              try {
                loop.add(
                    remote,
                    socket -> {
                      LoadMember member =
                          member(entry.seat(), socket, transport, silence, connected);
                      made.set(member);
                      return member;
                    });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .exceptionally(
            failure -> {
              connected.completeExceptionally(failure);
              return null;
            });
    var _ = entry.signal().disturbance().thenAccept(what -> disturbed(what, connected));
    LoadMember member = null;
    try {
      member = await(connected, patience.deadlineNanos());
    } finally {
      LoadMember vain = made.get();
      if (member == null && vain != null) {
        var _ = loop.submit(() -> loop.remove(vain));
      }
    }
    return member;
  }

  private static void disturbed(
      Disturbance what, CompletableFuture<@Nullable LoadMember> connected) {
    if (what == Disturbance.VOICE_LOST) {
      connected.complete(null);
    } else {
      connected.completeExceptionally(new IllegalStateException("the room or the line is gone"));
    }
  }

  /** What a member's transport is made of. */
  private record Transport(
      int number,
      ServerAnswer answer,
      IceCredentials local,
      int ssrc,
      DtlsCertificate certificate) {}

  private LoadMember member(
      Seat seat,
      int socket,
      Transport transport,
      Silence silence,
      CompletableFuture<@Nullable LoadMember> connected) {
    long now = System.nanoTime();
    int index = seat.room() % loops.length;
    LoadLoop loop = loops[index];
    ServerAnswer answer = transport.answer();
    LoadMember[] self = new LoadMember[1];
    var ice = new IceControllingAgent(now, transport.local(), answer.ice(), random);
    var environment = new DtlsEnvironment(handshakes, random, () -> loop.wakeForHandshake(self[0]));
    var dtls =
        new DtlsEndpoint(
            DtlsRole.CLIENT,
            transport.certificate(),
            answer.fingerprint(),
            environment,
            options.profiles());
    Peer peer = new Peer(ice, dtls, srtp[index]);
    LoadMember member =
        new LoadMember(
            transport.number(),
            socket,
            peer,
            answer.slots().stream().map(slot -> VoiceSource.slot(slot.ssrc())).toList(),
            options.browser(),
            transport.ssrc(),
            options.payloadBytes(),
            () -> connected.complete(self[0]));
    member.tell(silence);
    self[0] = member;
    ice.addPath(now, socket, PRIORITY);
    return member;
  }

  private static @Nullable LoadMember await(
      CompletableFuture<@Nullable LoadMember> connected, long deadlineNanos) {
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
