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
import org.jspecify.annotations.Nullable;

/**
 * The server's side: ICE-lite, always controlled (RFC 8445 section 2.5). It sends no checks and
 * answers those that are authenticated, over any path; nothing else is answered at all, so that no
 * unverified address gets a byte, and no answer is larger than its question.
 *
 * <p>Data goes to the path nominated last (USE-CANDIDATE), before any nomination to the first that
 * was checked. Firefox nominates aggressively: every path once, in its first check, and uses the
 * best (RFC 5245 section 8.1.1.2); so soon after a path was first nominated only a better one takes
 * over.
 *
 * <p>Consent (RFC 7675): the browser checks the path that it uses every 5 s or so; 30 s without a
 * check end a path, and the last path's end is the session's.
 */
public final class IceLiteAgent implements IceAgent {
  /** Most paths that are valid at once; one more takes the place of the least recently checked. */
  public static final int MAX_PATHS = 8;

  /** A path, and with the last one the session, ends so long after its last check. */
  public static final long CONSENT_TIMEOUT_NANOS = 30_000_000_000L;

  /** The selected path gives way to another nominated one so long after its last check. */
  public static final long SELECTED_STALE_NANOS = 10_000_000_000L;

  /** So long after its first nomination a path gives way to better ones alone. */
  static final long NOMINATION_BURST_NANOS = 2_000_000_000L;

  /**
   * Answers that wait to be polled: checks over several paths may come in one batch. Of more the
   * oldest is lost, and the browser asks again.
   */
  static final int MAX_ANSWERS = 16;

  /** The largest answer, which is to an IPv6 address, and then some. */
  private static final int MAX_ANSWER_BYTES = 96;

  private final PathAddresses addresses;
  private final StunReader reader = new StunReader();
  private final StunWriter writer = new StunWriter();
  private final TransportAddress address = new TransportAddress();
  private final IceEventQueue events = new IceEventQueue();
  private final Path[] paths = new Path[MAX_PATHS];
  private int pathCount;

  private Generation current;

  /** Credentials from before a restart, until the first check with the new ones. */
  private @Nullable Generation former;

  private int selected = PacketBatch.NO_PATH;
  private long lastHeardNanos;
  private boolean ended;

  /** When the consent time began: at the last check, or at a restart. */
  private long consentFromNanos;

  private final MemorySegment answers =
      MemorySegment.ofArray(new byte[MAX_ANSWERS * MAX_ANSWER_BYTES]);
  private final int[] answerLengths = new int[MAX_ANSWERS];
  private final int[] answerPaths = new int[MAX_ANSWERS];
  private int firstAnswer;
  private int answerCount;

  /** Starts the consent time at {@code nowNanos}. */
  public IceLiteAgent(
      long nowNanos, IceCredentials local, IceCredentials remote, PathAddresses addresses) {
    this.current = new Generation(local, remote);
    this.addresses = addresses;
    this.lastHeardNanos = nowNanos;
    this.consentFromNanos = nowNanos;
    for (int i = 0; i < MAX_PATHS; i++) {
      paths[i] = new Path();
    }
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
    if (reader.type() != Stun.BINDING_REQUEST) {
      boolean response =
          reader.type() == Stun.BINDING_SUCCESS || reader.type() == Stun.BINDING_ERROR;
      return response ? IceDrop.UNEXPECTED_RESPONSE : IceDrop.NOT_A_CHECK;
    }
    if (!reader.hasFingerprint()) {
      return IceDrop.NO_FINGERPRINT;
    }
    Generation generation = generationOfUsername();
    if (generation == null) {
      return IceDrop.WRONG_USERNAME;
    }
    if (!reader.verify(generation.integrity)) {
      return IceDrop.WRONG_INTEGRITY;
    }
    return handleCheck(nowNanos, path, generation);
  }

  private @Nullable Generation generationOfUsername() {
    if (reader.usernameStartsWith(current.usernameStart)) {
      return current;
    }
    return former != null && reader.usernameStartsWith(former.usernameStart) ? former : null;
  }

  private @Nullable DropReason handleCheck(long nowNanos, int path, Generation generation) {
    boolean roleConflict = reader.isControlled();
    boolean success = !roleConflict && reader.unknownCount() == 0;
    int place = (firstAnswer + answerCount) % MAX_ANSWERS;
    if (answerCount == MAX_ANSWERS) {
      firstAnswer = (firstAnswer + 1) % MAX_ANSWERS;
      answerCount--;
    }
    int length = writeAnswer(place, path, success, roleConflict, generation.integrity);
    if (length > reader.length()) {
      return IceDrop.ANSWER_TOO_LARGE;
    }
    answerLengths[place] = length;
    answerPaths[place] = path;
    answerCount++;
    if (generation == current) {
      former = null;
    }
    lastHeardNanos = nowNanos;
    consentFromNanos = nowNanos;
    if (success) {
      Path checked = validate(nowNanos, path);
      if (reader.useCandidate()) {
        nominate(nowNanos, checked);
      } else if (selected == PacketBatch.NO_PATH) {
        select(checked);
      }
    }
    return null;
  }

  /**
   * A browser that takes itself for controlled is told 487 and switches: a lite side is never
   * controlling (RFC 8445 sections 6.1.1 and 7.3.1.1).
   */
  private int writeAnswer(
      int place, int path, boolean success, boolean roleConflict, StunIntegrity key) {
    writer.begin(
        answers,
        (long) place * MAX_ANSWER_BYTES,
        success ? Stun.BINDING_SUCCESS : Stun.BINDING_ERROR,
        reader.transactionHigh(),
        reader.transactionLow());
    if (success) {
      addresses.remoteAddress(path, address);
      writer.mappedAddress(address);
    } else if (roleConflict) {
      writer.errorCode(Stun.ROLE_CONFLICT);
    } else {
      writer.errorCode(Stun.UNKNOWN_ATTRIBUTE).unknownAttributes(reader);
    }
    return writer.integrity(key).finish();
  }

  private Path validate(long nowNanos, int path) {
    Path known = find(path);
    if (known == null) {
      if (pathCount == MAX_PATHS) {
        retire(leastRecentlyChecked());
      }
      known = paths[pathCount++];
      known.reset(path);
      events.add(new IceEvent.PathValidated(path));
    }
    known.checkedNanos = nowNanos;
    return known;
  }

  private void nominate(long nowNanos, Path path) {
    Path inUse = find(selected);
    if (!path.nominated) {
      path.nominated = true;
      path.nominatedNanos = nowNanos;
    }
    path.priority = reader.priority();
    boolean outranked =
        inUse != null
            && inUse.nominated
            && nowNanos - inUse.nominatedNanos < NOMINATION_BURST_NANOS
            && Integer.compareUnsigned(path.priority, inUse.priority) < 0;
    if (!outranked) {
      select(path);
    }
  }

  private void select(Path path) {
    if (selected != path.index) {
      selected = path.index;
      events.add(new IceEvent.PathSelected(selected));
    }
  }

  private @Nullable Path find(int path) {
    for (int i = 0; i < pathCount; i++) {
      if (paths[i].index == path) {
        return paths[i];
      }
    }
    return null;
  }

  /** Never the selected one: it goes only by its own time. */
  private int leastRecentlyChecked() {
    int oldest = -1;
    for (int i = 0; i < pathCount; i++) {
      boolean candidate = paths[i].index != selected;
      if (candidate && (oldest < 0 || paths[i].checkedNanos < paths[oldest].checkedNanos)) {
        oldest = i;
      }
    }
    return oldest;
  }

  private void retire(int position) {
    Path gone = paths[position];
    events.add(new IceEvent.PathRetired(gone.index));
    if (gone.index == selected) {
      selected = PacketBatch.NO_PATH;
    }
    pathCount--;
    paths[position] = paths[pathCount];
    paths[pathCount] = gone;
  }

  @Override
  public void handleTimeout(long nowNanos) {
    if (ended) {
      return;
    }
    for (int i = pathCount - 1; i >= 0; i--) {
      if (nowNanos - paths[i].checkedNanos >= CONSENT_TIMEOUT_NANOS) {
        retire(i);
      }
    }
    if (nowNanos - consentFromNanos >= CONSENT_TIMEOUT_NANOS) {
      ended = true;
      events.add(new IceEvent.ConsentLost());
      return;
    }
    Path inUse = find(selected);
    if (inUse == null || nowNanos - inUse.checkedNanos >= SELECTED_STALE_NANOS) {
      Path fresher = fresherThan(inUse);
      if (fresher != null) {
        select(fresher);
      }
    }
  }

  /** The path checked last after {@code inUse}, nominated unless none is in use. */
  private @Nullable Path fresherThan(@Nullable Path inUse) {
    Path best = null;
    for (int i = 0; i < pathCount; i++) {
      Path path = paths[i];
      boolean eligible =
          inUse == null || (path.nominated && path.checkedNanos > inUse.checkedNanos);
      if (eligible && (best == null || path.checkedNanos > best.checkedNanos)) {
        best = path;
      }
    }
    return best;
  }

  @Override
  public boolean pollTransmit(Transmit out) {
    if (answerCount == 0) {
      return false;
    }
    int length = answerLengths[firstAnswer];
    MemorySegment.copy(answers, (long) firstAnswer * MAX_ANSWER_BYTES, out.buffer(), 0, length);
    out.set(answerPaths[firstAnswer], length);
    firstAnswer = (firstAnswer + 1) % MAX_ANSWERS;
    answerCount--;
    return true;
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
    long due = consentFromNanos + CONSENT_TIMEOUT_NANOS;
    for (int i = 0; i < pathCount; i++) {
      due = Math.min(due, paths[i].checkedNanos + CONSENT_TIMEOUT_NANOS);
    }
    Path inUse = find(selected);
    if (inUse != null && fresherThan(inUse) != null) {
      due = Math.min(due, inUse.checkedNanos + SELECTED_STALE_NANOS);
    }
    return due;
  }

  @Override
  public void restart(long nowNanos, IceCredentials local, IceCredentials remote) {
    if (current.has(local, remote)) {
      return;
    }
    // A second restart before the first one's check: the browser still uses what it last used.
    former = former == null ? current : former;
    current = new Generation(local, remote);
    consentFromNanos = nowNanos;
    for (int i = 0; i < pathCount; i++) {
      paths[i].nominated = false;
    }
  }

  @Override
  public int selectedPath() {
    return selected;
  }

  @Override
  public boolean isValidated(int path) {
    return find(path) != null;
  }

  @Override
  public long lastHeardNanos() {
    return lastHeardNanos;
  }

  /** A validated path. */
  private static final class Path {
    private int index;
    private int priority;
    private boolean nominated;
    private long nominatedNanos;
    private long checkedNanos;

    private void reset(int index) {
      this.index = index;
      this.priority = 0;
      this.nominated = false;
    }
  }

  /** The credentials of one ICE generation, as checks carry them. */
  private static final class Generation {
    private final IceCredentials local;
    private final IceCredentials remote;
    private final byte[] usernameStart;
    private final StunIntegrity integrity;

    private Generation(IceCredentials local, IceCredentials remote) {
      this.local = local;
      this.remote = remote;
      // Only the first half counts (RFC 8445 section 7.3): while Chromium restarts ICE, its checks
      // carry our former fragment
      // beside its own new one, and they keep the voice going.
      this.usernameStart = (local.ufrag() + ":").getBytes(StandardCharsets.US_ASCII);
      this.integrity = StunIntegrity.ofPassword(local.password());
    }

    private boolean has(IceCredentials otherLocal, IceCredentials otherRemote) {
      return local.equals(otherLocal) && remote.equals(otherRemote);
    }
  }
}
