package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node of a room dies when it was in the midst of something: nobody is stuck. */
final class UnluckyMomentTest {
  private static final int ROOMS = 60;
  private static final int WANTED = 3;

  @TempDir private Path directory;
  private final List<InRoom> members = new ArrayList<>();
  private ThreeNodes nodes;

  @BeforeEach
  void start() throws IOException {
    nodes = ThreeNodes.start(directory, ROOMS);
  }

  @AfterEach
  void stop() {
    members.forEach(InRoom::close);
    nodes.close();
  }

  private InRoom member(String room) {
    InRoom member = new InRoom(nodes.firstOrigin(), 300 + members.size(), room);
    members.add(member);
    return member;
  }

  /** Members at the first node, each alone in a room of another node that is not {@code but}. */
  private List<InRoom> roomsElsewhere(String prefix, List<String> but) {
    List<InRoom> found = new ArrayList<>();
    for (int i = 0; found.size() < WANTED && i < ROOMS / 2; i++) {
      InRoom member = member(prefix + i);
      member.enter();
      member.write();
      if (!but.contains(member.node())) {
        found.add(member);
      }
    }
    assertThat(found).as("rooms at another node").hasSize(WANTED);
    return found;
  }

  @Test
  void nobodyIsStuckWhoseNodeDiesInTheMidstOfAJoinOrOfItsOwnLeaving() {
    String here = InRoom.homeOf(nodes.firstOrigin());
    String second = InRoom.homeOf(nodes.secondOrigin());
    List<InRoom> there = roomsElsewhere("join ", List.of(here, second));
    List<InRoom> joining = new ArrayList<>();
    for (InRoom inside : there) {
      InRoom comes = member(inside.room());
      assertThat(comes.client().tryHello(inside.room())).isNotNull();
      joining.add(comes);
    }
    nodes.third().close();
    for (InRoom comes : joining) { // the answer never comes
      comes.client().request("enter", comes.client().enterParams(comes.room(), Bytes.EMPTY));
    }
    there.forEach(this::comesBack);
    joining.forEach(this::comesBack);

    List<InRoom> drained = roomsElsewhere("drain ", List.of(here));
    nodes.second().terminate();
    nodes.second().close(); // and does not let it hand over what it has
    drained.forEach(this::comesBack);
    assertThat(drained).allMatch(member -> member.node().equals(here));
    for (InRoom member : members) {
      assertThat(member.client().isOpen()).as("its socket stayed").isTrue();
    }
  }

  private void comesBack(InRoom member) {
    member.client().notification("moved");
    member.enter();
    member.write();
  }
}
