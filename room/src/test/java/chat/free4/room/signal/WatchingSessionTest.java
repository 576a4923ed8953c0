package chat.free4.room.signal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.directory.DirectoryQuery;
import chat.free4.room.media.OfferReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session that looks at the directory, and one that describes its room. */
class WatchingSessionTest {
  private static final ServerFacts FACTS =
      new ServerFacts(
          "e-1",
          Bytes.utf8("fingerprint of a test's server.."),
          "b-1",
          1_000,
          30_000,
          RoomLimits.DEFAULTS.announced());
  private static final RoomDescription JAZZ = new RoomDescription("Jazz", List.of("music"), "en");

  private final TestClient ada = new TestClient("ada");
  private long nowNanos;
  private final SignalSession session =
      new SignalSession(
          0,
          TestClient.ORIGIN,
          FACTS,
          sdp -> new OfferReader.Reading.Unacceptable("none is expected"),
          new Random(1));

  private static ClientMessage.DirectoryWatch watch(@Nullable String tag) {
    return new ClientMessage.DirectoryWatch(tag, null, null, null);
  }

  private List<SessionEffect> send(ClientMessage message) {
    session.handleMessage(nowNanos, 7, message);
    return take();
  }

  private List<SessionEffect> take() {
    List<SessionEffect> effects = new ArrayList<>();
    SessionEffect effect = session.pollEffect();
    while (effect != null) {
      effects.add(effect);
      effect = session.pollEffect();
    }
    return effects;
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

  private void beat() {
    session.handleMessage(nowNanos, ClientMessage.NO_ID, new ClientMessage.Heartbeat());
  }

  private static SessionEffect refused(SignalFault fault) {
    return new SessionEffect.Fail(7, fault);
  }

  private ServerMessage.HelloResult hello() {
    List<SessionEffect> effects = send(ada.hello());
    return (ServerMessage.HelloResult) ((SessionEffect.Reply) effects.getLast()).result();
  }

  private ServerMessage.HelloResult enter(String room) {
    ServerMessage.HelloResult challenge = hello();
    send(ada.enter(challenge, room, null));
    session.handleWelcome(nowNanos);
    return challenge;
  }

  @Test
  void whoLooksAroundIsNotAskedWhoItIs() {
    assertThat(send(watch(null)))
        .containsExactly(new SessionEffect.WatchDirectory(7, DirectoryQuery.ALL));
    assertThat(send(watch("Music")))
        .containsExactly(
            new SessionEffect.WatchDirectory(7, new DirectoryQuery("music", null, null, null)));
  }

  @Test
  void watchingLastsForAsLongAsHeartbeatsAreAnswered() {
    send(watch(null));
    int heartbeats = 0;
    for (int second = 0; second < 100; second++) {
      heartbeats += pass(1_000).size();
      beat();
      assertThat(take()).isEmpty();
    }
    assertThat(heartbeats).isBetween(99, 101);
    assertThat(pass(31_000)).contains(new SessionEffect.Close(CloseCode.SILENT));
  }

  @Test
  void withoutAWordTheSocketIsClosedAsBefore() {
    assertThat(pass(10_000)).containsExactly(new SessionEffect.Close(CloseCode.SILENT));
  }

  @Test
  void helloEndsWatching() {
    send(watch(null));
    pass(1_000);
    assertThat(send(ada.hello()).getFirst()).isEqualTo(new SessionEffect.UnwatchDirectory());
    assertThat(send(watch(null)))
        .containsExactly(refused(SignalFault.of(SignalError.ALREADY_ENTERED)));
  }

  @Test
  void watchingIsNoWayIntoARoom() {
    send(watch(null));
    assertThat(send(new ClientMessage.Leave()))
        .containsExactly(refused(SignalFault.of(SignalError.HELLO_REQUIRED)));
    assertThat(send(new ClientMessage.LogAfter(0, null)))
        .containsExactly(refused(SignalFault.of(SignalError.HELLO_REQUIRED)));
    assertThat(send(new ClientMessage.RoomDescribe("", List.of(), "any", Bytes.EMPTY)))
        .containsExactly(refused(SignalFault.of(SignalError.HELLO_REQUIRED)));
  }

  @Test
  void aQuestionThatCannotBeAskedLeavesTheSocketAsItIs() {
    assertThat(send(watch("x"))).containsExactly(refused(SignalFault.invalidParams("tag")));
    assertThat(pass(10_000)).containsExactly(new SessionEffect.Close(CloseCode.SILENT));
  }

  @Test
  void manyQuestionsAreTooMany() {
    List<SessionEffect> effects = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      effects.addAll(send(watch(null)));
    }
    assertThat(effects.stream().filter(SessionEffect.WatchDirectory.class::isInstance))
        .hasSize(2 * FACTS.limits().messagesPerSecond() / SignalSession.COSTLY);
    assertThat(effects).endsWith(new SessionEffect.Close(CloseCode.FLOOD));
  }

  @Test
  void aSignedDescriptionGoesToTheRoom() {
    ServerMessage.HelloResult challenge = enter("test");
    assertThat(send(ada.describe(challenge, "test", JAZZ)))
        .containsExactly(new SessionEffect.DescribeRoom(7, JAZZ));
  }

  @Test
  void wordsAreMadeCanonicalBeforeTheSignatureIsLookedAt() {
    ClientMessage.RoomDescribe signed = ada.describe(enter("test"), "test", JAZZ);
    assertThat(
            send(
                new ClientMessage.RoomDescribe(
                    "  Jazz ", List.of("MUSIC"), "en", signed.signature())))
        .containsExactly(new SessionEffect.DescribeRoom(7, JAZZ));
  }

  @Test
  void aDescriptionThatIsNotSignedSoIsRefused() {
    ServerMessage.HelloResult challenge = enter("test");
    SessionEffect refused = refused(SignalFault.of(SignalError.PROOF_INVALID));
    Bytes signature = ada.describe(challenge, "test", JAZZ).signature();
    assertThat(send(new ClientMessage.RoomDescribe("Blues", List.of("music"), "en", signature)))
        .containsExactly(refused);
    assertThat(send(new ClientMessage.RoomDescribe("Jazz", List.of(), "en", signature)))
        .containsExactly(refused);
    assertThat(send(ada.describe(challenge, "other", JAZZ))).containsExactly(refused);
    assertThat(send(new TestClient("ben").describe(challenge, "test", JAZZ)))
        .containsExactly(refused);
    assertThat(send(new ClientMessage.RoomDescribe("Jazz", List.of("music"), "en", Bytes.EMPTY)))
        .containsExactly(refused);
  }

  @Test
  void wordsThatBreakTheRulesAreRefusedByField() {
    enter("test");
    assertThat(send(new ClientMessage.RoomDescribe("a\u202Eb", List.of(), "any", Bytes.EMPTY)))
        .containsExactly(refused(SignalFault.descriptionInvalid("topic")));
    assertThat(send(new ClientMessage.RoomDescribe("", List.of("x"), "any", Bytes.EMPTY)))
        .containsExactly(refused(SignalFault.descriptionInvalid("tags")));
    assertThat(send(new ClientMessage.RoomDescribe("", List.of(), "xx", Bytes.EMPTY)))
        .containsExactly(refused(SignalFault.descriptionInvalid("language")));
  }
}
