package chat.free4.rtc.ice;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.Stun;
import chat.free4.wire.stun.StunIntegrity;
import chat.free4.wire.stun.StunReader;
import chat.free4.wire.stun.StunWriter;
import chat.free4.wire.stun.TransportAddress;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client's side towards an ICE-lite server: controlling (RFC 8445), for virtual browsers. It
 * checks every path it is given, best first; nominates the best that answered, and a better one
 * when that answers later; then keeps consent (RFC 7675) on the path that it uses.
 *
 * <p>Checks are resent sooner than RFC 8445 section 14.3 has it, as browsers do. The server sends
 * no checks, so none are answered.
 */
public final class IceControllingAgent implements IceAgent {
  /** Most paths; one more is refused. */
  public static final int MAX_PATHS = 16;

  /** Between the first checks of two paths (Ta, RFC 8445 section 14.2). */
  public static final long PACING_NANOS = 50_000_000L;

  /** Before a check's first resend; doubled at each. */
  public static final long INITIAL_RESEND_NANOS = 100_000_000L;

  /** Longest time between two resends. */
  public static final long MAX_RESEND_NANOS = 1_600_000_000L;

  /** Between two consent checks; each is spread to 0.8 to 1.2 of it (RFC 7675 section 5.1). */
  public static final long CONSENT_INTERVAL_NANOS = 5_000_000_000L;

  /** Without an answer for so long the session has ended. */
  public static final long CONSENT_TIMEOUT_NANOS = 30_000_000_000L;

  private final RandomGenerator random;
  private final long tieBreaker;
  private final StunReader reader = new StunReader();
  private final StunWriter writer = new StunWriter();
  private final TransportAddress mapped = new TransportAddress();
  private final IceEventQueue events = new IceEventQueue();
  private final Path[] paths = new Path[MAX_PATHS];
  private int pathCount;

  private IceCredentials local;
  private IceCredentials remote;
  private byte[] username;
  private StunIntegrity integrity;

  private int selected = PacketBatch.NO_PATH;
  private long nextFirstCheckNanos;
  private long nextConsentNanos = NEVER;
  private long lastHeardNanos;
  private long consentFromNanos;
  private boolean ended;

  /**
   * An agent without paths.
   *
   * @param random for transaction ids, the tie-breaker and the spread of consent checks
   */
  public IceControllingAgent(
      long nowNanos, IceCredentials local, IceCredentials remote, RandomGenerator random) {
    this.random = random;
    this.tieBreaker = random.nextLong();
    this.local = local;
    this.remote = remote;
    this.username = usernameOf(local, remote);
    this.integrity = StunIntegrity.ofPassword(remote.password());
    this.nextFirstCheckNanos = nowNanos;
    this.lastHeardNanos = nowNanos;
    this.consentFromNanos = nowNanos;
  }

  private static byte[] usernameOf(IceCredentials local, IceCredentials remote) {
    return (remote.ufrag() + ":" + local.ufrag()).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Checks this path too: from a local address to one of the server's candidates.
   *
   * @param priority higher is better; sent as PRIORITY (RFC 8445 section 7.1.1)
   */
  public void addPath(long nowNanos, int path, int priority) {
    if (pathCount == MAX_PATHS) {
      throw new IllegalStateException("over " + MAX_PATHS + " paths");
    }
    if (find(path) != null) {
      throw new IllegalArgumentException("path " + path + " is there");
    }
    paths[pathCount++] = new Path(path, priority);
    handleTimeout(nowNanos);
  }

  /** Forgets a path: its local address is gone. */
  public void removePath(long nowNanos, int path) {
    for (int i = 0; i < pathCount; i++) {
      if (paths[i].index == path) {
        if (paths[i].everValid) {
          events.add(new IceEvent.PathRetired(path));
        }
        paths[i] = paths[--pathCount];
        break;
      }
    }
    if (selected == path) {
      selected = PacketBatch.NO_PATH;
      nextConsentNanos = NEVER;
    }
    nominateBest(nowNanos);
  }

  /** The address our last answered check was seen from. */
  public TransportAddress mappedAddress() {
    return mapped;
  }

  @Override
  public @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length) {
    if (ended) {
      return IceDrop.ENDED;
    }
    DropReason drop = reader.parse(slab, offset, length);
    if (drop != null) {
      return drop;
    }
    boolean success = reader.type() == Stun.BINDING_SUCCESS;
    if (!success && reader.type() != Stun.BINDING_ERROR) {
      return IceDrop.NOT_A_CHECK;
    }
    Path asked = find(path);
    if (asked == null || !asked.isAnsweredBy(reader)) {
      return IceDrop.UNEXPECTED_RESPONSE;
    }
    if (!reader.verify(integrity)) {
      return IceDrop.WRONG_INTEGRITY;
    }
    if (success) {
      handleSuccess(nowNanos, asked);
    } else {
      asked.state = State.FAILED;
      asked.stopResending();
    }
    return null;
  }

  private void handleSuccess(long nowNanos, Path path) {
    reader.mappedAddress(mapped);
    lastHeardNanos = nowNanos;
    consentFromNanos = nowNanos;
    boolean nominated = path.useCandidate;
    path.stopResending();
    path.state = State.VALID;
    if (!path.everValid) {
      path.everValid = true;
      events.add(new IceEvent.PathValidated(path.index));
    }
    if (nominated) {
      path.nominated = true;
      select(nowNanos, path);
    }
    nominateBest(nowNanos);
  }

  /** Unless the answer is late, and a better path is in use. */
  private void select(long nowNanos, Path path) {
    Path inUse = find(selected);
    boolean late =
        inUse != null
            && inUse.nominated
            && Integer.compareUnsigned(inUse.priority, path.priority) > 0;
    if (late) {
      return;
    }
    nextConsentNanos = nowNanos + consentInterval();
    if (selected != path.index) {
      selected = path.index;
      events.add(new IceEvent.PathSelected(selected));
    }
  }

  /** Asks for the best valid path, when it has not been asked for yet. */
  private void nominateBest(long nowNanos) {
    Path best = null;
    for (int i = 0; i < pathCount; i++) {
      boolean valid = paths[i].state == State.VALID;
      if (valid
          && (best == null || Integer.compareUnsigned(paths[i].priority, best.priority) > 0)) {
        best = paths[i];
      }
    }
    if (best != null && !best.nominated && !best.useCandidate) {
      best.begin(nowNanos, true, random);
    }
  }

  private long consentInterval() {
    return (long) (CONSENT_INTERVAL_NANOS * (0.8 + 0.4 * random.nextDouble()));
  }

  @Override
  public void handleTimeout(long nowNanos) {
    if (ended) {
      return;
    }
    if (nowNanos - consentFromNanos >= CONSENT_TIMEOUT_NANOS) {
      ended = true;
      events.add(new IceEvent.ConsentLost());
      return;
    }
    for (int i = 0; i < pathCount; i++) {
      paths[i].resendIfDue(nowNanos);
    }
    Path waiting = bestWaiting();
    if (waiting != null && nowNanos >= nextFirstCheckNanos) {
      waiting.state = State.CHECKING;
      waiting.begin(nowNanos, false, random);
      nextFirstCheckNanos = nowNanos + PACING_NANOS;
    }
    if (nowNanos >= nextConsentNanos) {
      nextConsentNanos = nowNanos + consentInterval();
      Path inUse = find(selected);
      if (inUse != null && inUse.state == State.VALID) {
        inUse.beginConsent(random);
      }
    }
  }

  private @Nullable Path bestWaiting() {
    Path best = null;
    for (int i = 0; i < pathCount; i++) {
      boolean waits = paths[i].state == State.WAITING;
      if (waits
          && (best == null || Integer.compareUnsigned(paths[i].priority, best.priority) > 0)) {
        best = paths[i];
      }
    }
    return best;
  }

  @Override
  public boolean pollTransmit(Transmit out) {
    for (int i = 0; i < pathCount && !ended; i++) {
      Path path = paths[i];
      if (path.sendDue) {
        path.sendDue = false;
        out.set(path.index, writeCheck(out.buffer(), path));
        return true;
      }
    }
    return false;
  }

  private int writeCheck(MemorySegment buffer, Path path) {
    writer
        .begin(buffer, 0, Stun.BINDING_REQUEST, path.transactionHigh, path.transactionLow)
        .username(username)
        .priority(path.priority)
        .controlling(tieBreaker);
    if (path.useCandidate) {
      writer.useCandidate();
    }
    return writer.integrity(integrity).finish();
  }

  @Override
  public @Nullable IceEvent pollEvent() {
    return events.poll();
  }

  @Override
  public long pollTimeout() {
    if (ended) {
      return NEVER;
    }
    long due = Math.min(consentFromNanos + CONSENT_TIMEOUT_NANOS, nextConsentNanos);
    for (int i = 0; i < pathCount; i++) {
      due = Math.min(due, paths[i].resendNanos);
    }
    return bestWaiting() == null ? due : Math.min(due, nextFirstCheckNanos);
  }

  @Override
  public void restart(long nowNanos, IceCredentials local, IceCredentials remote) {
    if (local.equals(this.local) && remote.equals(this.remote)) {
      return;
    }
    this.local = local;
    this.remote = remote;
    this.username = usernameOf(local, remote);
    this.integrity = StunIntegrity.ofPassword(remote.password());
    consentFromNanos = nowNanos;
    nextFirstCheckNanos = nowNanos;
    nextConsentNanos = NEVER;
    for (int i = 0; i < pathCount; i++) {
      paths[i].state = State.WAITING;
      paths[i].nominated = false;
      paths[i].stopResending();
    }
    handleTimeout(nowNanos);
  }

  private @Nullable Path find(int path) {
    for (int i = 0; i < pathCount; i++) {
      if (paths[i].index == path) {
        return paths[i];
      }
    }
    return null;
  }

  @Override
  public int selectedPath() {
    return selected;
  }

  @Override
  public boolean isValidated(int path) {
    Path known = find(path);
    return known != null && known.everValid;
  }

  @Override
  public long lastHeardNanos() {
    return lastHeardNanos;
  }

  private enum State {
    WAITING,
    CHECKING,
    VALID,
    FAILED
  }

  /** A candidate pair (RFC 8445 section 6.1.2.6) and the one check that is under way on it. */
  private static final class Path {
    private final int index;
    private final int priority;
    private State state = State.WAITING;
    private boolean everValid;
    private boolean nominated;

    private boolean awaiting;
    private boolean useCandidate;
    private int transactionHigh;
    private long transactionLow;
    private boolean sendDue;
    private long resendNanos = NEVER;
    private long resendIntervalNanos;

    private Path(int index, int priority) {
      this.index = index;
      this.priority = priority;
    }

    private void begin(long nowNanos, boolean nominating, RandomGenerator random) {
      newTransaction(random);
      useCandidate = nominating;
      resendIntervalNanos = INITIAL_RESEND_NANOS;
      resendNanos = nowNanos + resendIntervalNanos;
    }

    /**
     * A consent check is not resent: the next one comes soon enough (RFC 7675 section 5.1). It
     * nominates again, as Chromium's do, should a late check for another path have come between.
     */
    private void beginConsent(RandomGenerator random) {
      if (resendNanos == NEVER) {
        newTransaction(random);
        useCandidate = true;
      }
    }

    private void newTransaction(RandomGenerator random) {
      transactionHigh = random.nextInt();
      transactionLow = random.nextLong();
      awaiting = true;
      sendDue = true;
    }

    private void resendIfDue(long nowNanos) {
      if (nowNanos >= resendNanos) {
        sendDue = true;
        resendIntervalNanos = Math.min(2 * resendIntervalNanos, MAX_RESEND_NANOS);
        resendNanos = nowNanos + resendIntervalNanos;
      }
    }

    private boolean isAnsweredBy(StunReader response) {
      return awaiting
          && response.transactionHigh() == transactionHigh
          && response.transactionLow() == transactionLow;
    }

    private void stopResending() {
      awaiting = false;
      useCandidate = false;
      sendDue = false;
      resendNanos = NEVER;
    }
  }
}
