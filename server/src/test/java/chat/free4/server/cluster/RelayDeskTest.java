package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.server.media.VoiceOrder;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.NodeRelay;
import chat.free4.sfu.VoicePhrase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Three nodes of two workers each, and parts of each other's rooms, without a network. */
final class RelayDeskTest {
  private static final NodeCodec CODEC = new NodeCodec();
  private static final int WORKERS = 2;
  private static final int NODES = 3;
  private static final long ROOM = 0x1234_5678_9abcL;
  private static final IceCredentials ICE = new IceCredentials("them", "a-password-of-22-chars");
  private static final PeerParameters PARAMETERS =
      new PeerParameters(
          ICE,
          ICE,
          new Fingerprint(new byte[Fingerprint.BYTES]),
          new MicrophoneLine("0", 111, 1, 2, true),
          List.of());

  private final Random random;
  private final Deque<Runnable> network = new ArrayDeque<>();
  private final List<Node> nodes = new ArrayList<>();
  private int lossPercent;

  RelayDeskTest() {
    random = new Random(1);
    for (int number = 0; number < NODES; number++) {
      nodes.add(new Node(number));
    }
    offerAll();
  }

  /** A node, as another one speaks to it. */
  private final class Line implements Peer {
    final int from;
    final int to;

    Line(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void tell(NodeMessage message) {
      if (random.nextInt(100) >= lossPercent) {
        // By its bytes, as between real nodes.
        byte[] bytes = CODEC.toBinary(message);
        network.add(
            () ->
                assertThat(
                        nodes
                            .get(to)
                            .desk
                            .handle(
                                new Line(to, from),
                                (NodeMessage) CODEC.fromBinary(bytes, CODEC.manifest(message))))
                    .isTrue());
      }
    }

    @Override
    public boolean isSelf() {
      return from == to;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line that && from == that.from && to == that.to;
    }

    @Override
    public int hashCode() {
      return from * NODES + to;
    }
  }

  /** Something that a worker was told. */
  private record Told(int worker, Object what) {}

  private final class Node implements RelayDesk.Port, RelayedRooms.Workers {
    final int number;
    final Map<Integer, Long> known = new HashMap<>();
    final Map<Long, Long> routes = new HashMap<>();
    final List<Told> told = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<Integer> lost = new ArrayList<>();

    /** Members that workers have, by what they were told. */
    final Set<Integer> members = new TreeSet<>();

    boolean isBusy;
    boolean isReachable = true;
    final RelayDesk desk;

    Node(int number) {
      this.number = number;
      this.desk =
          new RelayDesk(
              this,
              this,
              new RelayDesk.Own(
                  "127.0.0." + (number + 1),
                  2552,
                  new Fingerprint(fingerprint(number)),
                  List.of("192.0.2." + number),
                  List.of(10_000, 10_001),
                  6),
              random,
              (event, part) -> events.add(part + " " + event),
              lost::add);
    }

    /** The part that stands for another node, and was given in the order in which they spoke. */
    int part(int other) {
      long name = nodes.get(other).desk.offer().node();
      return known.entrySet().stream()
          .filter(each -> each.getValue() == name)
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseThrow();
    }

    @Override
    public int firstPart() {
      return WORKERS;
    }

    @Override
    public int nodes() {
      return NODES - 1;
    }

    @Override
    public boolean know(
        int part, String host, int port, long self, long peer, byte[] ours, byte[] theirs) {
      known.put(part, peer);
      return true;
    }

    @Override
    public void forget(int part) {
      known.remove(part);
    }

    @Override
    public boolean route(long room, long workers) {
      if (workers == 0) {
        routes.remove(room);
      } else {
        routes.put(room, workers);
      }
      return true;
    }

    @Override
    public boolean isReachable(int part) {
      return isReachable;
    }

    @Override
    public boolean offer(int worker, MediaCommand command) {
      told.add(new Told(worker, command));
      if (isBusy && !(command instanceof MediaCommand.ForgetMember)) {
        return false;
      }
      switch (command) {
        case MediaCommand.AddPeer add -> members.add(add.member());
        case MediaCommand.RemovePeer remove -> members.remove(remove.member());
        case MediaCommand.ForgetMember forget -> members.remove(forget.member());
        default -> {}
      }
      return true;
    }

    @Override
    public boolean offer(int worker, VoiceOrder order) {
      told.add(new Told(worker, order));
      return true;
    }

    @Override
    public boolean isUsable(int worker) {
      return true;
    }
  }

  private static byte[] fingerprint(int number) {
    byte[] bytes = new byte[Fingerprint.BYTES];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  private void offerAll() {
    for (Node from : nodes) {
      for (Node to : nodes) {
        if (from != to) {
          new Line(from.number, to.number).tell(from.desk.offer());
        }
      }
    }
    run();
  }

  private void run() {
    for (Runnable next = network.poll(); next != null; next = network.poll()) {
      next.run();
    }
  }

  private static MediaCommand add(int member) {
    return new MediaCommand.AddPeer(ROOM, member, PARAMETERS, true);
  }

  private Node node(int number) {
    return nodes.get(number);
  }

  private boolean tell(int from, int to, MediaCommand command) {
    boolean taken = node(from).desk.offer(node(from).part(to), command);
    run();
    return taken;
  }

  @Test
  void aNodeDoesWhatTheRoomsNodeSaysAndTellsWhatHappens() {
    int worker = RelayedRooms.workerOf(ROOM, WORKERS);
    assertThat(node(0).desk.isUsable(node(0).part(1))).isTrue();
    var media = node(0).desk.media(node(0).part(1), ROOM);
    assertThat(media.fingerprint()).isEqualTo(new Fingerprint(fingerprint(1)));
    assertThat(media.candidates().getFirst().address()).isEqualTo("192.0.2.1");
    assertThat(media.candidates().getFirst().port()).isEqualTo(10_000 + worker);

    assertThat(tell(0, 1, add(7))).isTrue();
    MediaCommand key = new MediaCommand.RegisterKey(ROOM, 7, 99);
    MediaCommand mute = new MediaCommand.MuteForListener(ROOM, 7, 3, true);
    tell(0, 1, key);
    tell(0, 1, mute);
    assertThat(node(1).told)
        .containsExactly(new Told(worker, add(7)), new Told(worker, key), new Told(worker, mute));
    assertThat(node(1).routes).containsEntry(ROOM, 1L << worker);
    assertThat(node(1).desk.offer().members()).isEqualTo(1);

    node(1).desk.onEvent(new MediaEvent.PeerConnected(ROOM, 7));
    node(1).desk.onEvent(new MediaEvent.PeerConnected(ROOM + 1, 7)); // of no room that is relayed
    run();
    assertThat(node(0).events)
        .containsExactly(node(0).part(1) + " " + new MediaEvent.PeerConnected(ROOM, 7));

    node(0).desk.end(ROOM);
    run();
    assertThat(node(1).members).isEmpty();
    assertThat(node(1).routes).isEmpty();
    assertThat(node(1).desk.offer().members()).isZero();
  }

  @Test
  void allPartsKnowEachOtherByTheirOwnNumbers() {
    tell(0, 1, add(7));
    tell(0, 2, add(8));
    long all = 0b11 | 1L << node(0).part(1) | 1L << node(0).part(2);
    for (int other = 1; other < NODES; other++) {
      int its = node(0).part(other);
      tell(0, other, new MediaCommand.SpanRoom(ROOM, all & ~(1L << its)));
      Node there = node(other);
      long wanted = 1L << there.part(0) | 1L << there.part(3 - other);
      assertThat(there.told.getLast().what()).isEqualTo(new MediaCommand.SpanRoom(ROOM, wanted));
    }
    node(0).desk.span(ROOM, 0b01);
    assertThat(node(0).routes).containsEntry(ROOM, 0b01L);
    // A node goes: those that are left hear no more of it.
    node(1).desk.removed(new Line(1, 2));
    long left = 1L << node(1).part(0);
    assertThat(node(1).told.getLast().what()).isEqualTo(new MediaCommand.SpanRoom(ROOM, left));
  }

  @Test
  void aNodeThatIsGoneLosesItsMembersAndTakesNoneUntilItIsBack() {
    tell(0, 1, add(7));
    int part = node(0).part(1);
    node(0).desk.unreachable(new Line(0, 1));
    assertThat(node(0).lost).containsExactly(part);
    assertThat(node(0).desk.isUsable(part)).isFalse();
    assertThat(node(0).desk.offer(part, add(8))).isFalse();
    run();
    assertThat(node(1).members).as("it was alive, and lets all go").isEmpty();
    offerAll();
    assertThat(node(0).desk.isUsable(part)).isTrue();
    assertThat(tell(0, 1, add(8))).isTrue();
    assertThat(node(1).members).containsExactly(8);
    node(0).desk.removed(new Line(0, 1));
    assertThat(node(0).lost).containsExactly(part, part);
    assertThat(node(0).desk.isUsable(part)).isFalse();
    assertThat(node(0).desk.media(part, ROOM).candidates()).isEmpty();
    // The room's node is gone for the other: its rooms go with it.
    tellAgain();
    node(1).desk.removed(new Line(1, 0));
    assertThat(node(1).members).isEmpty();
    assertThat(node(1).routes).isEmpty();
  }

  private void tellAgain() {
    offerAll();
    tell(0, 1, add(9));
    assertThat(node(1).members).contains(9);
  }

  @Test
  void aNodeThatDatagramsDoNotReachTakesNobody() {
    node(0).isReachable = false;
    assertThat(node(0).desk.isUsable(node(0).part(1))).isFalse();
    node(0).isReachable = true;
    assertThat(node(0).desk.isUsable(node(0).part(1))).isTrue();
    assertThat(node(0).desk.isUsable(0)).as("a worker is no node").isFalse();
  }

  @Test
  void aNodeThatIsHeardByTcpAloneLosesItsMembersAfterAWhile() {
    int part = node(0).part(1);
    tell(0, 1, add(7));
    node(0).isReachable = false;
    for (int i = 1; i < RelayDesk.UNHEARD_OFFERS; i++) {
      offerAll();
      assertThat(node(0).desk.isThere(part)).as("keeps whom it has").isTrue();
      assertThat(node(0).desk.isUsable(part)).isFalse();
    }
    assertThat(node(0).lost).isEmpty();
    offerAll();
    assertThat(node(0).lost).containsExactly(part);
    assertThat(node(0).desk.isThere(part)).isFalse();
    assertThat(node(1).members).isEmpty();
    node(0).isReachable = true;
    offerAll();
    assertThat(node(0).desk.isThere(part)).isTrue();
  }

  @Test
  void aNodeThatBeginsAnewKnowsNobodyAndHasNothing() {
    tell(0, 1, add(7));
    tell(1, 0, new MediaCommand.AddPeer(ROOM + 1, 8, PARAMETERS, false));
    int part = node(0).part(1);
    long former = node(0).desk.offer().node();
    node(0).desk.beginAnew();
    assertThat(node(0).lost).containsExactly(part);
    assertThat(node(0).known).isEmpty();
    assertThat(node(0).members).isEmpty();
    assertThat(node(0).routes).isEmpty();
    assertThat(node(0).desk.isThere(part)).isFalse();
    assertThat(node(0).desk.offer().node()).isNotEqualTo(former);
    run();
    assertThat(node(1).members).isEmpty();
  }

  @Test
  void whomTheWorkerDoesNotTakeIsTold() {
    node(1).isBusy = true;
    tell(0, 1, add(7));
    var closed = new MediaEvent.PeerClosed(ROOM, 7, PeerEvent.Reason.HANDSHAKE);
    assertThat(node(0).events).containsExactly(node(0).part(1) + " " + closed);
    node(1).isBusy = false;
    tell(0, 1, add(7));
    node(1).isBusy = true;
    tell(0, 1, new MediaCommand.Silence(ROOM, 7, true));
    assertThat(node(0).events).as("silenced, or not there").hasSize(2);
  }

  @Test
  void aWorkerThatIsLostTakesItsRoomsAlong() {
    tell(0, 1, add(7));
    node(1).desk.onRestart(1 - RelayedRooms.workerOf(ROOM, WORKERS));
    run();
    assertThat(node(0).lost).isEmpty();
    node(1).desk.onRestart(RelayedRooms.workerOf(ROOM, WORKERS));
    run();
    assertThat(node(0).lost).containsExactly(node(0).part(1));
    assertThat(tell(0, 1, add(7))).isTrue();
    assertThat(node(1).members).containsExactly(7);
  }

  @Test
  void whatIsSaidForAMemberIsSaidThereInPiecesThatFit() {
    int part = node(0).part(1);
    byte[] levels = new byte[300];
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      byte[] frame = new byte[800];
      frame[0] = (byte) i;
      frames.add(frame);
      levels[i] = (byte) (i % 100);
    }
    VoicePhrase phrase = new VoicePhrase(frames, levels);
    assertThat(node(0).desk.offer(part, new VoiceOrder(ROOM, 4, true, phrase))).isFalse();
    tell(0, 1, add(7));
    node(1).told.clear();
    assertThat(node(0).desk.offer(part, new VoiceOrder(ROOM, 4, true, phrase))).isTrue();
    node(0).desk.offer(part, new VoiceOrder(ROOM, 4, true, null));
    run();
    int length = 0;
    for (Told one : node(1).told) {
      VoicePhrase piece = ((VoiceOrder) one.what()).phrase();
      if (piece != null) {
        assertThat(piece.bytes()).isLessThanOrEqualTo(RelayDesk.SAID_BYTES + 1275);
        for (int i = 0; i < piece.length(); i++, length++) {
          assertThat(piece.frame(i)[0]).isEqualTo((byte) length);
          assertThat(piece.level(i)).isEqualTo(length % 100);
        }
      }
    }
    assertThat(length).isEqualTo(300);
    assertThat(((VoiceOrder) node(1).told.getLast().what()).phrase()).isNull();
  }

  @Test
  void aNodeTooManyIsNotKnown() {
    var stranger = nodes.get(2).desk.offer();
    for (int i = 0; i < NodeRelay.MAX_NODES; i++) {
      node(0).desk.handle(new Line(0, 10 + i), stranger);
    }
    assertThat(node(0).known).hasSize(NODES - 1);
  }

  /** Whatever is lost between nodes: in the end both know the same of who is where. */
  @Test
  void aLostMessageLeavesNobodyBehind() {
    for (int seed = 1; seed <= 200; seed++) {
      random.setSeed(seed);
      Node owner = node(0);
      Node other = node(1);
      Set<Integer> believed = new HashSet<>();
      lossPercent = 10;
      for (int step = 0; step < 60; step++) {
        int member = random.nextInt(10);
        if (random.nextInt(3) > 0) {
          if (owner.desk.offer(owner.part(1), add(member))) {
            believed.add(member);
          }
        } else {
          owner.desk.offer(owner.part(1), new MediaCommand.ForgetMember(ROOM, member));
          believed.remove(member);
        }
        if (random.nextInt(4) == 0) {
          other.desk.onEvent(new MediaEvent.PeerConnected(ROOM, member));
        }
        run();
        if (!owner.lost.isEmpty()) {
          owner.lost.clear();
          believed.clear();
        }
      }
      lossPercent = 0;
      // What comes next shows what was lost before.
      owner.desk.offer(owner.part(1), add(77));
      believed.add(77);
      run();
      if (!owner.lost.isEmpty()) {
        owner.lost.clear();
        believed.clear();
      }
      other.desk.onEvent(new MediaEvent.PeerConnected(ROOM, 77));
      run();
      if (!owner.lost.isEmpty()) {
        owner.lost.clear();
        believed.clear();
      }
      assertThat(other.members).as("seed %d", seed).isEqualTo(believed);
      owner.desk.end(ROOM);
      run();
      assertThat(other.members).as("seed %d, at the end", seed).isEmpty();
      assertThat(Objects.requireNonNull(other.desk.offer()).members()).isZero();
    }
  }
}
