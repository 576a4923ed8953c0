package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaLimits;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a connected member keeps on the heap: handshake done, SRTP by what the server would take,
 * retransmission offered and its history full.
 */
class MemberMemoryTest {
  /** A member's share of 48 KB that the heap may take; the rest is for keys in native memory. */
  private static final long MAX_HEAP_BYTES = 42 * 1024;

  private static final long ROOM = 1;
  private static final int SLOTS = 6;
  private static final int SPEAKING = 3;
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX_COLLECTIONS = 20;
  private static final long STEADY_BYTES = 64 * 1024;

  private static long bytesOfAMember(int members) {
    SimulatedSfu sfu =
        new SimulatedSfu(1, MediaLimits.DEFAULT, SrtpBackends.choose(SrtpChoice.AUTO).open());
    for (int member = 1; member <= members; member++) {
      sfu.join(ROOM, member, BrowserKind.CHROMIUM, SLOTS).browser().microphone().takeAway();
    }
    assertThat(sfu.runUntil(() -> areAllConnected(sfu), 20 * SECOND)).isTrue();
    sfu.participants()
        .subList(0, SPEAKING)
        .forEach(participant -> participant.browser().microphone().speak(20));
    sfu.runFor(SECOND);
    assertThat(sfu.engine().counters().forwarded()).isGreaterThan(SPEAKING * 45L * (members - 1));
    // Browsers are not what is measured.
    List.copyOf(sfu.participants()).forEach(sfu::vanish);
    long connected = usedHeap();
    assertThat(sfu.engine().counters().connectedPeers()).isEqualTo(members);
    for (int member = 1; member <= members; member++) {
      sfu.command(new MediaCommand.ForgetMember(ROOM, member));
    }
    long bytes = (connected - usedHeap()) / members;
    assertThat(sfu.engine().counters().peers()).isZero();
    return bytes;
  }

  private static boolean areAllConnected(SimulatedSfu sfu) {
    int last = sfu.participants().size() - 1;
    // Most likely the last one: asked after every step.
    return sfu.participants().get(last).browser().isConnected()
        && sfu.participants().stream().allMatch(member -> member.browser().isConnected());
  }

  /** Collects until that frees nothing more: what cleaners hold goes later than the rest. */
  private static long usedHeap() {
    long former = Long.MAX_VALUE;
    for (int i = 0; i < MAX_COLLECTIONS; i++) {
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      if (former - used < STEADY_BYTES) {
        return used;
      }
      former = used;
    }
    throw new AssertionError("the heap does not come to rest");
  }

  @Test
  void aConnectedMemberTakesAtMostItsShare() {
    assertThat(bytesOfAMember(50)).isBetween(16L * 1024, MAX_HEAP_BYTES);
  }

  @Test
  @Tag("figures")
  void aThousandConnectedMembers() {
    long bytes = bytesOfAMember(1000);
    System.out.printf("figure: heap of a connected member, one of 1000: %d bytes%n", bytes);
    assertThat(bytes).isLessThan(MAX_HEAP_BYTES);
  }
}
