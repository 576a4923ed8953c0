package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.server.host.RoomKeeper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes keep of each other's rooms, in virtual time. */
final class KeptRoomsTest {
  private static final RoomId JAZZ = RoomId.ofPublic("jazz");
  private static final RoomId BLUES = RoomId.ofPublic("blues");
  private static final Bytes ONE = Bytes.utf8("one");
  private static final Bytes TWO = Bytes.utf8("two");

  private final Seats seats = new Seats();
  private final List<NodeMessage> told = new ArrayList<>();
  private long nowNanos;
  private final KeptRooms kept = new KeptRooms(seats, told::add, () -> nowNanos, 6);

  private boolean hears(RoomId room, long incarnation, Bytes snapshot) {
    return kept.heard(new NodeMessage.Keep(room.value(), incarnation, snapshot));
  }

  private void hearsEnd(RoomId room, long incarnation) {
    kept.heard(new NodeMessage.Forget(room.value(), incarnation));
  }

  @Test
  void theOthersAreToldOfRoomsHereInTheIncarnationThatTheyWereHereLast() {
    seats.take(Shards.of(JAZZ), 5);
    kept.keep(JAZZ, ONE);
    seats.leave(Shards.of(JAZZ));
    kept.keep(JAZZ, TWO);
    kept.forget(JAZZ);
    assertThat(told)
        .containsExactly(
            new NodeMessage.Keep(JAZZ.value(), 5, ONE),
            new NodeMessage.Keep(JAZZ.value(), 5, TWO),
            new NodeMessage.Forget(JAZZ.value(), 5));
    assertThat(kept.find(JAZZ)).isNull();
  }

  @Test
  void theLatestLifeCounts() {
    assertThat(hears(JAZZ, 5, ONE)).isTrue();
    nowNanos = 3;
    assertThat(hears(JAZZ, 6, TWO)).isTrue();
    assertThat(hears(JAZZ, 5, ONE)).isFalse();
    hearsEnd(JAZZ, 5);
    assertThat(kept.find(JAZZ)).isEqualTo(new RoomKeeper.Kept(TWO, 3));
    hearsEnd(JAZZ, 6);
    assertThat(kept.find(JAZZ)).isNull();
    assertThat(kept.bytes()).isZero();
  }

  @Test
  void whatIsInAShardIsCounted() {
    hears(JAZZ, 5, ONE);
    hears(BLUES, 5, TWO);
    hears(BLUES, 6, ONE);
    List<ShardLoad> loads = kept.loads();
    assertThat(loads).hasSize(Shards.COUNT);
    assertThat(loads.get(Shards.of(JAZZ))).as("one person at least").isEqualTo(new ShardLoad(1, 1));
    assertThat(loads.stream().mapToInt(ShardLoad::rooms).sum()).isEqualTo(2);
    hearsEnd(JAZZ, 5);
    nowNanos = KeptRooms.KEPT_NANOS;
    kept.handleTimeout(nowNanos);
    assertThat(kept.loads()).allMatch(ShardLoad.EMPTY::equals);
  }

  @Test
  void whoTakesAShardKnowsTheHighestIncarnationThatWasHeardOf() {
    hears(JAZZ, 5, ONE);
    assertThat(kept.newest(Shards.of(JAZZ))).isEqualTo(5);
    assertThat(kept.newest((Shards.of(JAZZ) + 1) % Shards.COUNT)).isEqualTo(Seats.NONE);
  }

  @Test
  void whatIsNotSaidAgainIsForgotten() {
    hears(JAZZ, 5, ONE);
    nowNanos = KeptRooms.KEPT_NANOS - 1;
    hears(BLUES, 5, TWO);
    assertThat(kept.find(JAZZ)).isNotNull();
    nowNanos++;
    kept.handleTimeout(nowNanos);
    assertThat(kept.size()).isEqualTo(1);
    assertThat(kept.find(BLUES)).isNotNull();
  }

  @Test
  void ofMoreThanThereIsRoomForTheOneHeardOfLongestAgoGoes() {
    hears(JAZZ, 5, ONE);
    hears(BLUES, 5, TWO);
    hears(JAZZ, 5, TWO);
    hears(RoomId.ofPublic("rock"), 5, ONE);
    assertThat(kept.find(BLUES)).isNull();
    assertThat(kept.size()).isEqualTo(2);
    assertThat(kept.bytes()).isEqualTo(6);
  }

  @Test
  void whatNamesNoRoomIsPassedOver() {
    assertThat(kept.heard(new NodeMessage.Keep(ONE, 1, TWO))).isFalse();
    kept.heard(new NodeMessage.Forget(ONE, 1));
    assertThat(kept.size()).isZero();
  }
}
