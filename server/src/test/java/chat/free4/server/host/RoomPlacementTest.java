package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.media.WorkerLoads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoomPlacementTest {
  private final Set<Integer> givenUp = new HashSet<>();
  private final Set<Integer> busy = new HashSet<>();
  private final WorkerLoads loads = new WorkerLoads(3, 2, worker -> !givenUp.contains(worker));
  private final RoomPlacement room = new RoomPlacement(loads);

  @Test
  void membersStayTogetherAsLongAsTheyFit() {
    assertThat(room.place(1)).isZero();
    assertThat(room.place(2)).isZero();
    assertThat(room.parts()).isEqualTo(0b001);
    assertThat(room.place(3)).isEqualTo(1);
    assertThat(room.parts()).isEqualTo(0b011);
    assertThat(room.place(4)).isEqualTo(1);
    assertThat(room.place(5)).isEqualTo(2);
  }

  @Test
  void aMemberKeepsItsWorker() {
    for (int member = 1; member <= 5; member++) {
      room.place(member);
    }
    room.forget(1);
    assertThat(room.place(5)).isEqualTo(2);
    assertThat(room.workerFor(5)).isEqualTo(2);
    // And who comes takes the place that is free.
    assertThat(room.place(6)).isZero();
  }

  @Test
  void askingForAWorkerTakesNoPlace() {
    for (int i = 0; i < 5; i++) {
      assertThat(room.workerFor(100 + i)).isZero();
    }
    room.place(1);
    room.place(2);
    assertThat(room.workerFor(3)).isEqualTo(1);
    assertThat(room.parts()).isEqualTo(0b001);
  }

  @Test
  void aFullRoomGoesToTheWorkerWithTheFewestMembers() {
    RoomPlacement other = new RoomPlacement(loads);
    assertThat(other.place(1)).isEqualTo(1);
    room.place(1);
    room.place(2);
    assertThat(room.place(3)).isEqualTo(2);
  }

  @Test
  void newRoomsGoToTheWorkerWithTheFewestRooms() {
    RoomPlacement second = new RoomPlacement(loads);
    assertThat(second.parts()).isEqualTo(0b010);
    assertThat(new RoomPlacement(loads).parts()).isEqualTo(0b100);
    second.close();
    assertThat(new RoomPlacement(loads).parts()).isEqualTo(0b010);
  }

  @Test
  void whereAllAreFullTheLeastFullTakesOneMore() {
    for (int member = 1; member <= 6; member++) {
      room.place(member);
    }
    int[] more = new int[3];
    for (int member = 7; member <= 12; member++) {
      more[room.place(member)]++;
    }
    assertThat(more).containsExactly(2, 2, 2);
  }

  @Test
  void aPartEndsWithItsLastMemberAndARoomKeepsOne() {
    room.place(1);
    room.place(2);
    room.place(3);
    room.forget(3);
    assertThat(room.parts()).isEqualTo(0b001);
    room.place(4);
    room.forget(1);
    room.forget(2);
    assertThat(room.parts()).isEqualTo(0b010);
    room.forget(4);
    assertThat(room.parts()).isEqualTo(0b010);
    room.forget(4);
  }

  @Test
  void aWorkerThatWasGivenUpTakesNobodyAndItsMembersGoElsewhere() {
    room.place(1);
    room.place(2);
    givenUp.add(0);
    assertThat(room.place(1)).isEqualTo(1);
    assertThat(room.parts()).isEqualTo(0b011);
    assertThat(room.place(2)).isEqualTo(1);
    assertThat(room.parts()).isEqualTo(0b010);
    assertThat(new RoomPlacement(loads).parts()).isEqualTo(0b100);
    givenUp.addAll(Set.of(1, 2));
    assertThat(room.place(9)).isBetween(0, 2);
  }

  @Test
  void aClosedRoomLeavesNothingBehind() {
    for (int member = 1; member <= 5; member++) {
      room.place(member);
    }
    room.close();
    // As if it had never been: the first worker, and then the second.
    RoomPlacement next = new RoomPlacement(loads);
    next.place(1);
    next.place(2);
    assertThat(next.parts()).isEqualTo(0b001);
    assertThat(next.place(3)).isEqualTo(1);
  }

  /** Two workers of two members a room each; nodes at 2 and 3 help from three members on. */
  private RoomPlacement across(int... membersAtNodes) {
    return across(false, membersAtNodes);
  }

  private RoomPlacement across(boolean isByNearest, int... membersAtNodes) {
    return new RoomPlacement(
        new WorkerLoads(
            2,
            2,
            2,
            3,
            isByNearest,
            part -> !givenUp.contains(part) && !busy.contains(part),
            part -> !givenUp.contains(part),
            part -> membersAtNodes[part - 2]));
  }

  private static List<Integer> places(RoomPlacement placement, int from, int to) {
    List<Integer> places = new ArrayList<>();
    for (int member = from; member <= to; member++) {
      places.add(placement.place(member));
    }
    return places;
  }

  @Test
  void moreThanANodeTakesGoToTheOtherWithTheFewest() {
    RoomPlacement wide = across(9, 4);
    assertThat(places(wide, 1, 7)).containsExactly(0, 0, 1, 3, 3, 2, 2);
    assertThat(wide.parts()).isEqualTo(0b1111);
    // All have as many as they should: the emptiest takes one more.
    assertThat(wide.place(8)).isEqualTo(1);
    wide.forget(4);
    assertThat(wide.place(9)).isEqualTo(3);
  }

  /** A socket at the node of a part. */
  private static SignalSocket at(int part) {
    return new SignalSocket() {
      @Override
      public int part() {
        return part;
      }

      @Override
      public void send(String frame) {}

      @Override
      public void close(CloseCode code) {}
    };
  }

  private static int placeNear(RoomPlacement placement, int member, int part) {
    placement.comesBy(at(part));
    return placement.place(member);
  }

  @Test
  void byNearestASmallRoomIsWithTheNodesOfItsSockets() {
    RoomPlacement wide = across(true, 9, 4);
    assertThat(placeNear(wide, 1, 2)).isEqualTo(2);
    assertThat(placeNear(wide, 2, 3)).isEqualTo(3);
    assertThat(placeNear(wide, 3, SignalSocket.HERE)).as("its own node has a part").isZero();
    assertThat(wide.parts()).isEqualTo(0b1101);
    assertThat(placeNear(wide, 1, 3)).as("who is placed stays, from wherever").isEqualTo(2);
    assertThat(placeNear(wide, 4, 2)).isEqualTo(2);
    assertThat(placeNear(wide, 5, 2)).as("as many there as a worker takes").isZero();
    assertThat(placeNear(wide, 6, SignalSocket.HERE)).as("the next worker here").isEqualTo(1);
    assertThat(placeNear(wide, 7, SignalSocket.HERE)).as("by size from then on").isEqualTo(3);
  }

  @Test
  void byNearestWhoseNodeTakesNobodyIsWithTheRoomsOwnNode() {
    RoomPlacement wide = across(true, 0, 0);
    busy.add(2);
    assertThat(placeNear(wide, 1, 2)).isZero();
    busy.clear();
    assertThat(placeNear(wide, 2, 2)).isEqualTo(2);
    givenUp.add(2);
    assertThat(placeNear(wide, 2, 3)).as("it came back by another node").isEqualTo(3);
    assertThat(placeNear(wide, 3, 2)).isZero();
    wide.forget(1);
    wide.forget(3);
    assertThat(wide.parts()).isEqualTo(0b1000);
    assertThat(placeNear(wide, 4, SignalSocket.HERE)).as("and not with another node").isZero();
  }

  @Test
  void bySizeWhereASocketIsSaysNothing() {
    RoomPlacement wide = across(9, 4);
    assertThat(placeNear(wide, 1, 2)).isZero();
    assertThat(placeNear(wide, 2, 3)).isZero();
  }

  @Test
  void withoutNodesThatHelpThisOneTakesAll() {
    givenUp.addAll(Set.of(2, 3));
    assertThat(places(across(0, 0), 1, 6)).containsExactly(0, 0, 1, 1, 0, 1);
  }

  @Test
  void aNodeThatTakesNobodyNewKeepsWhomItHas() {
    RoomPlacement wide = across(0, 1);
    assertThat(places(wide, 1, 4)).containsExactly(0, 0, 1, 2);
    busy.add(2);
    assertThat(wide.place(4)).isEqualTo(2);
    assertThat(wide.place(5)).isEqualTo(3);
  }

  @Test
  void membersOfANodeThatIsGoneGoElsewhere() {
    RoomPlacement wide = across(0, 1);
    assertThat(places(wide, 1, 5)).containsExactly(0, 0, 1, 2, 2);
    givenUp.add(2);
    assertThat(wide.workerFor(4)).isEqualTo(3);
    assertThat(wide.place(4)).isEqualTo(3);
    assertThat(wide.place(5)).isEqualTo(3);
    assertThat(wide.parts()).isEqualTo(0b1011);
  }
}
