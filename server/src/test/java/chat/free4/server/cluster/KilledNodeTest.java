package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.SignedAct;
import chat.free4.server.support.ServerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;
  private final List<InRoom> members = new ArrayList<>();
  private final List<InRoom> toClose = new ArrayList<>();
  private int others = 10_000;
  private ThreeNodes nodes;

  /** What the robot said last in the room that was shut last. */
  private @Nullable JsonNode rolled;

  @BeforeEach
  void start() throws IOException {
    nodes = ThreeNodes.start(directory, 4 * ROOMS);
  }

  @AfterEach
  void stop() {
    members.forEach(InRoom::close);
    toClose.forEach(InRoom::close);
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
    InRoom owner =
        members.stream().filter(each -> each.node().equals(doomed)).findFirst().orElseThrow();
    InRoom guest = shut(owner, ActKind.LOCK);
    InRoom bans =
        members.stream()
            .filter(each -> each.node().equals(doomed))
            .skip(1)
            .findFirst()
            .orElseThrow();
    banGuestOf(bans);
    awaitKept(doomed);
    nodes.third().close();
    long killedNanos = System.nanoTime();

    List<InRoom> lost = members.stream().filter(member -> member.node().equals(doomed)).toList();
    isShutFromTheFirstMoment(
        owner, guest, nodes.secondOrigin(), List.of("room-locked", "room-locked"));
    InRoom neighbour = another(nodes.secondOrigin(), bans.room());
    assertThat(InRoom.reason(neighbour.tryEnter()))
        .as("of a new key, from the address of one who was banned")
        .isEqualTo("address-banned");
    for (InRoom member : lost) {
      member.client().notification("moved");
      JsonNode welcome = member.enter();
      assertThat(member.node()).isNotEqualTo(doomed);
      assertThat(welcome.get("members").findValues("robot")).hasSize(member == owner ? 1 : 0);
      assertThat(welcome.at("/log/ownSequence").asLong()).as("its log is new").isZero();
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
    endSecondNode(owner);
  }

  /** Locks a room in which somebody's hand is up, or gives it a lobby; gives whose hand. */
  private InRoom shut(InRoom owner, ActKind how) {
    InRoom guest = another(nodes.firstOrigin(), owner.room());
    guest.enter();
    owner.addDice();
    rolled = guest.roll();
    owner.act(how, SignedAct.NOBODY);
    guest.act(ActKind.HAND, guest.client().identity());
    return guest;
  }

  private void banGuestOf(InRoom owner) {
    InRoom guest = another(nodes.firstOrigin(), owner.room());
    guest.enter();
    owner.ban(guest);
  }

  private InRoom another(String origin, String room) {
    InRoom member = new InRoom(origin, ++others, room);
    toClose.add(member);
    return member;
  }

  /** What a node says of a room made now comes after what it says of all before. */
  private void awaitKept(String node) {
    int rooms = ROOMS;
    InRoom last;
    do {
      last = another(nodes.firstOrigin(), "later " + rooms);
      last.enter();
      rooms++;
    } while (!last.node().equals(node));
    String kept = "free4chat_node_kept_rooms %d.".formatted(rooms);
    await()
        .atMost(PATIENCE)
        .until(() -> nodes.firstMetrics().lines().anyMatch(line -> line.startsWith(kept)));
  }

  /** Its members have brought nothing back yet, and it knows who they are. */
  private void isShutFromTheFirstMoment(
      InRoom owner, InRoom guest, String strangersOrigin, List<String> refusals) {
    guest.client().notification("moved");
    InRoom stranger = another(strangersOrigin, owner.room());
    assertThat(InRoom.reason(stranger.tryEnter())).isEqualTo(refusals.getFirst());
    JsonNode welcome = guest.enter();
    assertThat(welcome.at("/acts/acts")).as("nobody has brought any").isEmpty();
    assertThat(welcome.at("/acts/hands")).hasSize(1);
    assertThat(welcome.at("/acts/owner").asText())
        .isEqualTo(owner.client().identity().toBase64Url());
    itsRobotIsThere(guest);
    assertThat(InRoom.reason(stranger.tryEnter())).isEqualTo(refusals.getLast());
  }

  /** The same, and once: under the name, key and sequence that members know. */
  private void itsRobotIsThere(InRoom guest) {
    JsonNode before = Objects.requireNonNull(rolled);
    JsonNode member = guest.client().notification("member.joined").get("member");
    assertThat(member.get("robot").asText()).isEqualTo("dice");
    assertThat(member.get("id")).isEqualTo(before.get("author"));
    JsonNode again = guest.roll();
    assertThat(again.get("author")).isEqualTo(before.get("author"));
    assertThat(again.get("sequence").asLong()).isGreaterThan(before.get("sequence").asLong());
  }

  /** Asked to end, a node hands its rooms over at once. */
  private void endSecondNode(InRoom ownerOfLocked) {
    ServerProcess ended = nodes.second();
    String home = InRoom.homeOf(nodes.secondOrigin());
    List<InRoom> guests =
        members.stream()
            .filter(
                member -> member.node().equals(home) && member.origin().equals(nodes.firstOrigin()))
            .toList();
    assertThat(guests).as("rooms there, of sockets here").isNotEmpty();
    InRoom owner =
        guests.stream().filter(each -> !each.equals(ownerOfLocked)).findFirst().orElseThrow();
    InRoom guest = shut(owner, ActKind.LOBBY);
    ended.terminate();
    long endedNanos = System.nanoTime();
    goesWhenTold();
    isShutFromTheFirstMoment(owner, guest, nodes.firstOrigin(), List.of("busy", "knocking"));
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

  /** A socket at the node that ends goes to another node, and its room notices nothing. */
  private void goesWhenTold() {
    String first = InRoom.homeOf(nodes.firstOrigin());
    InRoom goes =
        members.stream()
            .filter(
                member ->
                    member.node().equals(first) && member.origin().equals(nodes.secondOrigin()))
            .findFirst()
            .orElseThrow();
    JsonNode told = goes.client().notification("go");
    assertThat(told.get("why").asText()).isEqualTo("draining");
    assertThat(told.get("nodes")).as("none has a URL of its own").isEmpty();
    goes.client().close();
    InRoom back = new InRoom(nodes.firstOrigin(), 100 + members.indexOf(goes), goes.room());
    toClose.add(back);
    members.remove(goes);
    assertThat(back.enter().get("resumed").asBoolean()).as("the same seat").isTrue();
    assertThat(back.node()).isEqualTo(first);
  }

  private String theNodeOfNeither(List<String> homes) {
    List<String> left = new ArrayList<>(homes);
    left.remove(InRoom.homeOf(nodes.firstOrigin()));
    left.remove(InRoom.homeOf(nodes.secondOrigin()));
    assertThat(left).hasSize(1);
    return left.getFirst();
  }
}
