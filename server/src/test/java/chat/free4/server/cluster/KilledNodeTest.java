package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.server.support.ServerProcess;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Until all rooms answer again. They do within 8 s where a machine has nothing else to do. */
  private static final long BACK_LIMIT_MILLIS = 30_000;

  private static final int ROOMS = 40;

  @TempDir private Path directory;
  private final List<ServerProcess> processes = new ArrayList<>();
  private final List<InRoom> members = new ArrayList<>();
  private TestServer first;
  private String second = "";

  @BeforeEach
  void start() throws IOException {
    Path secret =
        Files.writeString(directory.resolve("secret"), "the secret of these three nodes!");
    first =
        TestServer.start(
            directory.resolve("1"), flags(1, secret, "--bootstrap").toArray(String[]::new));
    String join = "--join=127.0.0.1:" + first.server().clusterPort();
    for (int number = 2; number <= 3; number++) {
      List<String> all = new ArrayList<>(TestServer.arguments(directory.resolve("" + number)));
      all.addAll(flags(number, secret, join));
      processes.add(ServerProcess.start(all));
    }
    String link = processes.getFirst().awaitLine("On this machine:");
    second = "http://localhost:" + URI.create(link.substring(link.indexOf("http://"))).getPort();
    await().atMost(PATIENCE).until(() -> first.server().nodes() == 3);
  }

  private static List<String> flags(int number, Path secret, String more) {
    return List.of(
        "--cluster-port=0",
        "--cluster-host=127.0.0." + number,
        "--cluster-secret-file=" + secret,
        "--workers=1",
        "--max-address-rooms=" + ROOMS,
        more);
  }

  @AfterEach
  void stop() {
    members.forEach(member -> member.client().close());
    processes.forEach(ServerProcess::close);
    first.close();
  }

  @Test
  void itsRoomsAnswerAgainOnTheSameSocketsAndThoseOfOthersNoticeNothing() {
    for (int i = 0; i < ROOMS; i++) {
      String origin = i % 2 == 0 ? first.origin() : second;
      InRoom member = new InRoom(origin, 100 + i, "room " + i);
      members.add(member);
      member.enter();
      member.write();
    }
    // Members at the two that stay have found rooms at all three.
    List<String> nodes = members.stream().map(member -> member.node()).distinct().toList();
    assertThat(nodes).as("nodes that have rooms").hasSize(3);
    String doomed = theNodeOfNeither(nodes);
    processes.getLast().close();
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
    ServerProcess ended = processes.getFirst();
    String home = InRoom.homeOf(second);
    List<InRoom> guests =
        members.stream()
            .filter(member -> member.node().equals(home) && member.origin().equals(first.origin()))
            .toList();
    assertThat(guests).as("rooms there, of sockets here").isNotEmpty();
    ended.terminate();
    long endedNanos = System.nanoTime();
    for (InRoom member : guests) {
      member.client().notification("moved");
      member.enter();
      assertThat(member.node()).isEqualTo(InRoom.homeOf(first.origin()));
      member.write();
    }
    long overMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedNanos);
    System.out.printf("%d rooms were handed over within %d ms%n", guests.size(), overMillis);
    assertThat(ended.exitCode()).as(ended::errors).isZero();
    assertThat(ended.errors()).as("it left, and nobody took it for dead").doesNotContain("downing");
    for (InRoom member : members) {
      if (member.origin().equals(second)) {
        assertThat(member.client().closeCode()).as("going away").isEqualTo(1001);
      }
    }
  }

  private String theNodeOfNeither(List<String> nodes) {
    List<String> left = new ArrayList<>(nodes);
    left.remove(InRoom.homeOf(first.origin()));
    left.remove(InRoom.homeOf(second));
    assertThat(left).hasSize(1);
    return left.getFirst();
  }
}
