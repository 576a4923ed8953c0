package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.media.MediaLoss;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * People who come, go, are lost and come back at random, in virtual time, and what must hold after
 * every step: nobody is left behind or twice, numbers are unique, a closed session is left alone,
 * media commands fit each other, all who are in see the same.
 */
final class RoomSimulation {
  private static final int PEOPLE = 30;
  private static final List<String> TAGS = List.of("music", "jazz");
  private static final String[] OFFERS = {"new", "new", "restart", "restart", "sealed", ""};

  private final Random random;
  private final RoomLimits limits = RoomLimits.DEFAULTS.withRoomMembers(20).withLog(50, 1 << 20);
  private final Map<Long, Witness> open = new HashMap<>();
  private final Map<Long, String> nameOf = new HashMap<>();
  private final Set<Integer> withMedia = new HashSet<>();
  private final Set<Integer> numbersOfThisLife = new HashSet<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private @Nullable RoomControl room;
  private long nowNanos;
  private long lastSession;
  private int joins;
  private int lives;

  RoomSimulation(long seed) {
    random = new Random(seed);
  }

  int joins() {
    return joins;
  }

  int lives() {
    return lives;
  }

  /** Does one thing at random. */
  void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> enter();
      case 5 -> request(new ClientMessage.Leave());
      case 6, 7 -> close();
      case 8 -> silent();
      case 9 -> heard();
      case 10, 11 -> update();
      case 12, 13 -> append();
      case 14 -> offer();
      case 15 -> request(new ClientMessage.ListenMute(random.nextInt(60), random.nextBoolean()));
      case 16 -> {
        mediaEvent();
        describe();
      }
      case 17 -> pass(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
      case 18 -> pass(TimeUnit.MILLISECONDS.toNanos(random.nextInt(10_000)));
      default -> {
        if (random.nextInt(20) == 0) {
          pass(TimeUnit.SECONDS.toNanos(40));
        }
      }
    }
    check();
  }

  /** All lines break; after the grace nothing may be left. */
  void end() {
    for (long session : List.copyOf(open.keySet())) {
      closed(session, 1006);
    }
    pass(TimeUnit.SECONDS.toNanos(31));
    assertThat(room).isNull();
    assertThat(withMedia).isEmpty();
    assertThat(open).isEmpty();
  }

  private void enter() {
    RoomControl into = room;
    if (into == null) {
      into =
          new RoomControl(
              nowNanos, RoomHarness.ROOM, "test", "e-1", RoomHarness.ROOT, limits, new TestMedia());
      room = into;
      lives++;
      numbersOfThisLife.clear();
      assertThat(withMedia).isEmpty();
    }
    String name = "person " + random.nextInt(PEOPLE);
    String offer = OFFERS[random.nextInt(OFFERS.length)];
    Admission admission =
        RoomHarness.admission(
            name, "profile " + random.nextInt(3), randomMuted(), offer.isEmpty() ? null : offer);
    long session = ++lastSession;
    nameOf.put(session, name);
    into.handleEnter(nowNanos, session, 1, admission, Bytes.EMPTY);
    drain();
  }

  private @Nullable Boolean randomMuted() {
    return random.nextBoolean() ? null : Boolean.valueOf(random.nextBoolean());
  }

  private void request(ClientMessage.InRoom message) {
    Long session = anyOpen();
    if (session != null && room != null) {
      room.handleRequest(nowNanos, session, 1, message);
      drain();
    }
  }

  private void update() {
    Bytes profile = random.nextBoolean() ? null : Bytes.utf8("profile " + random.nextInt(3));
    request(new ClientMessage.MemberUpdate(profile, randomMuted()));
  }

  private void append() {
    Long session = anyOpen();
    if (session == null || room == null) {
      return;
    }
    String author = nameOf.getOrDefault(session, "");
    long sequence = sequences.merge(author, 1L + random.nextInt(2), Long::sum);
    if (random.nextInt(4) == 0) {
      sequence = Math.max(1, sequence - random.nextInt(60)); // sent again, or overtaken
    }
    Bytes bytes = Bytes.of(new byte[random.nextInt(200)]);
    room.handleRequest(nowNanos, session, 1, new ClientMessage.LogAppend("chat", sequence, bytes));
    drain();
  }

  private void offer() {
    Long session = anyOpen();
    if (session != null && room != null) {
      OfferDescription offer = new TestMedia.Offer(OFFERS[random.nextInt(5)]);
      room.handleOffer(nowNanos, session, 1, offer);
      drain();
    }
  }

  private void silent() {
    Long session = anyOpen();
    if (session != null && room != null) {
      room.handleSilent(nowNanos, session);
      drain();
    }
  }

  private void heard() {
    Long session = anyOpen();
    if (session != null && room != null) {
      room.handleHeard(nowNanos, session);
      drain();
    }
  }

  private void close() {
    Long session = anyOpen();
    if (session != null) {
      int[] codes = {1001, 4002, 1006, 1006, 1000};
      closed(session, codes[random.nextInt(codes.length)]);
    }
  }

  private void closed(long session, int code) {
    open.remove(session);
    if (room != null) {
      room.handleSessionClosed(nowNanos, session, code);
      drain();
    }
  }

  private void mediaEvent() {
    int member = random.nextInt(60);
    if (room == null) {
      return;
    }
    if (random.nextBoolean()) {
      room.handleMediaConnected(nowNanos, member);
    } else if (withMedia.remove(member)) {
      room.handleMediaClosed(nowNanos, member, MediaLoss.CONSENT);
    }
    drain();
  }

  private void describe() {
    Long session = anyOpen();
    if (session != null && room != null) {
      RoomDescription wanted =
          new RoomDescription(
              "topic " + random.nextInt(3), random.nextBoolean() ? List.of() : TAGS, "any");
      room.handleDescribe(nowNanos, session, 1, wanted);
      drain();
    }
  }

  private void pass(long nanos) {
    long until = nowNanos + nanos;
    while (room != null && room.pollTimeout() <= until) {
      assertThat(room.pollTimeout()).isGreaterThanOrEqualTo(nowNanos);
      nowNanos = room.pollTimeout();
      room.handleTimeout(nowNanos);
      drain();
    }
    nowNanos = until;
  }

  private @Nullable Long anyOpen() {
    if (open.isEmpty()) {
      return null;
    }
    List<Long> sessions = new ArrayList<>(open.keySet());
    return sessions.get(random.nextInt(sessions.size()));
  }

  private void drain() {
    while (room != null) {
      RoomEffect effect = room.pollEffect();
      if (effect == null) {
        return;
      }
      happen(effect);
    }
  }

  private void happen(RoomEffect effect) {
    switch (effect) {
      case RoomEffect.Welcome welcome -> {
        joins++;
        if (!welcome.result().resumed()) {
          assertThat(numbersOfThisLife.add((int) welcome.result().member())).isTrue();
        }
        assertThat(open.put(welcome.session(), new Witness(welcome.result()))).isNull();
      }
      case RoomEffect.Deny deny -> assertThat(open).doesNotContainKey(deny.session());
      case RoomEffect.Reply reply -> assertThat(open).containsKey(reply.session());
      case RoomEffect.Fail fail -> assertThat(open).containsKey(fail.session());
      case RoomEffect.Notify notify -> witness(notify.session()).see(notify.message());
      case RoomEffect.Broadcast broadcast ->
          broadcast.to().forEach(session -> witness(session).see(broadcast.message()));
      case RoomEffect.CloseSession close ->
          assertThat(open.remove(close.session())).as("closed twice").isNotNull();
      case RoomEffect.AddMedia add -> withMedia.add(add.member());
      case RoomEffect.RestartIce restart -> assertThat(withMedia).contains(restart.member());
      case RoomEffect.RemoveMedia remove -> assertThat(withMedia.remove(remove.member())).isTrue();
      case RoomEffect.MuteForListener mute ->
          assertThat(numbersOfThisLife).contains(mute.listener(), mute.speaker());
      case RoomEffect.RegisterKey key -> assertThat(numbersOfThisLife).contains(key.member());
      case RoomEffect.Knocking _ -> throw new AssertionError("no lobby was opened");
      case RoomEffect.Silence silence -> assertThat(numbersOfThisLife).contains(silence.member());
      case RoomEffect.ForgetMember forget -> withMedia.remove(forget.member());
      case RoomEffect.AddRobot _ -> throw new AssertionError("nobody asked for one");
      case RoomEffect.SayText _ -> throw new AssertionError("nobody wrote to be heard");
      case RoomEffect.ChainChanged _ -> throw new AssertionError("a public room has no chain");
      case RoomEffect.RoomEnded _ -> {
        RoomControl ended = room;
        assertThat(ended).isNotNull();
        if (ended != null) {
          assertThat(ended.pollEffect()).as("after the end").isNull();
          assertThat(ended.pollTimeout()).isEqualTo(RoomControl.NEVER);
          assertThat(ended.memberCount()).isZero();
        }
        assertThat(open).isEmpty();
        room = null;
      }
    }
  }

  private Witness witness(long session) {
    Witness witness = open.get(session);
    assertThat(witness).as("something is sent to closed session " + session).isNotNull();
    if (witness == null) {
      throw new AssertionError(session);
    }
    return witness;
  }

  /** All who are in know the same members, as many as the room has. */
  private void check() {
    Map<Long, ServerMessage.MemberInfo> first = null;
    for (Witness witness : open.values()) {
      if (first == null) {
        first = witness.members();
      }
      if (room == null
          || !witness.description().equals(room.description())
          || !identities(witness).contains(witness.moderator())) {
        throw new AssertionError(witness.description() + ", moderated by a stranger, or not so");
      }
      if (!witness.members().keySet().equals(first.keySet())) { // at every step: no assertThat
        throw new AssertionError(witness.members().keySet() + " but " + first.keySet());
      }
    }
    if (room == null) {
      assertThat(withMedia).isEmpty();
    } else if (first != null) {
      assertThat(first).hasSize(room.memberCount());
    }
  }

  private static Set<Bytes> identities(Witness witness) {
    Set<Bytes> identities = new HashSet<>();
    witness.members().values().forEach(member -> identities.add(member.identity()));
    return identities;
  }

  /** When changes have had the time to be told, all see the same in every detail. */
  void checkAfterQuiet() {
    pass(TimeUnit.MILLISECONDS.toNanos(250));
    Map<Long, ServerMessage.MemberInfo> first = null;
    for (Witness witness : open.values()) {
      if (first == null) {
        first = witness.members();
      }
      assertThat(witness.members()).isEqualTo(first);
    }
  }
}
