package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.support.ServerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is killed: three nodes on 127.0.0.1, 2 and 3, two of them processes of their own, and
 * members whose sockets are at the two that stay.
 */
final class KilledNodeTest {
  /** Until all rooms answer again. They do within 8 s where a machine has nothing else to do. */
  private static final long BACK_LIMIT_MILLIS = 30_000;

  private static final int ROOMS = 40;

  @TempDir private Path directory;
  private final List<InRoom> members = new ArrayList<>();
  private ThreeNodes nodes;

  @BeforeEach
  void start() throws IOException {
    nodes = ThreeNodes.start(directory, ROOMS);
  }

  @AfterEach
  void stop() {
    members.forEach(member -> member.client().close());
    nodes.close();
  }

  @Test
  void itsRoomsAnswerAgainOnTheSameSocketsAndThoseOfOthersNoticeNothing() {
    for (int i = 0; i < ROOMS; i++) {
      String origin = i % 2 == 0 ? nodes.firstOrigin() : nodes.secondOrigin();
      InRoom member = new InRoom(origin, 100 + i, "room " + i);
      members.add(member);
      member.enter();
      member.write();
    }
    // Members at the two that stay have found rooms at all three.
    List<String> homes = members.stream().map(member -> member.node()).distinct().toList();
    assertThat(homes).as("nodes that have rooms").hasSize(3);
    String doomed = theNodeOfNeither(homes);
    nodes.third().close();
    long killedNanos = System.nanoTime();

    List<InRoom> lost = members.stream().filter(member -> member.node().equals(doomed)).toList();
    for (InRoom member : lost) {
      member.client().notification("moved");
      JsonNode welcome = member.enter();
      assertThat(member.node()).isNotEqualTo(doomed);
      assertThat(welcome.at("/log/ownSequence").asLong()).as("the room is new").isZero();
      member.write();
    }
    long backMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNanos);
    System.out.printf("%d rooms of a killed node were back after %d ms%n", lost.size(), backMillis);
    assertThat(backMillis).isLessThan(BACK_LIMIT_MILLIS);
    for (InRoom member : members) {
      if (!lost.contains(member)) {
        member.write(); // the room has kept what was written before
        assertThat(member.client().heard("moved")).as(member.room()).isFalse();
      }
    }
    endSecondNode();
  }

  /** Asked to end, a node hands its rooms over at once. */
  private void endSecondNode() {
    ServerProcess ended = nodes.second();
    String home = InRoom.homeOf(nodes.secondOrigin());
    List<InRoom> guests =
        members.stream()
            .filter(
                member -> member.node().equals(home) && member.origin().equals(nodes.firstOrigin()))
            .toList();
    assertThat(guests).as("rooms there, of sockets here").isNotEmpty();
    ended.terminate();
    long endedNanos = System.nanoTime();
    for (InRoom member : guests) {
      member.client().notification("moved");
      member.enter();
      assertThat(member.node()).isEqualTo(InRoom.homeOf(nodes.firstOrigin()));
      member.write();
    }
    long overMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedNanos);
    System.out.printf("%d rooms were handed over within %d ms%n", guests.size(), overMillis);
    assertThat(ended.exitCode()).as(ended::errors).isZero();
    assertThat(ended.errors()).as("it left, and nobody took it for dead").doesNotContain("downing");
    for (InRoom member : members) {
      if (member.origin().equals(nodes.secondOrigin())) {
        assertThat(member.client().closeCode()).as("going away").isEqualTo(1001);
      }
    }
  }

  private String theNodeOfNeither(List<String> homes) {
    List<String> left = new ArrayList<>(homes);
    left.remove(InRoom.homeOf(nodes.firstOrigin()));
    left.remove(InRoom.homeOf(nodes.secondOrigin()));
    assertThat(left).hasSize(1);
    return left.getFirst();
  }
}
