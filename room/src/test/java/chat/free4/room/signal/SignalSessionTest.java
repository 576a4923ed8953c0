package chat.free4.room.signal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.RoomLimits;
import chat.free4.room.TestMedia;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.media.OfferReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignalSessionTest {
  private static final ServerFacts FACTS =
      new ServerFacts(
          "e-1",
          Bytes.utf8("fingerprint of a test's server.."),
          "b-1",
          1_000,
          30_000,
          RoomLimits.DEFAULTS.announced());

  private final TestClient ada = new TestClient("ada");
  private int offersRead;
  private long nowNanos = -1_000_000_000L; // System.nanoTime may be negative
  private SignalSession session = open(1);

  @Test
  void helloIsAnsweredWithAChallenge() {
    ServerMessage.HelloResult challenge = hello();
    assertThat(challenge).matches(it -> it.nonce().length() == 32 && it.session().length() == 16);
    assertThat(challenge)
        .isEqualTo(
            new ServerMessage.HelloResult(
                challenge.nonce(),
                challenge.session(),
                "e-1",
                FACTS.fingerprint(),
                "b-1",
                1_000,
                30_000,
                FACTS.limits(),
                null));
  }

  @Test
  void aGoodProofIsHandedToTheRoom() {
    send(ada.enter(hello(), "Coffee  Break", "new"));
    SessionEffect.EnterRoom enter = (SessionEffect.EnterRoom) only();
    assertThat(enter.id()).isEqualTo(7);
    assertThat(enter.admission())
        .isEqualTo(
            new Admission(
                RoomId.ofPublic("coffee break"),
                "coffee break",
                MemberId.of(ada.certificate().identity(), ada.certificate().device()),
                ada.certificate().identity(),
                ada.certificate().device(),
                Bytes.utf8("profile"),
                null,
                new TestMedia.Offer("new")));
  }

  @Test
  void whoOnlyWritesEntersWithoutAnOffer() {
    send(ada.enter(hello(), "test", null));
    assertThat(((SessionEffect.EnterRoom) only()).admission().offer()).isNull();
    assertThat(offersRead).isZero();
  }

  @Test
  void whoAsksByAnInviteIsHandedOnWhereItsKeyHasSigned() {
    SigningKey invite = SigningKey.ofSeed(Bytes.of(new byte[32]));
    Bytes room = RoomId.ofPublic("any").value();
    Bytes key = Bytes.of(new byte[32]);
    DeviceCertificate who = ada.certificate();
    Redemption unsigned =
        new Redemption(
            new RoomId(room), invite.publicKey(), who.identity(), who.device(), key, Bytes.EMPTY);
    Bytes proof = invite.sign(unsigned.transcript());
    var redeem = new ClientMessage.InviteRedeem(room, invite.publicKey(), key, proof);
    failsWith(redeem, SignalError.HELLO_REQUIRED);
    hello();
    send(redeem);
    assertThat(((SessionEffect.RedeemInvite) only()).asked().proof()).isEqualTo(proof);
    Bytes otherKey = Bytes.of(new byte[] {1}).slice(0, 1);
    failsWith(
        new ClientMessage.InviteRedeem(room, invite.publicKey(), proof.slice(0, 32), proof),
        SignalError.INVITE_FORGED);
    failsWith(
        new ClientMessage.InviteRedeem(room, invite.publicKey(), otherKey, proof),
        SignalError.INVALID_PARAMS);
    failsWith(
        new ClientMessage.InviteRedeem(room, otherKey, key, proof), SignalError.INVALID_PARAMS);
    failsWith(
        new ClientMessage.InviteRedeem(otherKey, invite.publicKey(), key, proof),
        SignalError.INVALID_PARAMS);
  }

  @Test
  void everythingHasItsOrder() {
    ServerMessage.HelloResult elsewhere = hello();
    session = open(2);
    failsWith(ada.enter(elsewhere, "test", null), SignalError.HELLO_REQUIRED);
    failsWith(new ClientMessage.Leave(), SignalError.HELLO_REQUIRED);
    failsWith(ada.offer(elsewhere, "test", "new"), SignalError.HELLO_REQUIRED);
    ServerMessage.HelloResult challenge = hello();
    failsWith(new ClientMessage.LogAfter(0, null), SignalError.NOT_ENTERED);
    failsWith(ada.offer(challenge, "test", "new"), SignalError.NOT_ENTERED);
    send(ada.enter(challenge, "test", null));
    assertThat(only()).isInstanceOf(SessionEffect.EnterRoom.class);
    failsWith(ada.enter(challenge, "test", null), SignalError.ALREADY_ENTERED);
    failsWith(ada.hello(), SignalError.ALREADY_ENTERED);
    failsWith(new ClientMessage.Leave(), SignalError.NOT_ENTERED);
    session.handleWelcome(nowNanos);
    failsWith(ada.enter(challenge, "test", null), SignalError.ALREADY_ENTERED);
    failsWith(ada.hello(), SignalError.ALREADY_ENTERED);
    send(new ClientMessage.Leave());
    assertThat(only()).isEqualTo(new SessionEffect.ToRoom(7, new ClientMessage.Leave()));
    assertThat(offersRead).isZero();
  }

  @Test
  void aProofOfAnotherSessionIsRefusedAndNeedsANewHello() {
    ServerMessage.HelloResult overheard = hello();
    session = open(2);
    ServerMessage.HelloResult challenge = hello();
    failsWith(ada.enter(overheard, "test", null), SignalError.PROOF_INVALID);
    failsWith(ada.enter(challenge, "test", null), SignalError.HELLO_REQUIRED);
    ServerMessage.HelloResult again = hello();
    assertThat(again.nonce()).isNotEqualTo(challenge.nonce());
    failsWith(ada.enter(challenge, "test", null), SignalError.PROOF_INVALID);
    send(ada.enter(hello(), "test", null));
    assertThat(only()).isInstanceOf(SessionEffect.EnterRoom.class);
  }

  @Test
  void aProofForAnotherRoomOrPersonOrOfferIsRefused() {
    ClientMessage.Enter enter = ada.enter(hello(), "test", null);
    failsWith(with(enter, "public", "other", null), SignalError.PROOF_INVALID);
    enter = ada.enter(hello(), "test", null);
    failsWith(with(enter, "public", "test", "new"), SignalError.PROOF_INVALID);
    failsWith(new TestClient("ben").enter(hello(), "test", null), SignalError.PROOF_INVALID);
  }

  @Test
  void whatTheRoomDeniedMayBeTriedAgainWithTheSameChallenge() {
    ServerMessage.HelloResult challenge = hello();
    send(ada.enter(challenge, "test", "sealed"));
    assertThat(only()).isInstanceOf(SessionEffect.EnterRoom.class);
    session.handleDenied(nowNanos);
    send(ada.enter(challenge, "test", "new"));
    assertThat(only()).isInstanceOf(SessionEffect.EnterRoom.class);
  }

  @Test
  void parametersOfEnterAreCheckedBeforeTheProof() {
    ServerMessage.HelloResult challenge = hello();
    ClientMessage.Enter good = ada.enter(challenge, "test", null);
    failsWith(with(good, "secret", "test", null), SignalError.INVALID_PARAMS);
    failsWith(with(good, "public", "\u202E", null), SignalError.ROOM_NAME_INVALID);
    ClientMessage.Enter fat =
        new ClientMessage.Enter(
            "public", "test", good.proof(), Bytes.of(new byte[513]), null, null);
    failsWith(fat, SignalError.PROFILE_INVALID);
    send(with(good, "public", "test", "v=video"));
    assertThat(only())
        .isEqualTo(new SessionEffect.Fail(7, SignalFault.offerUnacceptable("no line to answer")));
    send(good);
    assertThat(only()).isInstanceOf(SessionEffect.EnterRoom.class);
  }

  @Test
  void anotherVersionAndABadCertificateAreRefused() {
    ClientMessage.Hello good = ada.hello();
    failsWith(
        new ClientMessage.Hello(2, good.identity(), good.device(), good.certificate()),
        SignalError.UNSUPPORTED_VERSION);
    failsWith(
        new ClientMessage.Hello(1, good.identity(), good.identity(), good.certificate()),
        SignalError.IDENTITY_INVALID);
    failsWith(
        new ClientMessage.Hello(1, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY),
        SignalError.IDENTITY_INVALID);
  }

  @Test
  void anOfferInTheRoomMustBeSigned() {
    ServerMessage.HelloResult challenge = enter();
    send(ada.offer(challenge, "test", "restart"));
    assertThat(only()).isEqualTo(new SessionEffect.OfferMedia(7, new TestMedia.Offer("restart")));
    failsWith(ada.offer(challenge, "other", "restart"), SignalError.PROOF_INVALID);
    failsWith(new TestClient("ben").offer(challenge, "test", "new"), SignalError.PROOF_INVALID);
    failsWith(new ClientMessage.MediaOffer("?", Bytes.EMPTY), SignalError.OFFER_UNACCEPTABLE);
  }

  @Test
  void notificationsOtherThanHeartbeatsAreIgnoredAndRequestedHeartbeatsUnknown() {
    enter();
    session.handleMessage(nowNanos, ClientMessage.NO_ID, new ClientMessage.Leave());
    assertThat(only()).isEqualTo(new SessionEffect.Ignored());
    session.handleMessage(nowNanos, ClientMessage.NO_ID, new ClientMessage.Heartbeat());
    assertThat(take()).isEmpty();
    failsWith(new ClientMessage.Heartbeat(), SignalError.UNKNOWN_METHOD);
  }

  @Test
  void whatTheCodecRefusedIsAnsweredUnlessItWasANotification() {
    SignalFault fault = SignalFault.invalidParams("proof");
    session.handleFault(nowNanos, 3, fault);
    assertThat(only()).isEqualTo(new SessionEffect.Fail(3, fault));
    session.handleFault(nowNanos, ClientMessage.NO_ID, fault);
    assertThat(only()).isEqualTo(new SessionEffect.Ignored());
    SignalFault invalid = SignalFault.of(SignalError.INVALID_REQUEST);
    session.handleFault(nowNanos, ClientMessage.NO_ID, invalid);
    assertThat(only()).isEqualTo(new SessionEffect.Fail(ClientMessage.NO_ID, invalid));
  }

  @Test
  void theThirdFrameThatIsNotJsonCloses() {
    SessionEffect notJson =
        new SessionEffect.Fail(ClientMessage.NO_ID, SignalFault.of(SignalError.NOT_JSON));
    session.handleNotJson(nowNanos);
    session.handleNotJson(nowNanos);
    assertThat(take()).containsExactly(notJson, notJson);
    session.handleNotJson(nowNanos);
    assertThat(take()).containsExactly(notJson, new SessionEffect.Close(CloseCode.PROTOCOL));
    assertClosed();
  }

  @Test
  void aFloodIsRefusedAndThenClosed() {
    int answered = 0;
    int refused = 0;
    SessionEffect last = new SessionEffect.Ignored();
    for (int i = 0; i < 1_000 && !(last instanceof SessionEffect.Close); i++) {
      session.handleMessage(nowNanos, i, new ClientMessage.Leave());
      nowNanos += TimeUnit.MILLISECONDS.toNanos(1);
      for (SessionEffect effect : take()) {
        last = effect;
        if (effect instanceof SessionEffect.Fail fail) {
          boolean tooMany = fail.fault().error() == SignalError.TOO_MANY_MESSAGES;
          refused += tooMany ? 1 : 0;
          answered += tooMany ? 0 : 1;
        }
      }
    }
    assertThat(last).isEqualTo(new SessionEffect.Close(CloseCode.FLOOD));
    assertThat(answered).isBetween(100, 110);
    assertThat(refused).isBetween(50, 55);
    assertClosed();
  }

  @Test
  void messagesThatCostUsASignatureCountTenfold() {
    int answered = 0;
    for (int i = 0; i < 30; i++) {
      send(ada.hello());
      answered += take().getFirst() instanceof SessionEffect.Reply ? 1 : 0;
    }
    assertThat(answered).isEqualTo(10);
  }

  @Test
  void aSlowRateStillLetsOneEnter() {
    ServerFacts slow =
        new ServerFacts(
            "e-1",
            FACTS.fingerprint(),
            "b-1",
            1_000,
            30_000,
            RoomLimits.DEFAULTS.withMessagesPerSecond(1).announced());
    session = new SignalSession(nowNanos, TestClient.ORIGIN, slow, new TestMedia(), new Random(1));
    enter();
    send(new ClientMessage.LogAfter(0, null));
    assertThat(only()).isInstanceOf(SessionEffect.ToRoom.class);
  }

  @Test
  void aShortBurstIsForgiven() {
    enter();
    for (int i = 0; i < 120; i++) {
      send(new ClientMessage.LogAfter(0, null));
    }
    assertThat(take()).noneMatch(SessionEffect.Close.class::isInstance);
    nowNanos += TimeUnit.SECONDS.toNanos(1);
    send(new ClientMessage.LogAfter(0, null));
    assertThat(only()).isInstanceOf(SessionEffect.ToRoom.class);
  }

  @Test
  void withoutHelloItIsClosedAfterTenSeconds() {
    assertThat(pass(9_999)).isEmpty();
    assertThat(pass(1)).containsExactly(new SessionEffect.Close(CloseCode.SILENT));
    assertClosed();
  }

  @Test
  void withoutEnterItIsClosedAfterTheGraceHoweverOftenItSaysHello() {
    hello();
    for (int i = 0; i < 29; i++) {
      assertThat(pass(1_000)).isEmpty();
      hello();
    }
    assertThat(pass(1_000)).containsExactly(new SessionEffect.Close(CloseCode.SILENT));
  }

  @Test
  void heartbeatsComeEverySecondOnceEntered() {
    enter();
    SessionEffect beat = new SessionEffect.Notify(new ServerMessage.Heartbeat());
    for (int i = 0; i < 100; i++) {
      assertThat(pass(999)).isEmpty();
      assertThat(pass(1)).containsExactly(beat);
      session.handleMessage(nowNanos, ClientMessage.NO_ID, new ClientMessage.Heartbeat());
    }
  }

  @Test
  void sessionsThatCameAtAnyTimeShareTheBeats() {
    for (int i = 0; i < 100; i++) {
      nowNanos += 12_345_678;
      session = open(1);
      enter();
      long wait = session.pollTimeout() - nowNanos;
      assertThat(wait).isBetween(TimeUnit.MILLISECONDS.toNanos(900), TimeUnit.SECONDS.toNanos(1));
      assertThat(session.pollTimeout() % TimeUnit.MILLISECONDS.toNanos(100)).isZero();
    }
  }

  @Test
  void aProcessThatStoodStillSendsOneHeartbeat() {
    enter();
    nowNanos += TimeUnit.SECONDS.toNanos(20);
    session.handleTimeout(nowNanos);
    assertThat(take()).filteredOn(SessionEffect.Notify.class::isInstance).hasSize(1);
    assertThat(session.pollTimeout()).isGreaterThan(nowNanos);
  }

  @Test
  void silenceIsToldAfterTwoSecondsOnceAndAWordTakesItBack() {
    enter();
    assertThat(pass(1_999)).doesNotContain(new SessionEffect.Silent());
    assertThat(pass(1)).contains(new SessionEffect.Silent());
    assertThat(pass(10_000)).doesNotContain(new SessionEffect.Silent());
    session.handleMessage(nowNanos, ClientMessage.NO_ID, new ClientMessage.Heartbeat());
    assertThat(only()).isEqualTo(new SessionEffect.Heard());
    session.handleMessage(nowNanos, ClientMessage.NO_ID, new ClientMessage.Heartbeat());
    assertThat(take()).isEmpty();
  }

  @Test
  void silenceForTheGraceCloses() {
    enter();
    assertThat(pass(29_999)).doesNotContain(new SessionEffect.Close(CloseCode.SILENT));
    assertThat(pass(1)).containsExactly(new SessionEffect.Close(CloseCode.SILENT));
    assertClosed();
  }

  @Test
  void neverThrowsWhateverIsSaidInWhateverOrder() {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      try {
        if (session.pollTimeout() == SignalSession.NEVER) {
          session = open(i);
        }
        long id = random.nextInt(4) - 1L;
        switch (random.nextInt(12)) {
          case 0 -> session.handleNotJson(nowNanos);
          case 1 -> session.handleFault(nowNanos, id, SignalFault.invalidParams("x"));
          case 2 -> session.handleWelcome(nowNanos);
          case 3 -> session.handleDenied(nowNanos);
          case 4 -> pass(random.nextInt(3_000));
          case 5 -> session.handleMessage(nowNanos, id, ada.hello());
          default -> session.handleMessage(nowNanos, id, anything(random));
        }
        take();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", case " + i, e);
      }
    }
  }

  private static ClientMessage anything(Random random) {
    byte[] raw = new byte[random.nextInt(4) == 0 ? 64 : random.nextInt(600)];
    random.nextBytes(raw);
    Bytes bytes = Bytes.of(raw);
    String text = new String(raw, StandardCharsets.UTF_16BE);
    return switch (random.nextInt(8)) {
      case 0 -> new ClientMessage.Hello(random.nextInt(3), bytes, bytes, bytes);
      case 1 -> new ClientMessage.Enter("public", text, bytes, bytes, null, null);
      case 2 -> new ClientMessage.Enter("public", "test", bytes, Bytes.EMPTY, true, "new");
      case 3 -> new ClientMessage.MediaOffer("new", bytes);
      case 4 -> new ClientMessage.MemberUpdate(bytes, null);
      case 5 -> new ClientMessage.LogAppend(text, random.nextLong(), bytes);
      case 6 -> new ClientMessage.LogAfter(random.nextLong(), random.nextInt());
      default -> new ClientMessage.Heartbeat();
    };
  }

  @Test
  void noncesAndSessionsNeverRepeat() {
    List<Bytes> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      session = open(i);
      ServerMessage.HelloResult challenge = hello();
      seen.add(challenge.nonce());
      seen.add(challenge.session());
      seen.add(hello().nonce());
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  private SignalSession open(long seed) {
    TestMedia media = new TestMedia();
    OfferReader counting =
        offer -> {
          offersRead++;
          return media.read(offer);
        };
    return new SignalSession(nowNanos, TestClient.ORIGIN, FACTS, counting, new Random(seed));
  }

  private ServerMessage.HelloResult hello() {
    send(ada.hello());
    return (ServerMessage.HelloResult) ((SessionEffect.Reply) only()).result();
  }

  private ServerMessage.HelloResult enter() {
    ServerMessage.HelloResult challenge = hello();
    send(ada.enter(challenge, "test", null));
    only();
    session.handleWelcome(nowNanos);
    return challenge;
  }

  private static ClientMessage.Enter with(
      ClientMessage.Enter enter, String kind, String room, @Nullable String offer) {
    return new ClientMessage.Enter(kind, room, enter.proof(), enter.profile(), null, offer);
  }

  private void send(ClientMessage message) {
    session.handleMessage(nowNanos, 7, message);
  }

  private void failsWith(ClientMessage message, SignalError error) {
    send(message);
    SessionEffect.Fail fail = (SessionEffect.Fail) only();
    assertThat(fail.id()).isEqualTo(7);
    assertThat(fail.fault().error()).isEqualTo(error);
  }

  private SessionEffect only() {
    List<SessionEffect> effects = take();
    assertThat(effects).hasSize(1);
    return effects.getFirst();
  }

  private List<SessionEffect> pass(long millis) {
    List<SessionEffect> effects = new ArrayList<>();
    long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (session.pollTimeout() <= until) {
      nowNanos = session.pollTimeout();
      session.handleTimeout(nowNanos);
      effects.addAll(take());
    }
    nowNanos = until;
    return effects;
  }

  private List<SessionEffect> take() {
    List<SessionEffect> effects = new ArrayList<>();
    for (var effect = session.pollEffect(); effect != null; effect = session.pollEffect()) {
      effects.add(effect);
    }
    return effects;
  }

  private void assertClosed() {
    send(ada.hello());
    session.handleNotJson(nowNanos);
    session.handleFault(nowNanos, 1, SignalFault.of(SignalError.BUSY));
    session.handleWelcome(nowNanos);
    session.handleTimeout(nowNanos + TimeUnit.HOURS.toNanos(1));
    assertThat(take()).isEmpty();
    assertThat(session.pollTimeout()).isEqualTo(SignalSession.NEVER);
  }
}
