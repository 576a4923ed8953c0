package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.ClientMessage;
import chat.free4.sfu.MediaCounters;
import chat.free4.sim.SimulatedRooms.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * 10,000 people come to ten rooms and leave in every way there is, some at every point of their
 * handshake; nothing of them stays, neither in the rooms' control nor in the media engine.
 */
class ComingAndGoingTest {
  private static final long SEED = 10_000;
  private static final int JOINS = 10_000;
  private static final int ROOMS = 10;
  private static final int MOST_AT_ONCE = 12;
  private static final double STAYS = 0.08;
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final int PAGE_CLOSED = 1001;
  private static final int LINE_LOST = 1006;

  private final SimulatedSfu sfu = new SimulatedSfu(SEED);
  private final SimulatedRooms rooms = new SimulatedRooms(sfu);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Guest> people = new ArrayList<>();
  private int connected;

  @Test
  void leaveNoMemberPeerPathOrBufferBehind() {
    for (int i = 0; i < JOINS; i++) {
      // Every tenth is somebody who was here before and may be held still.
      String person = "person " + (random.nextInt(10) == 0 ? random.nextInt(i + 1) : i);
      Guest guest = rooms.enter(1 + random.nextInt(ROOMS), person, random.nextInt(4));
      assertThat(guest.participant).as("join %d, seed %d", i, SEED).isNotNull();
      guest.browser.microphone().speak(30);
      people.add(guest);
      if (random.nextInt(8) == 0) {
        int speaker = people.get(random.nextInt(people.size())).member;
        rooms.request(guest, new ClientMessage.ListenMute(speaker, true));
      }
      if (random.nextDouble() > STAYS) {
        rooms.runFor(random.nextInt(30) == 0 ? random.nextLong(80 * MILLI) + 1 : 100_000L);
        people.remove(guest);
        goAway(guest);
      } else if (people.size() > MOST_AT_ONCE) {
        rooms.runFor(1 + random.nextLong(40 * MILLI));
        goAway(people.remove(random.nextInt(people.size())));
      }
    }
    people.forEach(this::goAway);
    // Lost lines end with the grace, vanished transports when their consent expires.
    rooms.runFor(70 * SECOND);
    assertNothingIsLeft();
  }

  private void goAway(Guest guest) {
    connected += guest.browser.isConnected() ? 1 : 0;
    switch (random.nextInt(5)) {
      case 0 -> rooms.closeSocket(guest, LINE_LOST);
      case 1 -> rooms.closeSocket(guest, PAGE_CLOSED);
      case 2 -> {
        if (guest.participant != null) {
          sfu.close(guest.participant);
          rooms.runFor(11 * MILLI);
        }
        rooms.closeSocket(guest, PAGE_CLOSED);
      }
      case 3 -> {
        rooms.request(guest, new ClientMessage.Leave());
        rooms.closeSocket(guest, LINE_LOST);
      }
      default -> rooms.request(guest, new ClientMessage.Leave());
    }
    rooms.vanish(guest);
  }

  private void assertNothingIsLeft() {
    String run = "seed %d".formatted(SEED);
    assertThat(rooms.roomCount()).as("rooms in control, %s", run).isZero();
    MediaCounters counters = sfu.engine().counters();
    assertThat(counters.rooms()).as("rooms, %s", run).isZero();
    assertThat(counters.peers()).as("peers, %s", run).isZero();
    assertThat(counters.connectedPeers()).as("connected peers, %s", run).isZero();
    assertThat(counters.boundPaths()).as("bound paths, %s", run).isZero();
    for (int path = 0; path < JOINS; path++) {
      assertThat(sfu.engine().isPathBound(path)).as("path %d, %s", path, run).isFalse();
    }
    assertThat(sfu.engine().pollTimeout()).as("timers, %s", run).isEqualTo(Long.MAX_VALUE);
    assertThat(sfu.network().inFlight()).as("datagrams, %s", run).isZero();
    // And it was a run worth looking at.
    assertThat(connected).as("handshakes that were done, %s", run).isGreaterThan(JOINS / 20);
    assertThat(counters.forwarded()).as("voice forwarded, %s", run).isPositive();
  }
}
