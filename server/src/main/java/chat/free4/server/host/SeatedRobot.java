package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.robot.GameDeed;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.snapshot.RobotSeat;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.robot.GameEntry;
import chat.free4.server.robot.GamePlay;
import chat.free4.server.sealing.RobotSeal;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A robot in a room, as its host sees it: a member with keys of its own, made for this stay, and
 * signed lines like anybody's.
 */
final class SeatedRobot extends Deadlines.Timed {
  /** Lines a minute, on average. */
  static final int LINES_A_MINUTE = 20;

  /** Lines at once; what is beyond is not said. */
  static final int LINES_AT_ONCE = 10;

  /** Who wants to say so much more is taken out. */
  static final int FLOOD = 6;

  /** Events that it has not answered; of others it is not told. */
  static final int MAX_UNANSWERED = 32;

  /**
   * Who sat elsewhere goes on above what it has written there, and above what it may have written
   * without its node having told: nobody takes two entries under one sequence.
   */
  static final int UNTOLD = 1_000;

  private static final int SCALE = 60;

  final HostedRoom room;
  final long session;
  final String kind;
  final String nickname;
  final String language;

  /** What of it goes to services elsewhere. */
  final List<String> elsewhere;

  final Robot robot;
  private final DeviceCertificate certificate;
  private final SigningKey device;
  private final RateLimit lines;
  private final RateLimit patience;
  private final ObjLongConsumer<SeatedRobot> onTime;
  private long sequence;

  /** The room's number for it. */
  int number;

  /** Events that it has not answered. */
  int unanswered;

  /** Where an answer is being thought of for it. */
  @Nullable Thread thought;

  /** Its keys, in a sealed room. */
  @Nullable SealedSeat sealedSeat;

  /** It has left its seat. */
  boolean gone;

  /**
   * A robot that nobody sees yet.
   *
   * @param seat what its keys follow from
   * @param onTime called when it wants to be told of the time
   */
  SeatedRobot(
      long nowNanos,
      HostedRoom room,
      long session,
      String nickname,
      String language,
      List<String> elsewhere,
      Robot robot,
      RobotSeat seat,
      ObjLongConsumer<SeatedRobot> onTime) {
    this.room = room;
    this.session = session;
    this.kind = seat.kind();
    this.nickname = nickname;
    this.language = language;
    this.elsewhere = elsewhere;
    this.robot = robot;
    this.device = SigningKey.ofSeed(seat.deviceSeed());
    this.certificate =
        DeviceCertificate.issue(SigningKey.ofSeed(seat.identitySeed()), device.publicKey());
    this.sequence = seat.sequence() == 0 ? 0 : seat.sequence() + UNTOLD;
    this.lines = new RateLimit(nowNanos, LINES_A_MINUTE, (long) LINES_AT_ONCE * SCALE);
    this.patience =
        new RateLimit(nowNanos, FLOOD * LINES_A_MINUTE, (long) FLOOD * LINES_AT_ONCE * SCALE);
    this.onTime = onTime;
  }

  /** Who it is that sits there. */
  static MemberId member(RobotSeat seat) {
    return MemberId.of(
        SigningKey.ofSeed(seat.identitySeed()).publicKey(),
        SigningKey.ofSeed(seat.deviceSeed()).publicKey());
  }

  /** Makes it a sealed room's member, by keys of its own. */
  void seal(SecureRandom random, Consumer<SealedSeat> onNames) {
    sealedSeat = new SealedSeat(new RobotSeal(room.id, device, certificate, random), onNames);
  }

  /** What it says of itself. */
  Bytes profile() {
    return ChatLine.profile(nickname, elsewhere);
  }

  /** How it comes in: without a name where that is for members alone. */
  Admission admission() {
    Bytes identity = certificate.identity();
    MemberId member = MemberId.of(identity, certificate.device());
    Bytes profile = sealedSeat == null ? profile() : Bytes.EMPTY;
    return new Admission(room.id, "", member, identity, certificate.device(), profile, false, null);
  }

  /** True when it has wanted to say far too much. */
  boolean isFlooding(long nowNanos) {
    return !patience.take(nowNanos, SCALE);
  }

  /** True when it may say another line now. */
  boolean maySpeak(long nowNanos) {
    return lines.take(nowNanos, SCALE);
  }

  /**
   * What it hands to the room to say something; null when nothing of it can be seen, or nothing may
   * be sealed now.
   *
   * @param millis since 1970
   * @param logical after all that was said
   */
  ClientMessage.@Nullable LogAppend line(long nowNanos, String text, long millis, long logical) {
    Bytes body = ChatLine.write(nickname, text, RobotDeed.Say.MAX_LENGTH, millis, logical);
    return sign(nowNanos, ChatLine.DOC, body);
  }

  /** What it hands to the room to do something in a game; null for what is nothing. */
  ClientMessage.@Nullable LogAppend move(long nowNanos, GameDeed deed, SecureRandom random) {
    MemberId self = MemberId.of(certificate.identity(), certificate.device());
    Bytes body = GamePlay.write(deed, nickname, room.id, self, random);
    return sign(nowNanos, GameEntry.DOC, body);
  }

  private ClientMessage.@Nullable LogAppend sign(long nowNanos, String doc, @Nullable Bytes plain) {
    Bytes body =
        plain == null || sealedSeat == null ? plain : sealedSeat.seal.seal(nowNanos, doc, plain);
    if (body == null) {
      return null;
    }
    sequence++;
    SignedEntry entry = SignedEntry.sign(device, certificate, room.id, doc, sequence, body);
    return new ClientMessage.LogAppend(doc, sequence, entry.encode());
  }

  @Override
  void handleTimeout(long nowNanos) {
    onTime.accept(this, nowNanos);
  }
}
