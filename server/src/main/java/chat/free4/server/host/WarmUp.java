package chat.free4.server.host;

import chat.free4.room.RoomControl;
import chat.free4.room.RoomEffect;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerFacts;
import chat.free4.room.signal.ServerMessage.HelloResult;
import chat.free4.room.signal.SessionEffect;
import chat.free4.room.signal.SignalSession;
import chat.free4.rtc.dtls.DtlsWarmup;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does in process what the first join would else be the first to do: DTLS handshakes, and joins
 * with signatures, JSON and a negotiation. The first few load the classes and make the tables of
 * the curves, which is most of what a first join would wait for; the others are for the compiler,
 * while the server serves already. Rooms and counters of the server see nothing of it.
 */
public final class WarmUp {
  /** Enough for the compiler. */
  private static final int ROUNDS = 10;

  /** Joins, and as many handshakes, of each round. */
  private static final int JOINS_A_ROUND = 10;

  /** Handshakes that {@link #awaitReady} waits for, beside one join. */
  private static final int FIRST_HANDSHAKES = 2;

  /** On a slow machine the rest is done while the first people come. */
  private static final long READY_LIMIT_MILLIS = 2000;

  /** What stands in the offer: 00:01:02 and so on. */
  private static final Bytes OFFERED_FINGERPRINT = counting(32);

  private static final String ROOM = "warm-up";
  private static final String ORIGIN = "https://warm-up.invalid";
  private static final long SESSION = 1;
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final ServerFacts facts;
  private final RoomLimits limits;
  private final LocalMedia media;
  private final RpcEncoder encoder;
  private final RpcDecoder decoder;
  private final SecureRandom random;
  private final String offer = offer();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Nothing is warm yet. */
  public WarmUp(
      ServerFacts facts,
      RoomLimits limits,
      LocalMedia media,
      RpcEncoder encoder,
      SecureRandom random) {
    this.facts = facts;
    this.limits = limits;
    this.media = media;
    this.encoder = encoder;
    this.decoder = new RpcDecoder(limits.messageBytes());
    this.random = random;
  }

  private static String offer() {
    try (InputStream in = WarmUp.class.getResourceAsStream("warm-up.sdp")) {
      if (in == null) {
        throw new IllegalStateException("the offer is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Warms up on a thread of its own, which ends with it. */
  public void start() {
    Thread.ofPlatform().daemon().name("warm-up").start(this::run);
  }

  private void run() {
    long began = System.nanoTime();
    try {
      join();
      DtlsWarmup.run(FIRST_HANDSHAKES, random, Instant.now());
      ready.countDown();
      LOG.debug("ready after {} ms", millisSince(began));
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < JOINS_A_ROUND; i++) {
          join();
        }
        DtlsWarmup.run(JOINS_A_ROUND, random, Instant.now());
      }
      LOG.debug("warm after {} ms", millisSince(began));
    } catch (RuntimeException e) {
      LOG.error("the warm-up failed", e);
    } finally {
      ready.countDown();
      done.countDown();
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** Waits until a join is no longer a cold one, for a limited time. */
  public void awaitReady() {
    await(ready, READY_LIMIT_MILLIS);
  }

  /** Waits for its end, no longer than this. */
  public void awaitEnd(long millis) {
    await(done, millis);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      if (!latch.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.debug("goes on before it is warm");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One member enters a room of its own, with voice.
   *
   * @return the welcome, as a frame
   */
  String join() {
    long now = System.nanoTime();
    SigningKey identity = SigningKey.ofSeed(randomBytes(SigningKey.SEED_BYTES));
    SigningKey device = SigningKey.ofSeed(randomBytes(SigningKey.SEED_BYTES));
    DeviceCertificate certificate = DeviceCertificate.issue(identity, device.publicKey());
    var offers = RoomNegotiator.reader(media.maxVoiceSlots());
    SignalSession session = new SignalSession(now, ORIGIN, facts, offers, random);
    session.handleMessage(
        now,
        1,
        new ClientMessage.Hello(
            1, certificate.identity(), certificate.device(), certificate.signature()));
    var hello = expect(SessionEffect.Reply.class, session.pollEffect());
    encoder.result(hello.id(), hello.result());

    HelloResult challenge = expect(HelloResult.class, hello.result());
    Decoded frame = decoder.decode(enterFrame(challenge, certificate, device));
    session.handleMessage(now, 2, expect(Decoded.Message.class, frame).message());
    var enter = expect(SessionEffect.EnterRoom.class, session.pollEffect());
    RoomId id = enter.admission().room();
    RoomControl room =
        new RoomControl(
            now,
            id,
            ROOM,
            facts.epoch(),
            id.value(),
            limits,
            new RoomNegotiator(member -> media, member -> {}, random));
    room.handleEnter(now, SESSION, enter.id(), enter.admission(), Bytes.EMPTY);
    var welcome = expect(RoomEffect.Welcome.class, room.pollEffect());
    return encoder.result(welcome.id(), welcome.result());
  }

  private String enterFrame(
      HelloResult challenge, DeviceCertificate certificate, SigningKey device) {
    EnterProof proof =
        new EnterProof(
            challenge.nonce(),
            challenge.session(),
            ORIGIN,
            RoomId.ofPublic(ROOM),
            certificate.identity(),
            certificate.device(),
            OFFERED_FINGERPRINT,
            challenge.fingerprint());
    ObjectNode frame =
        JsonNodeFactory.instance
            .objectNode()
            .put("jsonrpc", "2.0")
            .put("id", 2)
            .put("method", "enter");
    frame
        .putObject("params")
        .put("kind", "public")
        .put("room", ROOM)
        .put("proof", device.sign(proof.transcript()).toBase64Url())
        .put("profile", Bytes.utf8("{}").toBase64Url())
        .put("offer", offer);
    return frame.toString();
  }

  private static Bytes counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return Bytes.of(bytes);
  }

  private Bytes randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static <T> T expect(Class<T> type, @Nullable Object found) {
    if (!type.isInstance(found)) {
      throw new IllegalStateException("want " + type.getSimpleName() + ", got " + found);
    }
    return type.cast(found);
  }
}
