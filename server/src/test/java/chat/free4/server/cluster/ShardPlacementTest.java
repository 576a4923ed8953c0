package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.cluster.ShardPlacement.Candidate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where shards come to, and which move, in virtual time. */
final class ShardPlacementTest {
  /** As Cluster Sharding asks (NodeSettings). */
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int ROUNDS_A_WINDOW = (int) (ShardPlacement.WINDOW_NANOS / ROUND_NANOS);

  private final Map<Integer, ShardLoad> loads = new HashMap<>();
  private final Map<String, Set<Integer>> shards = new TreeMap<>();
  private final Set<String> full = new HashSet<>();
  private final Map<String, Long> late = new HashMap<>();
  private final ShardPlacement placement = new ShardPlacement();
  private long nowNanos = Long.MAX_VALUE - ShardPlacement.WINDOW_NANOS; // as System.nanoTime may be

  private ShardLoad load(int shard) {
    return loads.getOrDefault(shard, ShardLoad.EMPTY);
  }

  private List<Candidate<String>> candidates() {
    List<Candidate<String>> candidates = new ArrayList<>();
    shards.forEach(
        (node, has) ->
            candidates.add(
                new Candidate<>(node, !full.contains(node), late.getOrDefault(node, 0L), has)));
    return candidates;
  }

  private String place(int shard) {
    String node = Objects.requireNonNull(ShardPlacement.place(shard, candidates(), this::load));
    of(node).add(shard);
    return node;
  }

  private void nodes(String... names) {
    for (String name : names) {
      shards.put(name, new HashSet<>());
    }
  }

  private Set<Integer> of(String node) {
    return Objects.requireNonNull(shards.get(node));
  }

  private long weight(String node) {
    return of(node).stream().mapToLong(shard -> load(shard).weight()).sum();
  }

  /** What leaves goes where what is new would go. */
  private Set<Integer> round() {
    Set<Integer> leaving = placement.rebalance(nowNanos, candidates(), this::load);
    shards.values().forEach(each -> each.removeAll(leaving));
    leaving.stream().sorted().forEach(this::place);
    nowNanos += ROUND_NANOS;
    return leaving;
  }

  /** Who decides has done so for a while, and had nothing to do. */
  private void settle() {
    for (int i = 0; i < ROUNDS_A_WINDOW; i++) {
      assertThat(round()).isEmpty();
    }
  }

  private int rooms(Set<Integer> some) {
    return some.stream().mapToInt(shard -> load(shard).rooms()).sum();
  }

  @Test
  void shardsOfWhichNothingIsKnownAreSharedOutEvenly() {
    nodes("a", "b", "c");
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      place(shard);
    }
    assertThat(shards.values()).allMatch(each -> each.size() == Shards.COUNT / 3);
    settle();
  }

  @Test
  void aNewShardComesToTheNodeWithTheFewestPeopleOfThoseThatTakeMore() {
    nodes("a", "b", "c");
    of("a").add(0);
    of("b").add(1);
    of("c").add(2);
    loads.put(0, new ShardLoad(1, 50));
    loads.put(1, new ShardLoad(9, 40));
    loads.put(2, new ShardLoad(1, 60));
    assertThat(place(3)).isEqualTo("b");
    full.add("b");
    assertThat(place(4)).isEqualTo("a");
    full.addAll(Set.of("a", "c"));
    assertThat(place(5)).as("somebody must have it").isEqualTo("b");
    assertThat(ShardPlacement.place(6, List.<Candidate<String>>of(), this::load)).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aNodeThatIsAddedGetsItsShareAndFewRoomsMoveInAnyMinute(long seed) {
    Random random = new Random(seed);
    nodes("a", "b", "c");
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      int here = 5 + random.nextInt(25);
      loads.put(shard, new ShardLoad(here, here * (1 + random.nextInt(8))));
      place(shard);
    }
    int rooms = rooms(loads.keySet());
    nodes("d");
    ArrayDeque<Integer> lastMinute = new ArrayDeque<>();
    Set<Integer> moved = new HashSet<>();
    int quiet = 0;
    for (int round = 0; round < 500 && quiet <= ROUNDS_A_WINDOW; round++) {
      Set<Integer> leaving = round();
      assertThat(leaving).hasSizeLessThanOrEqualTo(ShardPlacement.SHARDS_A_ROUND);
      assertThat(leaving)
          .as("who begins waits")
          .hasSize(round < ROUNDS_A_WINDOW ? 0 : leaving.size());
      quiet = leaving.isEmpty() && round >= ROUNDS_A_WINDOW ? quiet + 1 : 0;
      assertThat(leaving).as("none moves twice").noneMatch(moved::contains);
      moved.addAll(leaving);
      lastMinute.add(rooms(leaving));
      if (lastMinute.size() > ROUNDS_A_WINDOW) {
        lastMinute.removeFirst();
      }
      assertThat(lastMinute.stream().mapToInt(each -> each).sum())
          .as("of %d rooms, seed %d", rooms, seed)
          .isLessThanOrEqualTo(rooms / ShardPlacement.ROOMS_A_MOVE);
    }
    assertThat(quiet).as("it comes to rest").isGreaterThan(ROUNDS_A_WINDOW);
    assertThat(of("d")).hasSizeGreaterThan(Shards.COUNT / 8);
    long most = shards.keySet().stream().mapToLong(this::weight).max().orElseThrow();
    long least = shards.keySet().stream().mapToLong(this::weight).min().orElseThrow();
    long largest = loads.values().stream().mapToLong(ShardLoad::weight).max().orElseThrow();
    long average = shards.keySet().stream().mapToLong(this::weight).sum() / shards.size();
    assertThat(most - least).isLessThanOrEqualTo(average / 5 + 2 * largest);
    assertThat(moved).as("nothing moves between the others").isSubsetOf(of("d"));
  }

  @Test
  void shardsWithoutRoomsGoAtOnceAndTheLeastPopulatedFollow() {
    nodes("a");
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      of("a").add(shard);
      loads.put(shard, shard < 30 ? ShardLoad.EMPTY : new ShardLoad(1 + shard % 2, shard));
    }
    settle();
    nodes("b");
    Set<Integer> first = round();
    assertThat(first).hasSize(ShardPlacement.EMPTY_A_ROUND + ShardPlacement.SHARDS_A_ROUND);
    assertThat(rooms(first)).as("of 45 rooms").isEqualTo(2);
    assertThat(first).contains(30, 32).doesNotContain(31);
    Set<Integer> second = round();
    assertThat(second).hasSize(30 - ShardPlacement.EMPTY_A_ROUND);
    assertThat(rooms(second)).isZero();
    assertThat(weight("b")).isGreaterThan(30);
  }

  @Test
  void ofFewRoomsOneMovesAMinute() {
    nodes("a");
    for (int shard = 0; shard < 4; shard++) {
      place(shard);
      loads.put(shard, new ShardLoad(1, 5));
    }
    settle();
    nodes("b");
    assertThat(round()).hasSize(1);
    for (int i = 1; i < ROUNDS_A_WINDOW; i++) {
      assertThat(round()).isEmpty();
    }
    assertThat(round()).hasSize(1);
    assertThat(weight("a")).isEqualTo(weight("b"));
    settle();
  }

  @Test
  void nothingGoesToANodeThatTakesNoMore() {
    nodes("a", "b");
    for (int shard = 0; shard < 10; shard++) {
      of("a").add(shard);
    }
    full.add("b");
    settle();
    full.clear();
    assertThat(round()).as("until both are alike").hasSize(4);
  }

  @Test
  void whoBeginsToDecideMovesNoRoomsBeforeItKnowsWhatHasMovedLately() {
    nodes("a");
    for (int shard = 0; shard < 4; shard++) {
      place(shard);
      loads.put(shard, new ShardLoad(1, 5));
    }
    settle();
    nodes("b");
    nowNanos += ShardPlacement.PAUSE_NANOS;
    settle();
    assertThat(round()).hasSize(1);
  }

  @Test
  void roomsOfALostNodeGoToThoseWhoWereToldOfThem() {
    nodes("a", "late");
    late.put("late", 9L);
    for (int shard = 0; shard < 8; shard++) {
      loads.put(shard, new ShardLoad(1, 5));
    }
    assertThat(place(0)).isEqualTo("a");
    assertThat(place(1)).isEqualTo("a");
    assertThat(place(50)).as("nobody knows anything of an empty one").isEqualTo("late");
    full.add("a");
    assertThat(place(2)).isEqualTo("a");
    full.clear();
    for (int i = 0; i < ROUNDS_A_WINDOW + 1; i++) {
      assertThat(rooms(round())).isZero();
    }
    late.clear();
    assertThat(rooms(round())).isEqualTo(1);
    late.put("a", 2L);
    assertThat(place(6)).as("who came late gets what all know").isEqualTo("late");
    late.put("late", 3L);
    assertThat(place(7)).as("of two who came late the first").isEqualTo("a");
  }

  @Test
  void whoCameJustBeforeANodeWasMissedWasNotToldOfItsRooms() {
    Arrivals<String> arrivals = new Arrivals<>();
    arrivals.came(nowNanos, "a");
    arrivals.came(nowNanos, "b");
    arrivals.came(nowNanos, "c");
    nowNanos += Arrivals.TOLD_NANOS;
    arrivals.came(nowNanos, "late");
    assertThat(arrivals.lateNanos(nowNanos, "late")).isZero();
    arrivals.gone(nowNanos, "b", false);
    assertThat(arrivals.lateNanos(nowNanos, "late")).as("rooms were handed over").isZero();
    arrivals.gone(nowNanos, "c", true);
    assertThat(arrivals.lateNanos(nowNanos, "a")).isZero();
    assertThat(arrivals.lateNanos(nowNanos, "late")).isPositive();
    assertThat(arrivals.lateNanos(nowNanos, "not heard of yet")).isPositive();
    nowNanos += Arrivals.SOUGHT_NANOS;
    assertThat(arrivals.lateNanos(nowNanos, "late")).isZero();
  }

  @Test
  void oneNodeAloneKeepsAll() {
    nodes("a");
    place(1);
    settle();
    assertThat(placement.rebalance(nowNanos, List.<Candidate<String>>of(), this::load)).isEmpty();
  }
}
