package chat.free4.bench.load;

import chat.free4.bench.load.measure.Expectation;
import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import chat.free4.bench.load.socket.MemberSockets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares who heard whom with who should have, and adds up what each member counted. */
final class Judgement {
  /** Members whose trouble is told one by one. */
  private static final int MAX_COMPLAINTS = 10;

  /** A share of late frames above which figures are our own and not the server's. */
  private static final double LATE_SHARE = 0.01;

  private final LoadOptions options;
  private final List<Joined> everybody;
  private final Map<Integer, List<Long>> publishersOfRoom = new HashMap<>();
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram lateness = new LatencyHistogram();
  private final List<String> complaints = new ArrayList<>();
  private final List<Long> silences = new ArrayList<>();
  private LoopTotals during = LoopTotals.NONE;
  private int right;
  private int fewest = Integer.MAX_VALUE;
  private int most;
  private boolean someOf;
  private long expected;
  private long received;
  private long lost;
  private long lostOfNewcomers;
  private long duplicates;
  private long reordered;
  private long stray;

  Judgement(LoadOptions options, List<Joined> joined) {
    this.options = options;
    this.everybody =
        joined.stream()
            .sorted(
                Comparator.comparingInt((Joined member) -> member.seat().room())
                    .thenComparingInt(member -> member.seat().place()))
            .toList();
    for (Joined member : everybody) {
      if (member.seat().publishes()) {
        publishersOfRoom
            .computeIfAbsent(member.seat().room(), room -> new ArrayList<>())
            .add(number(member));
      }
    }
  }

  private static long number(Joined member) {
    return Integer.toUnsignedLong(member.member().number());
  }

  /**
   * Takes what a loop's members have counted; on its thread.
   *
   * @param talkedUntilNanos when the talk ended, since 1970
   */
  void take(LoadLoop loop, long talkedUntilNanos) {
    latency.addAll(loop.latency());
    lateness.addAll(loop.lateness());
    during = during.plus(loop.windowTotals());
    for (Joined member : everybody) {
      if (member.loop() == loop) {
        take(member, talkedUntilNanos);
      }
    }
  }

  private void take(Joined member, long talkedUntilNanos) {
    List<Long> publishers = publishersOfRoom.getOrDefault(member.seat().room(), List.of());
    Expectation expectation = Expectation.of(publishers, number(member), member.slots());
    Set<Long> heard = new HashSet<>();
    member.member().heard().forEach(heard::add);
    judge(member, expectation.judge(heard));
    if (expectation.voices() > 0) {
      member.silence().heard(talkedUntilNanos);
      silences.add(member.silence().longestNanos());
    }
    someOf |= !expectation.isAll();
    if (member.seat().publishes()) {
      expected += member.member().sentPackets() * listenersOf(member);
    }
    stray += member.member().strayPackets() + member.member().heard().others();
    for (SlotStream slot : member.member().slots()) {
      if (isNewcomer(member)) {
        lostOfNewcomers += slot.lost();
      } else {
        lost += slot.lost();
        received += slot.packets();
      }
      duplicates += slot.duplicates();
      reordered += slot.reordered();
    }
  }

  /** One of a storm: what it missed before it came is no loss. */
  private boolean isNewcomer(Joined member) {
    return member.seat().place() >= options.members();
  }

  /** The others in the room before a storm, also those who should have joined and could not. */
  private int listenersOf(Joined publisher) {
    return options.members() - (publisher.seat().publishes() ? 1 : 0);
  }

  private void judge(Joined member, Expectation.Verdict verdict) {
    fewest = Math.min(fewest, verdict.heard());
    most = Math.max(most, verdict.heard());
    boolean gone = !member.member().isConnected() || member.isAway();
    if (verdict.isRight() && !gone) {
      right++;
    } else if (complaints.size() < MAX_COMPLAINTS) {
      String where =
          "room %d, member %d (number %d) "
              .formatted(member.seat().room() + 1, member.seat().place() + 1, number(member));
      String lostTransport =
          gone ? "lost its transport (%s) ".formatted(member.member().closedReason()) : "";
      complaints.add((where + lostTransport + verdict.complaint()).strip());
    }
  }

  LoadResult.Hearing hearing(int wanted) {
    return new LoadResult.Hearing(
        wanted, right, everybody.isEmpty() ? 0 : fewest, most, someOf, List.copyOf(complaints));
  }

  LoadResult.Traffic traffic(double seconds) {
    // Where a transport takes another's place, a packet of the one's keys may come to the other.
    long between = options.follow() ? during.undecryptable() : 0;
    return new LoadResult.Traffic(
        seconds,
        during.sent(),
        someOf || options.follow() ? -1 : expected,
        received,
        lost,
        duplicates,
        reordered,
        stray + between,
        during.decrypted(),
        during.undecryptable() - between,
        during.untrue());
  }

  /** Gaps in what the members of a storm heard, each from its first packet on. */
  long lostOfNewcomers() {
    return lostOfNewcomers;
  }

  /** What the loops counted. */
  LoopTotals during() {
    return during;
  }

  /** The longest silence of each who is to hear somebody, in nanoseconds. */
  List<Long> silences() {
    return silences;
  }

  LatencyHistogram latency() {
    return latency;
  }

  LatencyHistogram lateness() {
    return lateness;
  }

  /** Why a run's figures are the load generator's own; empty when they are not. */
  static List<String> bottlenecks(LoopTotals during, long dropped) {
    List<String> reasons = new ArrayList<>();
    long frames = during.sent() + during.skipped();
    if (during.late() > LATE_SHARE * frames) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "%.1f %% of its frames went out over 5 ms late",
              100.0 * during.late() / frames));
    }
    if (during.skipped() > 0) {
      reasons.add(during.skipped() + " frames were left out, being over 200 ms late");
    }
    if (during.sendFailed() > 0) {
      reasons.add(during.sendFailed() + " datagrams were not taken by the system");
    }
    if (dropped > 0) {
      reasons.add(dropped + " datagrams came faster than it read them, and were lost here");
    }
    return List.copyOf(reasons);
  }

  /** The UDP ports of all members. */
  static Set<Integer> portsOf(MemberSockets[] sockets, List<Joined> joined, LoadLoop[] loops) {
    Set<Integer> ports = new HashSet<>();
    for (Joined member : joined) {
      for (int i = 0; i < loops.length; i++) {
        if (loops[i] == member.loop()) {
          ports.add(sockets[i].localPort(member.member().socket()));
        }
      }
    }
    return ports;
  }
}
