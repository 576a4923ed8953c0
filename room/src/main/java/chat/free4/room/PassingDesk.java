package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.member.Member;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What members show each other in passing: where they point, what they look at. It is passed on as
 * it comes and kept nowhere; in a busy room some of it is not passed on at all.
 */
final class PassingDesk {
  /** Bytes of one. */
  static final int MAX_BYTES = 1024;

  /** Of one member a second, on average. */
  static final int PER_SECOND = 20;

  /** Of one member at once. */
  static final int AT_ONCE = 40;

  /** Times one is passed on a second, in the whole room: beyond, it is passed on to nobody. */
  static final int DELIVERIES_PER_SECOND = 10_000;

  /** Members whose speed is remembered; beyond, the eldest's is forgotten. */
  static final int MAX_MEMBERS = 4_096;

  private final Outbox out;
  private final LinkedHashMap<Integer, RateLimit> speeds = new LinkedHashMap<>();
  private @Nullable RateLimit deliveries;

  PassingDesk(Outbox out) {
    this.out = out;
  }

  /** Passes something on to all others; gives why not, if it is refused. */
  @Nullable SignalFault tell(long nowNanos, long session, long id, Member member, Bytes bytes) {
    if (bytes.length() > MAX_BYTES) {
      return SignalFault.tooLarge(MAX_BYTES);
    }
    RateLimit speed = speedOf(nowNanos, member.number());
    if (!speed.take(nowNanos, 1)) {
      long waitNanos = speed.waitNanos(nowNanos, 1);
      return SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
    out.reply(session, id, new ServerMessage.Done());
    Sessions others = out.allBut(session);
    if (others.size() > 0 && deliveries(nowNanos).take(nowNanos, others.size())) {
      long number = Integer.toUnsignedLong(member.number());
      out.tell(others, new ServerMessage.PresenceTold(number, bytes));
    }
    return null;
  }

  /** Shows something to all that the server has made of what a member does; to the member, too. */
  void show(long nowNanos, Member member, Bytes bytes) {
    Sessions all = out.all();
    if (all.size() > 0 && deliveries(nowNanos).take(nowNanos, all.size())) {
      long number = Integer.toUnsignedLong(member.number());
      out.tell(all, new ServerMessage.PresenceTold(number, bytes));
    }
  }

  private RateLimit speedOf(long nowNanos, int number) {
    RateLimit speed = speeds.get(number);
    if (speed == null) {
      speed = new RateLimit(nowNanos, PER_SECOND, AT_ONCE);
      speeds.put(number, speed);
      if (speeds.size() > MAX_MEMBERS) {
        speeds.pollFirstEntry();
      }
    }
    return speed;
  }

  private RateLimit deliveries(long nowNanos) {
    if (deliveries == null) {
      deliveries = new RateLimit(nowNanos, DELIVERIES_PER_SECOND, DELIVERIES_PER_SECOND);
    }
    return deliveries;
  }
}
