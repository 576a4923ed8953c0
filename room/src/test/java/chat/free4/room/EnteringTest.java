package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerFacts;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SessionEffect;
import chat.free4.room.signal.SignalSession;
import chat.free4.room.signal.TestClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sessions and room wired as a server wires them, with real keys and proofs, in virtual time. */
class EnteringTest {
  private static final ServerFacts FACTS =
      new ServerFacts(
          "e-1",
          Bytes.utf8("fingerprint of a test's server.."),
          "b-1",
          1_000,
          30_000,
          RoomLimits.DEFAULTS.announced());

  private final TestMedia media = new TestMedia();
  private final RoomControl room =
      new RoomControl(
          0, RoomId.ofPublic("test"), "test", "e-1", RoomHarness.ROOT, RoomLimits.DEFAULTS, media);
  private final Map<Long, SignalSession> sessions = new HashMap<>();
  private final Map<Long, List<ServerMessage>> sent = new HashMap<>();
  private final Map<Long, CloseCode> closed = new HashMap<>();
  private long nowNanos;

  @Test
  void twoEnterTalkAndOneFallsSilent() {
    ServerMessage.HelloResult ada = enter(1, "ada");
    enter(2, "ben");
    send(2, new ClientMessage.LogAppend("chat", 1, Bytes.utf8("hi")));
    assertThat(sent(1))
        .extracting(message -> message.getClass().getSimpleName())
        .containsExactly("HelloResult", "EnterResult", "MemberJoined", "LogEntry");
    send(1, new TestClient("ada").offer(ada, "test", "restart"));
    assertThat(sent(1).getLast()).isEqualTo(new ServerMessage.OfferResult("restarted", "e-1"));

    for (int second = 0; second < 40; second++) {
      pass(1_000);
      send(1, new ClientMessage.Heartbeat());
    }
    assertThat(closed).containsExactly(Map.entry(2L, CloseCode.SILENT));
    assertThat(sent(1))
        .contains(
            new ServerMessage.MemberChanged(2, null, null, "reconnecting", null),
            new ServerMessage.MemberLeft(2, "lost"));
    assertThat(room.memberCount()).isEqualTo(1);
  }

  @Test
  void anotherTabTakesOver() {
    enter(1, "ada");
    enter(2, "ada");
    assertThat(closed).containsExactly(Map.entry(1L, CloseCode.SUPERSEDED));
    assertThat(sent(1).getLast()).isEqualTo(new ServerMessage.Superseded());
    ServerMessage.EnterResult second = (ServerMessage.EnterResult) sent(2).getLast();
    assertThat(second.resumed()).isTrue();
    assertThat(second.members()).hasSize(1);
  }

  @Test
  void nothingOfTheRoomIsSentBeforeTheWelcome() {
    enter(1, "ada");
    open(2);
    send(2, new TestClient("ben").hello());
    send(1, new ClientMessage.LogAppend("chat", 1, Bytes.utf8("hi")));
    send(2, new ClientMessage.LogAfter(0, null));
    pass(5_000);
    assertThat(sent(2)).hasOnlyElementsOfType(ServerMessage.HelloResult.class);
  }

  private void open(long handle) {
    sessions.put(
        handle, new SignalSession(nowNanos, TestClient.ORIGIN, FACTS, media, new Random(handle)));
  }

  private ServerMessage.HelloResult enter(long handle, String name) {
    TestClient client = new TestClient(name);
    open(handle);
    send(handle, client.hello());
    ServerMessage.HelloResult challenge = (ServerMessage.HelloResult) sent(handle).getLast();
    send(handle, client.enter(challenge, "test", "new"));
    return challenge;
  }

  private void send(long handle, ClientMessage message) {
    SignalSession session = sessions.get(handle);
    if (session != null) {
      boolean notification = message instanceof ClientMessage.Heartbeat;
      session.handleMessage(nowNanos, notification ? ClientMessage.NO_ID : 1, message);
      drain();
    }
  }

  private void pass(long millis) {
    long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (nextTimeout() <= until) {
      nowNanos = Math.max(nowNanos, nextTimeout());
      List.copyOf(sessions.values()).forEach(session -> session.handleTimeout(nowNanos));
      room.handleTimeout(nowNanos);
      drain();
    }
    nowNanos = until;
  }

  private long nextTimeout() {
    long next = room.pollTimeout();
    for (SignalSession session : sessions.values()) {
      next = Math.min(next, session.pollTimeout());
    }
    return next;
  }

  private void drain() {
    for (Map.Entry<Long, SignalSession> entry : List.copyOf(sessions.entrySet())) {
      SessionEffect effect = entry.getValue().pollEffect();
      while (effect != null) {
        happen(entry.getKey(), effect);
        effect = entry.getValue().pollEffect();
      }
    }
    RoomEffect effect = room.pollEffect();
    while (effect != null) {
      happen(effect);
      effect = room.pollEffect();
    }
  }

  private void happen(long handle, SessionEffect effect) {
    switch (effect) {
      case SessionEffect.Reply reply -> sent(handle).add(reply.result());
      case SessionEffect.Notify _, SessionEffect.Fail _, SessionEffect.Ignored _ -> {}
      case SessionEffect.EnterRoom enter ->
          room.handleEnter(nowNanos, handle, enter.id(), enter.admission(), Bytes.EMPTY);
      case SessionEffect.OfferMedia offer ->
          room.handleOffer(nowNanos, handle, offer.id(), offer.offer());
      case SessionEffect.ToRoom request ->
          room.handleRequest(nowNanos, handle, request.id(), request.message());
      case SessionEffect.DescribeRoom request ->
          room.handleDescribe(nowNanos, handle, request.id(), request.description());
      case SessionEffect.RedeemInvite _ -> throw new AssertionError("nobody has an invite");
      case SessionEffect.WatchDirectory _, SessionEffect.UnwatchDirectory _ -> {}
      case SessionEffect.Silent _ -> room.handleSilent(nowNanos, handle);
      case SessionEffect.Heard _ -> room.handleHeard(nowNanos, handle);
      case SessionEffect.Close close -> close(handle, close.code());
    }
  }

  private void happen(RoomEffect effect) {
    switch (effect) {
      case RoomEffect.Welcome welcome -> {
        session(welcome.session()).handleWelcome(nowNanos);
        sent(welcome.session()).add(welcome.result());
      }
      case RoomEffect.Deny deny -> session(deny.session()).handleDenied(nowNanos);
      case RoomEffect.Knocking knocking -> session(knocking.session()).handleKnocking(nowNanos);
      case RoomEffect.Reply reply -> sent(reply.session()).add(reply.result());
      case RoomEffect.Notify notify -> sent(notify.session()).add(notify.message());
      case RoomEffect.Broadcast broadcast ->
          broadcast.to().forEach(handle -> sent(handle).add(broadcast.message()));
      case RoomEffect.CloseSession close -> close(close.session(), close.code());
      default -> {}
    }
  }

  private void close(long handle, CloseCode code) {
    sessions.remove(handle);
    closed.put(handle, code);
    room.handleSessionClosed(nowNanos, handle, code.code());
  }

  private SignalSession session(long handle) {
    SignalSession session = sessions.get(handle);
    if (session == null) {
      throw new AssertionError("session " + handle + " is closed");
    }
    return session;
  }

  private List<ServerMessage> sent(long handle) {
    return sent.computeIfAbsent(handle, _ -> new ArrayList<>());
  }
}
