package chat.free4.room;

import static chat.free4.room.RoomHarness.ID;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots that take the place of entries, and what members show in passing. */
class RoomControlShareTest {
  private static final Bytes HASH = Bytes.of(new byte[32]);
  private static final String[] NAMES = {"ada", "ben", "cyd", "dot"};

  private final RoomHarness harness = new RoomHarness();
  private long sequence;

  @Test
  void oneAloneSettlesByTheirOwnWordAndTheEntriesAreGone() {
    enter(1);
    board(1, 3);
    settle(1, 2, 4, HASH);
    assertThat(harness.takeFor(1)).contains(new ServerMessage.LogSettled("board", 2, 4, HASH));
    assertThat(docs(1)).containsExactly("board", "board.snapshot");
  }

  @Test
  void amongMoreThanTwoItTakesThreeWhoSayTheSame() {
    enter(4);
    board(1, 2);
    settle(1, 2, 3, HASH);
    settle(1, 2, 3, HASH);
    settle(2, 2, 3, HASH);
    settle(3, 1, 3, HASH);
    settle(4, 2, 3, HASH.slice(0, 32));
    List<ServerMessage.Notification> told = harness.takeFor(2);
    assertThat(told).contains(new ServerMessage.LogSettled("board", 2, 3, HASH));
    assertThat(docs(1)).containsExactly("board.snapshot");
  }

  @Test
  void twoAreNotEnoughAmongThreeAndWhoHasGoneDoesNotCount() {
    enter(4);
    board(1, 2);
    settle(1, 2, 3, HASH);
    settle(2, 2, 3, HASH);
    harness.request(2, new ClientMessage.Leave());
    settle(3, 2, 3, HASH);
    assertThat(docs(1)).containsExactly("board", "board", "board.snapshot");
    settle(4, 2, 3, HASH);
    assertThat(docs(1)).containsExactly("board.snapshot");
  }

  @Test
  void whoCameAfterTheLastOfItWasWrittenNeedNotVouch() {
    enter(2);
    board(1, 2);
    for (int late = 3; late <= 6; late++) {
      harness.enter(late, RoomHarness.admission("late " + late, null));
    }
    settle(1, 2, 3, HASH);
    assertThat(docs(6)).containsExactly("board.snapshot");
    // They have the snapshot now, and are asked for the next one.
    board(1, 1);
    settle(1, 4, 5, HASH);
    settle(3, 4, 5, HASH);
    assertThat(docs(6)).containsExactly("board.snapshot", "board", "board.snapshot");
    settle(6, 4, 5, HASH);
    assertThat(docs(6)).containsExactly("board.snapshot", "board.snapshot");
  }

  @Test
  void onePersonOnSeveralDevicesIsOneVoice() {
    enter(3);
    Admission ada = RoomHarness.admission("ada", null);
    Bytes device = Bytes.utf8("second device");
    MemberId id = MemberId.of(ada.identity(), device);
    harness.enter(
        4, new Admission(ada.room(), "test", id, ada.identity(), device, Bytes.EMPTY, null, null));
    board(1, 2);
    settle(1, 2, 3, HASH);
    settle(4, 2, 3, HASH);
    settle(2, 2, 3, HASH);
    assertThat(docs(1)).containsExactly("board", "board", "board.snapshot");
    settle(3, 2, 3, HASH);
    assertThat(docs(1)).containsExactly("board.snapshot");
  }

  @Test
  void theFormerSnapshotStaysAndTheOneBeforeItGoes() {
    enter(1);
    for (int round = 1; round <= 3; round++) {
      board(1, 1);
      long cursor = 2L * round;
      settle(1, cursor - 1, cursor, HASH);
    }
    assertThat(cursors(1)).containsExactly(4L, 6L);
    settle(1, 1, 2, HASH);
    assertThat(cursors(1)).as("an old one changes nothing").containsExactly(4L, 6L);
  }

  @Test
  void whoReadsFromTheBeginningIsToldWhatHolds() {
    enter(1);
    board(1, 1);
    settle(1, 1, 2, HASH);
    harness.enter(2, "ben");
    harness.take();
    harness.request(2, new ClientMessage.LogAfter(1, null));
    assertThat(harness.takeFor(2)).isEmpty();
    harness.request(2, new ClientMessage.LogAfter(0, null));
    assertThat(harness.takeFor(2))
        .containsExactly(new ServerMessage.LogSettled("board", 1, 2, HASH));
  }

  @Test
  void whatPeopleSaidIsNeverReplaced() {
    enter(1);
    for (String doc : List.of("chat", "chat.marks")) {
      append(1, doc);
      append(1, doc + ".snapshot");
      harness.take();
      harness.request(1, new ClientMessage.LogSettle(doc, 1, 2, HASH));
      assertThat(fault()).isEqualTo(SignalFault.invalidParams("doc"));
    }
    assertThat(docs(1)).contains("chat", "chat.marks");
  }

  @Test
  void whatCannotBeASnapshotIsRefused() {
    enter(1);
    board(1, 1);
    harness.take();
    settle(1, 1, 2, Bytes.EMPTY);
    assertThat(fault()).isEqualTo(SignalFault.invalidParams("hash"));
    settle(1, 2, 2, HASH);
    assertThat(fault()).isEqualTo(SignalFault.invalidParams("from"));
    settle(1, 1, 3, HASH);
    assertThat(fault()).as("it is not there").isEqualTo(SignalFault.invalidParams("from"));
    harness.request(1, new ClientMessage.LogSettle("No such", 1, 2, HASH));
    assertThat(fault()).isEqualTo(SignalFault.invalidParams("doc"));
    for (int doc = 0; doc < SettlingDesk.MAX_DOCS; doc++) {
      harness.request(1, new ClientMessage.LogSettle("doc" + doc, 1, 2, HASH));
    }
    harness.take();
    harness.request(1, new ClientMessage.LogSettle("onemore", 1, 2, HASH));
    assertThat(fault()).isEqualTo(SignalFault.invalidParams("doc"));
  }

  @Test
  void whatIsShownInPassingReachesTheOthersAndIsKeptNowhere() {
    enter(3);
    harness.request(2, new ClientMessage.PresenceTell(Bytes.utf8("here")));
    List<RoomEffect> effects = harness.take();
    assertThat(effects).hasSize(2);
    assertThat(effects.getFirst()).isEqualTo(new RoomEffect.Reply(2, ID, new ServerMessage.Done()));
    RoomEffect.Broadcast broadcast = (RoomEffect.Broadcast) effects.get(1);
    assertThat(broadcast.to()).hasToString("[1, 3]");
    assertThat(broadcast.message())
        .isEqualTo(new ServerMessage.PresenceTold(2, Bytes.utf8("here")));
    assertThat(docs(1)).isEmpty();
    harness.request(1, new ClientMessage.PresenceTell(Bytes.of(new byte[1025])));
    assertThat(fault()).isEqualTo(SignalFault.tooLarge(PassingDesk.MAX_BYTES));
  }

  @Test
  void aCaptionThatTheServerMadeReachesAllAndWhoSaidItToo() {
    enter(3);
    harness.room.handleCaption(1, 2, Bytes.utf8("heard"));
    RoomEffect.Broadcast broadcast = (RoomEffect.Broadcast) harness.take().getFirst();
    assertThat(broadcast.to()).hasToString("[1, 2, 3]");
    assertThat(broadcast.message())
        .isEqualTo(new ServerMessage.PresenceTold(2, Bytes.utf8("heard")));
    harness.room.handleCaption(1, 9, Bytes.utf8("of nobody"));
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void whoShowsTooMuchIsSlowedDown() {
    enter(2);
    for (int shown = 0; shown < PassingDesk.AT_ONCE; shown++) {
      harness.request(1, new ClientMessage.PresenceTell(Bytes.EMPTY));
    }
    harness.take();
    harness.request(1, new ClientMessage.PresenceTell(Bytes.EMPTY));
    assertThat(fault().error()).isEqualTo(SignalError.BUSY);
    harness.request(2, new ClientMessage.PresenceTell(Bytes.EMPTY));
    assertThat(harness.takeFor(1)).hasSize(1);
    harness.pass(1_000);
    harness.request(1, new ClientMessage.PresenceTell(Bytes.EMPTY));
    assertThat(harness.takeFor(2)).hasSize(1);
  }

  @Test
  void aCrowdedRoomPassesOnOnlySoMuch() {
    int people = 300;
    for (int session = 1; session <= people; session++) {
      harness.enter(session, "member" + session);
    }
    harness.take();
    int passedOn = 0;
    for (int session = 1; session <= people; session++) {
      harness.request(session, new ClientMessage.PresenceTell(Bytes.EMPTY));
      passedOn +=
          (int) harness.take().stream().filter(RoomEffect.Broadcast.class::isInstance).count();
    }
    assertThat(passedOn).isEqualTo(PassingDesk.DELIVERIES_PER_SECOND / (people - 1));
  }

  private void enter(int people) {
    for (int session = 1; session <= people; session++) {
      harness.enter(session, NAMES[session - 1]);
    }
    harness.take();
  }

  /** So many entries of the board, and the beginning of a snapshot. */
  private void board(long session, int entries) {
    for (int entry = 0; entry < entries; entry++) {
      append(session, "board");
    }
    append(session, "board.snapshot");
  }

  private void append(long session, String doc) {
    harness.request(session, new ClientMessage.LogAppend(doc, ++sequence, Bytes.utf8("bytes")));
  }

  private void settle(long session, long before, long from, Bytes hash) {
    harness.request(session, new ClientMessage.LogSettle("board", before, from, hash));
  }

  private SignalFault fault() {
    return ((RoomEffect.Fail) harness.take().getFirst()).fault();
  }

  private List<String> docs(long session) {
    return page(session).entries().stream().map(ServerMessage.Entry::doc).toList();
  }

  private List<Long> cursors(long session) {
    return page(session).entries().stream().map(ServerMessage.Entry::cursor).toList();
  }

  private ServerMessage.AfterResult page(long session) {
    harness.take();
    harness.request(session, new ClientMessage.LogAfter(0, null));
    return (ServerMessage.AfterResult) ((RoomEffect.Reply) harness.take().getLast()).result();
  }
}
