package chat.free4.room;

import chat.free4.room.access.Redemption;
import chat.free4.room.moderation.Invites;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where those ask who have an invite: members are told, and what one of them seals to the asker is
 * passed on. Nothing of it can be opened here.
 */
final class InviteDesk {
  /** Most who ask at once. */
  static final int MAX_ASKS = 64;

  /** An ask that nobody answered is forgotten after so long; who still waits asks again. */
  static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Asks of all together a second, on average: each goes to everybody. */
  static final int ASKS_PER_SECOND = 2;

  /** Asks at once. */
  static final int ASKS_AT_ONCE = 20;

  /** Longest answer: a whole chain, the secrets, and what sealing adds. */
  static final int MAX_HANDOVER_BYTES = 40_960;

  private record Ask(long session, Redemption redemption, long atNanos) {}

  private final ModerationDesk moderation;
  private final Outbox out;
  private final RateLimit rate;
  private final Map<Long, Ask> asks = new LinkedHashMap<>();
  private long lastAsk;

  InviteDesk(long nowNanos, ModerationDesk moderation, Outbox out) {
    this.moderation = moderation;
    this.out = out;
    this.rate = new RateLimit(nowNanos, ASKS_PER_SECOND, ASKS_AT_ONCE);
  }

  /** Why an invite that stands so lets nobody in; null where it does. */
  private static @Nullable SignalFault refusal(Invites.Standing standing) {
    return switch (standing) {
      case UNKNOWN -> SignalFault.of(SignalError.INVITE_UNANSWERED);
      case REVOKED -> SignalFault.of(SignalError.INVITE_REVOKED);
      case EXPIRED -> SignalFault.of(SignalError.INVITE_EXPIRED);
      case SPENT -> SignalFault.of(SignalError.INVITE_SPENT);
      case OPEN, USED -> null;
    };
  }

  /**
   * A session asks by an invite; gives why members are not told.
   *
   * @param nowSeconds since 1970
   * @param refusal why it would not come in, with the keys in hand
   */
  @Nullable SignalFault ask(
      long nowNanos,
      long nowSeconds,
      long session,
      long id,
      Redemption redemption,
      @Nullable SignalFault refusal) {
    SignalFault ofInvite = refusal(moderation.entry().standing(nowSeconds, redemption));
    if (ofInvite != null) {
      return ofInvite;
    }
    if (refusal != null) {
      return refusal;
    }
    if (out.all().size() == 0) { // members whose lines are lost hear nothing
      return SignalFault.of(SignalError.INVITE_UNANSWERED);
    }
    asks.values().removeIf(ask -> ask.session == session || ask.atNanos + ASK_NANOS <= nowNanos);
    if (asks.size() >= MAX_ASKS || !rate.take(nowNanos, 1)) {
      long waitNanos = Math.max(rate.waitNanos(nowNanos, 1), TimeUnit.SECONDS.toNanos(1));
      return SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos));
    }
    asks.put(++lastAsk, new Ask(session, redemption, nowNanos));
    out.reply(session, id, new ServerMessage.Done());
    out.tellAll(
        new ServerMessage.InviteAsked(
            lastAsk,
            redemption.invite(),
            redemption.identity(),
            redemption.device(),
            redemption.sealingKey(),
            redemption.proof()));
    return null;
  }

  /** A member has sealed the room's keys to one who asked; gives why that is not passed on. */
  @Nullable SignalFault answer(long session, long id, ClientMessage.InviteAnswer answer) {
    if (answer.sealed().length() > MAX_HANDOVER_BYTES) {
      return SignalFault.invalidParams("sealed");
    }
    Ask ask = asks.get(answer.ask());
    if (ask == null) {
      return SignalFault.of(SignalError.INVITE_SETTLED);
    }
    // That its use was counted stands in the acts by now; whether in time, the member has seen to.
    if (moderation.entry().standing(0, ask.redemption) != Invites.Standing.USED) {
      return SignalFault.of(SignalError.ACT_NOT_ALLOWED);
    }
    asks.remove(answer.ask());
    out.reply(session, id, new ServerMessage.Done());
    out.notify(ask.session, new ServerMessage.InviteHandover(answer.sealed()));
    out.tellAll(new ServerMessage.InviteSettled(answer.ask()));
    return null;
  }
}
