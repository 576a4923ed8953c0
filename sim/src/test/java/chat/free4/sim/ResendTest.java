package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sim.SimulatedSfu.Participant;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Generic NACK (RFC 4585 section 6.2.1): what is sent again is the identical packet. */
class ResendTest {
  private static final long SEED = 4585;
  private static final long SECOND = 1_000_000_000L;

  private final SimulatedSfu sfu = new SimulatedSfu(SEED);
  private final Participant speaker = sfu.join(1, 1, BrowserKind.CHROMIUM, 2);
  private final Participant listener = sfu.join(1, 2, BrowserKind.CHROMIUM, 2);

  @Test
  void whatAListenerLacksIsSentAgainAndIdentical() {
    start();
    Resends resends = new Resends(false, listener.path());
    sfu.network().setTap(resends);
    sfu.network()
        .setConditions(listener.path(), new NetworkConditions(20_000_000L, 0, 0.05, 0, 0, 0));
    sfu.runFor(10 * SECOND);
    assertThat(resends.repeated).isGreaterThan(10);
    assertThat(resends.different).isZero();
    assertThat(sfu.engine().counters().resent()).isEqualTo(resends.repeated);
    SlotReceiver slot = slotOfSpeaker(listener);
    sfu.network().setConditions(listener.path(), NetworkConditions.GOOD);
    sfu.runFor(SECOND);
    // 5 % twice or more in a row is what stays lost.
    assertThat(slot.lost()).as("seed %d", SEED).isLessThan(5);
    assertThat(slot.duplicates()).isZero();
  }

  @Test
  void whatTheServerLacksItAsksTheSpeakerFor() {
    start();
    Resends resends = new Resends(true, speaker.path());
    sfu.network().setTap(resends);
    sfu.network()
        .setConditions(speaker.path(), new NetworkConditions(20_000_000L, 0, 0.05, 0, 0, 0));
    sfu.runFor(10 * SECOND);
    assertThat(resends.repeated).isGreaterThan(10);
    assertThat(resends.different).isZero();
    assertThat(speaker.browser().reports().resent()).isEqualTo(resends.repeated);
    assertThat(sfu.engine().counters().nacksSent()).isPositive();
    // The server's reports tell the speaker of the loss, so that its FEC wakes up.
    assertThat(speaker.browser().reports().roundTripNanos()).isBetween(20_000_000L, 60_000_000L);
  }

  @Test
  void aListenerWithoutNackIsSentNothingTwice() {
    Participant firefox = sfu.join(1, 3, BrowserKind.FIREFOX, 2);
    start();
    Resends resends = new Resends(false, firefox.path());
    sfu.network().setTap(resends);
    sfu.network()
        .setConditions(firefox.path(), new NetworkConditions(20_000_000L, 0, 0.05, 0, 0, 0));
    sfu.runFor(5 * SECOND);
    assertThat(resends.repeated).isZero();
    assertThat(slotOfSpeaker(firefox).lost()).isPositive();
  }

  private void start() {
    boolean connected =
        sfu.runUntil(
            () -> sfu.participants().stream().allMatch(p -> p.browser().isConnected()), 2 * SECOND);
    assertThat(connected).isTrue();
    speaker.browser().microphone().speak(30);
    sfu.runFor(SECOND);
  }

  private static SlotReceiver slotOfSpeaker(Participant listener) {
    return listener.browser().slots().stream()
        .filter(slot -> slot.heard().containsKey(1))
        .findFirst()
        .orElseThrow();
  }

  /** Compares each RTP packet on a path with one of the same SSRC and sequence before it. */
  private static final class Resends implements NetworkEmulator.Tap {
    private final boolean toServer;
    private final int path;
    private final Map<Long, byte[]> sent = new HashMap<>();
    private int repeated;
    private int different;

    Resends(boolean toServer, int path) {
      this.toServer = toServer;
      this.path = path;
    }

    @Override
    public void sent(
        long nowNanos, boolean isToServer, int onPath, MemorySegment slab, long at, int length) {
      if (isToServer != toServer
          || onPath != path
          || DatagramKind.of(slab, at, length) != DatagramKind.RTP) {
        return;
      }
      byte[] packet = slab.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
      long key = (long) RtpPacket.ssrc(slab, at) << 16 | RtpPacket.sequenceNumber(slab, at);
      byte[] former = sent.put(key, packet);
      if (former != null) {
        repeated++;
        different += Arrays.equals(former, packet) ? 0 : 1;
      }
    }
  }
}
