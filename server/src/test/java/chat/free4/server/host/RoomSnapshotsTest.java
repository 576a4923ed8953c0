package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.RoomControl;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.media.MediaNegotiator.MediaAnswer;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.Admission;
import chat.free4.room.snapshot.RoomSnapshot;
import chat.free4.room.snapshot.SnapshotBytes;
import chat.free4.server.media.WorkerLoads;
import chat.free4.server.metrics.ServerMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When other nodes are told what rooms know, in virtual time. */
final class RoomSnapshotsTest {
  private static final int MILLIS = 1_000_000;

  private final Deadlines deadlines = new Deadlines();
  private final List<HostedRoom> restored = new ArrayList<>();
  private final Keeper keeper = new Keeper();
  private final ServerMetrics metrics = new ServerMetrics();
  private final HostedRooms rooms = new HostedRooms(RoomLimits.DEFAULTS, metrics);
  private final RoomSnapshots snapshots =
      new RoomSnapshots(
          keeper, deadlines, rooms, (room, _) -> restored.add(room), Runnable::run, (_, _) -> {});
  private long nowNanos = -5_000L * MILLIS; // as System.nanoTime may be
  private long handles;

  /** What was kept, in order. */
  private static final class Keeper implements RoomKeeper {
    final List<RoomId> kept = new ArrayList<>();
    final List<RoomId> forgotten = new ArrayList<>();
    final Map<RoomId, Bytes> newest = new HashMap<>();

    @Override
    public void keep(RoomId room, Bytes snapshot) {
      kept.add(room);
      newest.put(room, snapshot);
    }

    @Override
    public void forget(RoomId room) {
      forgotten.add(room);
      newest.remove(room);
    }

    @Override
    public @Nullable Kept find(RoomId room) {
      Bytes snapshot = newest.get(room);
      return snapshot == null ? null : new Kept(snapshot, 0);
    }

    RoomSnapshot snapshot(RoomId room) {
      return Objects.requireNonNull(SnapshotBytes.decode(Objects.requireNonNull(newest.get(room))));
    }
  }

  private HostedRoom room(String name) {
    RoomId id = RoomId.ofPublic(name);
    Bytes root = Bytes.of(new byte[SignedAct.HASH_BYTES]);
    RoomControl engine =
        new RoomControl(
            nowNanos,
            id,
            name,
            "epoch",
            root,
            RoomLimits.DEFAULTS,
            (_, _, _) -> new MediaAnswer.Unacceptable("none is offered"));
    RoomMediaLink link =
        new RoomMediaLink(
            (_, _) -> true,
            new RoomPlacement(new WorkerLoads(1, 1, _ -> true)),
            ++handles,
            false,
            metrics,
            _ -> {});
    var around = new HostedRoom.Surroundings(deadlines, _ -> null, (_, _) -> {}, (_, _) -> {});
    return new HostedRoom(handles, id, engine, link, RoomListing.hidden(), around);
  }

  private void enter(HostedRoom room, String name, long session) {
    Bytes key = Transcript.of("test").addUtf8(name).sha256();
    room.engine.handleEnter(
        nowNanos,
        session,
        1,
        new Admission(room.id, "", MemberId.of(key, key), key, key, Bytes.EMPTY, null, null),
        Bytes.EMPTY);
    while (room.engine.pollEffect() != null) {
      // nobody is told here
    }
    snapshots.touched(nowNanos, room);
  }

  /** Lets time pass, and has done what is due when it is. */
  private void pass(long nanos) {
    long until = nowNanos + nanos;
    while (deadlines.next() <= until) {
      nowNanos = Math.max(nowNanos, deadlines.next());
      Objects.requireNonNull(deadlines.pollDue(nowNanos)).handleTimeout(nowNanos);
    }
    nowNanos = until;
  }

  @Test
  void whatHasChangedIsSaidOnceATurnAndWhatHasNotOnceAMinute() {
    HostedRoom jazz = room("jazz");
    enter(jazz, "ann", 1);
    pass(0);
    assertThat(keeper.kept).containsExactly(jazz.id);
    enter(jazz, "ben", 2);
    enter(jazz, "eve", 3);
    pass(RoomSnapshots.TURN_NANOS - 1);
    assertThat(keeper.kept).hasSize(1);
    pass(1);
    assertThat(keeper.kept).hasSize(2);
    assertThat(keeper.snapshot(jazz.id).rules().present()).hasSize(3);
    snapshots.touched(nowNanos, jazz);
    pass(RoomSnapshots.AGAIN_NANOS - 1);
    assertThat(keeper.kept).hasSize(2);
    pass(RoomSnapshots.TURN_NANOS);
    assertThat(keeper.kept).hasSize(3);
    snapshots.tellAgain(nowNanos);
    pass(RoomSnapshots.TURN_NANOS);
    assertThat(keeper.kept).hasSize(4);
  }

  @Test
  void ofMoreThanATurnTakesTheOthersComeInTheNext() {
    for (int i = 0; i <= RoomSnapshots.ROOMS_A_TURN; i++) {
      enter(room("room " + i), "ann", 1);
    }
    pass(0);
    assertThat(keeper.kept).hasSize(RoomSnapshots.ROOMS_A_TURN);
    pass(RoomSnapshots.TURN_NANOS);
    assertThat(keeper.kept).hasSize(RoomSnapshots.ROOMS_A_TURN + 1).doesNotHaveDuplicates();
  }

  @Test
  void aRoomThatEndsIsForgottenAndOneThatNobodyCouldEnterIsNot() {
    HostedRoom jazz = room("jazz");
    enter(jazz, "ann", 1);
    pass(0);
    snapshots.ended(jazz);
    assertThat(keeper.forgotten).containsExactly(jazz.id);
    HostedRoom again = room("jazz");
    snapshots.opened(nowNanos, again);
    snapshots.ended(again);
    assertThat(keeper.forgotten).hasSize(1);
    pass(10 * RoomSnapshots.AGAIN_NANOS);
    assertThat(keeper.kept).hasSize(1);
  }

  @Test
  void whoGetsTheRoomNextGoesOnWithTheNewest() {
    HostedRoom jazz = room("jazz");
    enter(jazz, "ann", 1);
    pass(0);
    enter(jazz, "ben", 2);
    snapshots.handOver(nowNanos, jazz);
    snapshots.ended(jazz);
    assertThat(keeper.forgotten).isEmpty();
    HostedRoom next = room("jazz");
    snapshots.opened(nowNanos, next);
    assertThat(Objects.requireNonNull(next.engine.snapshot(nowNanos)).rules())
        .isEqualTo(keeper.snapshot(jazz.id).rules());
    assertThat(keeper.snapshot(jazz.id).rules().present()).hasSize(2);
    assertThat(restored).as("whose robots sit down again").containsExactly(next);
  }

  @Test
  void whatCannotBeReadIsPassedOver() {
    HostedRoom jazz = room("jazz");
    keeper.newest.put(jazz.id, Bytes.utf8("of a newer node"));
    snapshots.opened(nowNanos, jazz);
    assertThat(jazz.engine.snapshot(nowNanos)).isNull();
    assertThat(restored).isEmpty();
  }

  @Test
  void aServerThatIsAloneWritesNothingDown() {
    RoomSnapshots alone =
        new RoomSnapshots(
            RoomKeeper.NOBODY, deadlines, rooms, (_, _) -> {}, Runnable::run, (_, _) -> {});
    alone.touched(nowNanos, room("jazz"));
    assertThat(deadlines.size()).isZero();
  }
}
