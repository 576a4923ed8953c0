package chat.free4.bench.load;

import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.rtc.Transmit;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtcp.RtcpReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One thread that serves many members: sends each publisher's frame when it is due, reads what has
 * come, does what timers want. Others hand it work by {@link #submit}.
 */
public final class LoadLoop implements Runnable {
  /** Datagrams that are read and handled together. */
  public static final int BATCH = 512;

  /** Batches that are read before frames have their turn. */
  private static final int BATCHES_A_TURN = 8;

  /** Longest wait, so that timers and work of others are not late by more. */
  private static final long MAX_WAIT_NANOS = 2_000_000L;

  /**
   * How often sockets are read where the kernel notes times of arrival: datagrams wait without harm
   * to what is measured, and are read several at a time.
   */
  private static final long READ_NANOS = 10_000_000L;

  /** The same while somebody joins, which takes some round trips. */
  private static final long JOINING_READ_NANOS = 1_000_000L;

  /** How often all members' timers are looked at. */
  private static final long TIMERS_NANOS = 5_000_000L;

  private static final int WHOLE_PERCENT = 100;

  private final MemberSockets sockets;
  private final SrtpBackend srtp;
  private final int decryptPercent;
  private final FrameSchedule schedule;
  private final LoopCounters counters = new LoopCounters();
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram lateness = new LatencyHistogram();
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final Queue<LoadMember> handshakeNews = new ConcurrentLinkedQueue<>();
  private final PacketBatch received = new PacketBatch(Arena.ofAuto(), BATCH);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), 1);
  private final Transmit transmit =
      new Transmit(Arena.ofAuto().allocate(PacketBatch.MAX_DATAGRAM_BYTES));
  private final long[] arrivals = new long[BATCH];
  private final SrtpContext[] contexts = new SrtpContext[BATCH];
  private final SrtpContext[] outContext = new SrtpContext[1];
  private final RtcpReader reader = new RtcpReader();
  private @Nullable LoadMember[] members = new LoadMember[16];
  private int memberCount;
  private boolean somebodyJoins;
  private long nextTimersNanos;
  private long nextReadNanos;
  private int sampleAccount;
  private LoopTotals windowStart = LoopTotals.NONE;
  private volatile boolean stopping;

  /**
   * A loop without members.
   *
   * @param decryptPercent how many of a hundred packets are decrypted and looked into, beside the
   *     first of each stream
   * @param place of this loop among all
   * @param loops how many there are
   */
  public LoadLoop(
      MemberSockets sockets, SrtpBackend srtp, int decryptPercent, int place, int loops) {
    this.sockets = sockets;
    this.srtp = srtp;
    this.decryptPercent = decryptPercent;
    this.schedule = new FrameSchedule(System.nanoTime(), place, loops);
  }

  LoopCounters counters() {
    return counters;
  }

  /** How long packets took; to be read on the loop's thread or after its end. */
  LatencyHistogram latency() {
    return latency;
  }

  /** How late frames went out; to be read on the loop's thread or after its end. */
  LatencyHistogram lateness() {
    return lateness;
  }

  /** Does something on the loop's thread, soon. */
  public CompletableFuture<Void> submit(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    work.add(
        () -> {
          try {
            action.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    sockets.wakeup();
    return done;
  }

  /** What a handshake's thread calls when there is something to poll. */
  public void wakeForHandshake(LoadMember member) {
    handshakeNews.add(member);
    sockets.wakeup();
  }

  /**
   * Opens a socket and takes the member that is made for it. On the loop's thread.
   *
   * @param maker gets the socket's number, which is the member's path
   */
  public void add(InetSocketAddress remote, IntFunction<LoadMember> maker) throws IOException {
    int socket = sockets.open(remote);
    if (socket >= members.length) {
      members = Arrays.copyOf(members, 2 * members.length);
    }
    LoadMember member = maker.apply(socket);
    members[socket] = member;
    memberCount = Math.max(memberCount, socket + 1);
    somebodyJoins = true;
    flush(member);
  }

  /** Lets a member send from now on. On the loop's thread. */
  public void publish(LoadMember member) {
    schedule.add(System.nanoTime(), member.socket());
  }

  /**
   * Lets a member go on in another's place, which says goodbye: the same person, come again. The
   * former's socket stays open until the end, for what is still under way to it. On the loop's
   * thread.
   */
  void replace(LoadMember former, LoadMember next) {
    schedule.replace(former.socket(), next.socket());
    remove(former);
  }

  /** Lets a member go who does not send; it says goodbye. On the loop's thread. */
  void remove(LoadMember member) {
    member.close(System.nanoTime());
    flush(member);
    members[member.socket()] = null;
  }

  /** What comes from now on is counted anew. On the loop's thread. */
  public void beginWindow() {
    windowStart = LoopTotals.of(counters);
    latency.clear();
    lateness.clear();
    for (LoadMember member : members) {
      if (member != null) {
        member.beginWindow();
      }
    }
  }

  /** What was counted since {@link #beginWindow}. On the loop's thread. */
  public LoopTotals windowTotals() {
    return LoopTotals.of(counters).minus(windowStart);
  }

  /** Nobody sends any more. On the loop's thread. */
  public void stopSending() {
    schedule.clear();
  }

  /** Ends the thread, after all members have said goodbye. */
  public void stop() {
    stopping = true;
    sockets.wakeup();
  }

  @Override
  public void run() {
    try (sockets) {
      while (!stopping) {
        turn();
      }
      for (int i = 0; i < memberCount; i++) {
        LoadMember member = members[i];
        if (member != null) {
          member.close(System.nanoTime());
          flush(member);
        }
      }
    }
  }

  private void turn() {
    for (Runnable action = work.poll(); action != null; action = work.poll()) {
      action.run();
    }
    for (LoadMember member = handshakeNews.poll(); member != null; member = handshakeNews.poll()) {
      member.handleTimeout(System.nanoTime());
      flush(member);
    }
    sendDueFrames();
    long now = System.nanoTime();
    boolean more = now >= nextReadNanos;
    if (more) {
      nextReadNanos = now + readNanos();
    }
    for (int i = 0; more && i < BATCHES_A_TURN; i++) {
      more = receive() == BATCH;
      sendDueFrames();
    }
    now = System.nanoTime();
    if (now >= nextTimersNanos) {
      nextTimersNanos = now + TIMERS_NANOS;
      doTimers(now);
    }
    if (!more) {
      long wait = Math.min(schedule.nextDueNanos() - System.nanoTime(), MAX_WAIT_NANOS);
      if (wait > 0) {
        sockets.await(wait);
      }
    }
  }

  private long readNanos() {
    if (!sockets.hasKernelTimes()) {
      return 0;
    }
    return somebodyJoins ? JOINING_READ_NANOS : READ_NANOS;
  }

  private void sendDueFrames() {
    long now = System.nanoTime();
    for (long due = schedule.nextDueNanos(); due <= now; due = schedule.nextDueNanos()) {
      int publisher = schedule.pollDue(now);
      counters.skipped.lazySet(schedule.skipped());
      if (publisher == FrameSchedule.NOBODY) {
        return;
      }
      sendFrame(publisher, now - due);
      now = System.nanoTime();
    }
  }

  private void sendFrame(int socket, long lateNanos) {
    LoadMember member = members[socket];
    if (member == null || !member.isConnected()) {
      return;
    }
    lateness.add(lateNanos);
    if (lateNanos > LoopCounters.LATE_NANOS) {
      LoopCounters.add(counters.late, 1);
    }
    out.clear();
    out.add(socket, member.writeFrame(out.slab(), 0));
    if (protectAndSend(member)) {
      LoopCounters.add(counters.sent, 1);
    }
  }

  /** Protects what stands in the outgoing slot, and sends it. */
  private boolean protectAndSend(LoadMember member) {
    SrtpContext context = member.outbound();
    if (context == null) {
      return false;
    }
    outContext[0] = context;
    srtp.protect(out, outContext, 0, 1);
    boolean taken = out.length(0) > 0 && sockets.send(out.path(0), out.slab(), 0, out.length(0));
    if (!taken) {
      LoopCounters.add(counters.sendFailed, 1);
    }
    return taken;
  }

  /** Reads and handles one batch; returns how many datagrams it had. */
  private int receive() {
    received.clear();
    int count = sockets.receive(received, arrivals);
    if (count == 0) {
      return 0;
    }
    long now = System.nanoTime();
    int voice = 0;
    for (int i = 0; i < count; i++) {
      voice += handleEncrypted(now, i);
    }
    srtp.unprotect(received, contexts, 0, count);
    for (int i = 0; i < count; i++) {
      handlePlain(now, i);
    }
    LoopCounters.add(counters.received, voice);
    return count;
  }

  /** Looks at the outside of a datagram; what is not to be decrypted gets length 0. */
  private int handleEncrypted(long now, int slot) {
    long offset = received.offset(slot);
    int length = received.length(slot);
    LoadMember member = members[received.path(slot)];
    if (member == null) {
      received.setLength(slot, 0);
      return 0;
    }
    DatagramKind kind = DatagramKind.of(received.slab(), offset, length);
    SrtpContext context = member.inbound();
    if (kind == DatagramKind.STUN || kind == DatagramKind.DTLS) {
      if (member.handleControl(now, received.slab(), offset, length)) {
        LoopCounters.add(counters.refused, 1);
      }
      flush(member);
    } else if (kind == DatagramKind.RTCP && context != null) {
      contexts[slot] = context;
      return 0;
    } else if (kind == DatagramKind.RTP && context != null) {
      LoadMember.Arrival arrival =
          member.handleHeader(arrivals[slot], received.slab(), offset, length);
      if (arrival == LoadMember.Arrival.FIRST_OF_STREAM
          || (arrival == LoadMember.Arrival.COUNTED && isSampled())) {
        contexts[slot] = context;
      } else {
        received.setLength(slot, 0);
      }
      return arrival == LoadMember.Arrival.REFUSED ? 0 : 1;
    }
    received.setLength(slot, 0);
    return 0;
  }

  private boolean isSampled() {
    sampleAccount += decryptPercent;
    if (sampleAccount < WHOLE_PERCENT) {
      return false;
    }
    sampleAccount -= WHOLE_PERCENT;
    return true;
  }

  private void handlePlain(long now, int slot) {
    LoadMember member = members[received.path(slot)];
    int length = received.length(slot);
    long offset = received.offset(slot);
    if (received.dropReason(slot) != null) {
      LoopCounters.add(counters.undecryptable, 1);
    } else if (member == null || length == 0) {
      return;
    } else if (DatagramKind.of(received.slab(), offset, length) == DatagramKind.RTCP) {
      member.handleReport(now, reader, received.slab(), offset, length);
    } else {
      LoopCounters.add(counters.decrypted, 1);
      if (!member.handlePlain(arrivals[slot], received.slab(), offset, length, latency)) {
        LoopCounters.add(counters.untrue, 1);
      }
    }
  }

  private void doTimers(long now) {
    somebodyJoins = false;
    for (int i = 0; i < memberCount; i++) {
      LoadMember member = members[i];
      somebodyJoins |= member != null && member.isJoining();
      if (member == null || member.nextNanos() > now) {
        continue;
      }
      member.handleTimeout(now);
      flush(member);
      if (member.pollReportDue(now)) {
        out.clear();
        out.add(i, member.writeReport(now, out.slab(), 0));
        protectAndSend(member);
      }
    }
  }

  private void flush(LoadMember member) {
    while (member.pollTransmit(transmit)) {
      if (!sockets.send(member.socket(), transmit.buffer(), 0, transmit.length())) {
        LoopCounters.add(counters.sendFailed, 1);
      }
    }
  }
}
