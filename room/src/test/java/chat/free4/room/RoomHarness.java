package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A room in virtual time, and what it wanted done since one last looked. */
final class RoomHarness {
  static final RoomId ROOM = RoomId.ofPublic("test");
  static final long ID = 7;

  /** What the first act of these rooms follows. */
  static final Bytes ROOT = Bytes.of(new byte[32]);

  final RoomControl room;
  private final List<RoomEffect> effects = new ArrayList<>();
  private long nowNanos;

  RoomHarness() {
    this(RoomLimits.DEFAULTS);
  }

  RoomHarness(RoomLimits limits) {
    room = new RoomControl(0, ROOM, "test", "e-1", ROOT, limits, new TestMedia());
  }

  /** Who enters: a name, with the keys that a test needs. */
  static Admission admission(String name, @Nullable String offer) {
    return admission(name, "profile of " + name, null, offer);
  }

  static Admission admission(
      String name, String profile, @Nullable Boolean muted, @Nullable String offer) {
    Bytes key = Bytes.utf8(name);
    return new Admission(
        ROOM,
        "test",
        MemberId.of(key, key),
        key,
        key,
        Bytes.utf8(profile),
        muted,
        offer == null ? null : new TestMedia.Offer(offer));
  }

  /** Enters with a new transport and returns the number. */
  int enter(long session, String name) {
    return enter(session, admission(name, "new"));
  }

  int enter(long session, Admission admission) {
    return enter(session, admission, Bytes.utf8("mark"));
  }

  int enter(long session, Admission admission, Bytes mark) {
    room.handleEnter(nowNanos, session, ID, admission, mark);
    drain();
    for (RoomEffect effect : effects) {
      if (effect instanceof RoomEffect.Welcome welcome && welcome.session() == session) {
        return (int) welcome.result().member();
      }
    }
    return 0;
  }

  void offer(long session, String offer) {
    room.handleOffer(nowNanos, session, ID, new TestMedia.Offer(offer));
    drain();
  }

  void describe(long session, RoomDescription description) {
    room.handleDescribe(nowNanos, session, ID, description);
    drain();
  }

  void request(long session, ClientMessage.InRoom message) {
    room.handleRequest(nowNanos, session, ID, message);
    drain();
  }

  void close(long session, int code) {
    room.handleSessionClosed(nowNanos, session, code);
    drain();
  }

  void silent(long session) {
    room.handleSilent(nowNanos, session);
    drain();
  }

  void heard(long session) {
    room.handleHeard(nowNanos, session);
    drain();
  }

  /** Lets time pass, and the room do what is due when it is. */
  void pass(long millis) {
    long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (room.pollTimeout() <= until) {
      nowNanos = room.pollTimeout();
      room.handleTimeout(nowNanos);
      drain();
    }
    nowNanos = until;
  }

  /** What was wanted since the last call. */
  List<RoomEffect> take() {
    drain();
    List<RoomEffect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  /** Of {@link #take()} the notifications that reached a session. */
  List<ServerMessage.Notification> takeFor(long session) {
    List<ServerMessage.Notification> seen = new ArrayList<>();
    for (RoomEffect effect : take()) {
      switch (effect) {
        case RoomEffect.Notify notify when notify.session() == session ->
            seen.add(notify.message());
        case RoomEffect.Broadcast broadcast -> {
          if (reaches(broadcast, session)) {
            seen.add(broadcast.message());
          }
        }
        default -> {}
      }
    }
    return seen;
  }

  long nowNanos() {
    return nowNanos;
  }

  static boolean reaches(RoomEffect.Broadcast broadcast, long session) {
    boolean[] found = new boolean[1];
    broadcast.to().forEach(handle -> found[0] |= handle == session);
    return found[0];
  }

  private void drain() {
    RoomEffect effect = room.pollEffect();
    while (effect != null) {
      effects.add(effect);
      effect = room.pollEffect();
    }
  }
}
