package chat.free4.room.member;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * A member of a room: an identity on a device, through all its sessions and transports. After its
 * due times were changed the {@link Roster} must be told.
 */
public final class Member {
  /** A due time that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private final int number;
  private final MemberId id;
  private final Bytes identity;
  private final Bytes device;
  private final long cursor;
  private final RateLimit writing;
  private final RateLimit reading;
  private @Nullable RateLimit saying;

  private Shown now;
  private Shown told;
  private ServerMessage.MemberInfo info;
  private @Nullable MediaTransport transport;

  /** The kind of robot that it is; null for people. */
  private @Nullable String robot;

  /** When the others learn that the line is lost. */
  private long showLossAtNanos = NEVER;

  /** When the member is gone, and why. */
  private long leaveAtNanos = NEVER;

  private LeaveReason leaveReason = LeaveReason.LOST;

  /** No change is told before this time. */
  private long quietUntilNanos;

  private boolean changeWaits;

  /** What others see. */
  private record Shown(Bytes profile, boolean muted, Connection connection, boolean hasMedia) {}

  /**
   * A connected member without media, as it is shown from the start.
   *
   * @param cursor of the newest entry that was in the log when it came
   * @param writing limits the bytes it appends to the log
   * @param reading limits the bytes it reads from the log
   */
  public Member(
      long nowNanos,
      int number,
      MemberId id,
      Bytes identity,
      Bytes device,
      Bytes profile,
      boolean muted,
      long cursor,
      RateLimit writing,
      RateLimit reading) {
    this.number = number;
    this.id = id;
    this.identity = identity;
    this.device = device;
    this.cursor = cursor;
    this.writing = writing;
    this.reading = reading;
    this.now = new Shown(profile, muted, Connection.CONNECTED, false);
    this.told = now;
    this.info = describe();
    this.quietUntilNanos = nowNanos;
  }

  /** Cursor of the newest entry that was in the log when it came. */
  public long cursor() {
    return cursor;
  }

  /** The room's number for it, unsigned 32 bits. */
  public int number() {
    return number;
  }

  /** Who it is. */
  public MemberId id() {
    return id;
  }

  /** The public key it is known by, on every device. */
  public Bytes identity() {
    return identity;
  }

  /** Limits the bytes it appends to the log. */
  public RateLimit writing() {
    return writing;
  }

  /** Limits the bytes it reads from the log. */
  public RateLimit reading() {
    return reading;
  }

  /** True for a robot of this server. */
  public boolean isRobot() {
    return robot != null;
  }

  /** It is a robot of that kind, with a voice or none; said before anybody is told of it. */
  public void setRobot(String kind, boolean speaks) {
    robot = kind;
    setHasMedia(speaks);
    told = now;
    info = describe();
  }

  /** What its live transport was agreed on; null when there is none. */
  public @Nullable MediaTransport transport() {
    return transport;
  }

  /** Another transport, or none; voice flows once it is connected. */
  public void setTransport(@Nullable MediaTransport value) {
    transport = value;
  }

  /** Whether voice flows. */
  public boolean hasMedia() {
    return now.hasMedia;
  }

  /** Whether voice flows. */
  public void setHasMedia(boolean value) {
    now = new Shown(now.profile, now.muted, now.connection, value);
  }

  /** What it wants to be seen as. */
  public void setProfile(Bytes value) {
    now = new Shown(value, now.muted, now.connection, now.hasMedia);
  }

  /** How much it may have said for it; made when it is first asked for. */
  public RateLimit saying(long nowNanos, long perSecond, long atOnce) {
    if (saying == null) {
      saying = new RateLimit(nowNanos, perSecond, atOnce);
    }
    return saying;
  }

  /** True when it says that it is muted. */
  public boolean isMuted() {
    return now.muted;
  }

  /** Whether it says that it is muted. */
  public void setMuted(boolean value) {
    now = new Shown(now.profile, value, now.connection, now.hasMedia);
  }

  /** How its line stands. */
  public void setConnection(Connection value) {
    now = new Shown(now.profile, now.muted, value, now.hasMedia);
  }

  /**
   * The member as the others know it: a newcomer must start from the same state, or a change that
   * is taken back before it is told would leave the newcomer alone with it.
   */
  public ServerMessage.MemberInfo info() {
    return info;
  }

  /** True when the others have something to learn. */
  public boolean hasNews() {
    return !now.equals(told);
  }

  /** What the others have not been told yet; from now on they have. */
  public ServerMessage.MemberChanged takeNews() {
    ServerMessage.MemberChanged news =
        new ServerMessage.MemberChanged(
            Integer.toUnsignedLong(number),
            now.profile.equals(told.profile) ? null : now.profile,
            now.muted == told.muted ? null : now.muted,
            now.connection == told.connection ? null : now.connection.label(),
            now.hasMedia == told.hasMedia ? null : now.hasMedia);
    told = now;
    info = describe();
    changeWaits = false;
    return news;
  }

  /** The others are told of no change before this time. */
  public void setQuietUntil(long nanos) {
    quietUntilNanos = nanos;
  }

  /** True when a change may be told; otherwise it waits until it may. */
  public boolean mayTell(long nowNanos) {
    changeWaits = nowNanos < quietUntilNanos;
    return !changeWaits;
  }

  /**
   * Tells what is held of it here.
   *
   * @param isSealed its profile is sealed
   */
  public void tellHeld(long nowNanos, boolean isSealed, SawList list) {
    list.add(SawKind.IDENTITY, identity);
    list.add(SawKind.DEVICE, device);
    list.add(SawKind.MEMBER_ID, id.value());
    list.add(SawKind.NUMBER, Integer.toUnsignedLong(number));
    list.add(SawKind.PROFILE, isSealed, now.profile.toBase64Url());
    list.add(SawKind.MUTED, now.muted);
    list.add(SawKind.LINE, now.connection.label());
    list.add(SawKind.VOICE, transport != null);
    long fullNanos = Math.max(writing.fullInNanos(nowNanos), reading.fullInNanos(nowNanos));
    long saidNanos = saying == null ? 0 : saying.fullInNanos(nowNanos);
    list.addNanos(SawKind.ALLOWANCE, Math.max(fullNanos, saidNanos));
  }

  /** The line is lost: say so at one time, give up at another. */
  public void lose(long showAtNanos, long leaveAtNanos, LeaveReason reason) {
    this.showLossAtNanos = showAtNanos;
    this.leaveAtNanos = leaveAtNanos;
    this.leaveReason = reason;
  }

  /** The line is back. */
  public void keep() {
    showLossAtNanos = NEVER;
    leaveAtNanos = NEVER;
  }

  /** True from the loss of the line until it is back. */
  public boolean isLost() {
    return leaveAtNanos != NEVER;
  }

  /** When it is gone unless the line comes back. */
  public long leaveAtNanos() {
    return leaveAtNanos;
  }

  /** Why it will be gone. */
  public LeaveReason leaveReason() {
    return leaveReason;
  }

  /** True once, when it is time to say that the line is lost. */
  public boolean takeLoss(long nowNanos) {
    if (nowNanos < showLossAtNanos) {
      return false;
    }
    showLossAtNanos = NEVER;
    return true;
  }

  /** When something is due. */
  long dueAtNanos() {
    long loss = Math.min(showLossAtNanos, leaveAtNanos);
    return changeWaits ? Math.min(loss, quietUntilNanos) : loss;
  }

  private ServerMessage.MemberInfo describe() {
    return new ServerMessage.MemberInfo(
        Integer.toUnsignedLong(number),
        id.value(),
        identity,
        device,
        told.profile,
        told.muted,
        told.connection.label(),
        told.hasMedia,
        robot);
  }
}
