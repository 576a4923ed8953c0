package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.PublicNode.State;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.rpc.RpcEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sockets that are asked to go, in virtual time. */
final class DeparturesTest {
  private static final long START = Long.MAX_VALUE - 1000; // the clock may run over
  private static final Peer PEER =
      new Peer() {
        @Override
        public void tell(NodeMessage message) {}

        @Override
        public boolean isSelf() {
          return false;
        }
      };

  private final List<EdgeSession> sessions = new ArrayList<>();
  private final List<Integer> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private PublicNode own = new PublicNode("wss://n1.example", State.UP, 100);
  private PublicNode other = new PublicNode("wss://n2.example", State.UP, 80);
  private final Departures departures =
      new Departures(
          START, sessions, () -> Optional.of(own), () -> List.of(own, other), new RpcEncoder());
  private long now = START;

  private EdgeSession add() {
    int number = sessions.size();
    SignalSocket socket =
        new SignalSocket() {
          @Override
          public void send(String frame) {
            asked.add(number);
            told.add(frame);
          }

          @Override
          public void close(CloseCode code) {
            throw new AssertionError("nobody is sent away by force");
          }
        };
    EdgeSession session = new EdgeSession(number, "https://chat.example", new byte[4], socket);
    sessions.add(session);
    return session;
  }

  private void addMany(int count) {
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  /** Time passes: it is called when it wants to be. */
  private void pass(long nanos) {
    long until = now + nanos;
    while (departures.pollTimeout() != LinkDesk.NEVER && departures.pollTimeout() - until <= 0) {
      now = departures.pollTimeout();
      departures.handleTimeout(now);
    }
    now = until;
  }

  @Test
  void beforeTheEndAllAreAskedAFewAtATimeAndWhoIsOldestFirst() {
    addMany(2 * Departures.DRAINED_A_TURN + 1);
    departures.drain(now);
    pass(0);
    assertThat(asked).hasSize(Departures.DRAINED_A_TURN).startsWith(0, 1, 2);
    departures.handleTimeout(now + Departures.DRAIN_TURN_NANOS - 1);
    assertThat(asked).hasSize(Departures.DRAINED_A_TURN);
    pass(Departures.DRAIN_TURN_NANOS);
    assertThat(asked).hasSize(2 * Departures.DRAINED_A_TURN);
    pass(Departures.DRAIN_TURN_NANOS);
    assertThat(asked).hasSize(sessions.size()).doesNotHaveDuplicates();
    assertThat(departures.pollTimeout()).isEqualTo(LinkDesk.NEVER);
  }

  @Test
  void theyAreToldWhyAndWhereElseTheyCanGo() {
    add();
    own = new PublicNode(own.url(), State.DRAINING, 40);
    departures.drain(now);
    pass(0);
    assertThat(told)
        .containsExactly(
            """
            {"jsonrpc":"2.0","method":"go","params":{"why":"draining","nodes":[\
            {"url":"wss://n1.example","state":"draining","load":40},\
            {"url":"wss://n2.example","state":"up","load":80}]}}""");
  }

  @Test
  void aFullNodeAsksOneAtATimeBestOneWhoseRoomIsElsewhere() {
    addMany(3);
    sessions.get(1).link = new EdgeLink(1, PEER, 1);
    pass(Departures.FULL_TURN_NANOS);
    assertThat(asked).as("it is not full").isEmpty();
    own = new PublicNode(own.url(), State.FULL, 100);
    pass(Departures.FULL_TURN_NANOS);
    assertThat(asked).containsExactly(1);
    pass(10 * Departures.FULL_TURN_NANOS);
    assertThat(asked).as("each once").containsExactly(1, 0, 2);
    assertThat(told).allMatch(go -> go.contains("\"why\":\"full\""));
    add();
    own = new PublicNode(own.url(), State.UP, 95);
    pass(10 * Departures.FULL_TURN_NANOS);
    assertThat(asked).hasSize(3);
  }

  @Test
  void aFullNodeAsksNobodyWhereOthersHaveAsMuchToDo() {
    add();
    own = new PublicNode(own.url(), State.FULL, 100);
    for (PublicNode busy :
        List.of(
            new PublicNode(other.url(), State.UP, 100 - Departures.LESS_LOAD + 1),
            new PublicNode(other.url(), State.FULL, 0),
            new PublicNode(other.url(), State.DRAINING, 0))) {
      other = busy;
      pass(2 * Departures.FULL_TURN_NANOS);
      assertThat(asked).as("%s", busy).isEmpty();
    }
    other = new PublicNode(other.url(), State.UP, 100 - Departures.LESS_LOAD);
    pass(2 * Departures.FULL_TURN_NANOS);
    assertThat(asked).containsExactly(0);
  }

  @Test
  void whoHasComeSinceIsNotAskedTwiceByTheEnd() {
    add();
    departures.drain(now);
    pass(0);
    add(); // is refused by who has the sockets
    pass(Departures.FULL_TURN_NANOS);
    assertThat(asked).containsExactly(0);
  }
}
