package chat.free4.room.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Transcript;
import chat.free4.room.floor.FloorTimes;
import chat.free4.room.floor.FloorTimes.Talk;
import chat.free4.room.moderation.AddressBans;
import chat.free4.room.moderation.SignedAct;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Nodes of a former version must be understood. */
class SnapshotBytesTest {
  private static final long SEED = 20_261_123;
  private static final int FUZZED = 5_000;

  private static Bytes key(String name) {
    return Transcript.of("test").addUtf8(name).sha256();
  }

  private static MemberId author(String name) {
    return new MemberId(key(name).slice(0, MemberId.BYTES));
  }

  private static Bytes act(String name) {
    byte[] bytes = new byte[SignedAct.BYTES];
    new Random(name.hashCode()).nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static Talk talk(String name) {
    return new Talk(key(name), 90_000, 60_000, 1_000, -5, FloorTimes.NEVER, true);
  }

  private static RoomSnapshot some() {
    SequencedMap<Bytes, Long> writes = new LinkedHashMap<>();
    writes.put(key("bob"), -7L);
    writes.put(key("ada"), -8L);
    SequencedMap<MemberId, Long> sequences = new LinkedHashMap<>();
    sequences.put(author("bob"), 4L);
    sequences.put(author("ada"), 3L);
    return new RoomSnapshot(
        1_000,
        -1_000,
        new RoomSnapshot.Rules(
            key("root"),
            key("ada"),
            key("head"),
            Bytes.utf8("state"),
            List.of(key("ada"), key("bob")),
            true,
            List.of(act("bob"), act("ada"))),
        List.of(talk("ada"), new Talk(key("bob"), 5, 4, 3, 2, 1, false)),
        writes,
        sequences,
        List.of(),
        List.of());
  }

  /** The same, with what later versions say too. */
  private static RoomSnapshot more() {
    return with(List.of(ban("carla", 60_000), ban("dan", -4)), ROBOTS);
  }

  private static final List<RobotSeat> ROBOTS =
      List.of(
          new RobotSeat("dice", "en", key("dice"), 7),
          new RobotSeat("companion", "zh-Hant-TW", key("companion"), 0));

  private static RoomSnapshot with(List<AddressBans.Ban> bans, List<RobotSeat> robots) {
    RoomSnapshot some = some();
    return new RoomSnapshot(
        some.atNanos(),
        some.createdNanos(),
        some.rules(),
        some.talks(),
        some.writes(),
        some.sequences(),
        bans,
        robots);
  }

  private static AddressBans.Ban ban(String name, long endNanos) {
    return new AddressBans.Ban(key(name + "'s address"), key(name), endNanos);
  }

  /** What stands there was written by the first version, and is never written anew. */
  private static String storedHex() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SnapshotBytesTest.class.getResourceAsStream("/room-snapshot-1.hex"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
    }
  }

  @Test
  void isReadAsTheFirstVersionWroteIt() throws IOException {
    String hex = storedHex();
    assertThat(SnapshotBytes.decode(Bytes.of(HexFormat.of().parseHex(hex)))).isEqualTo(some());
    String written = HexFormat.of().formatHex(SnapshotBytes.encode(some()).toArray());
    assertThat(written).isEqualTo(hex + "00000000".repeat(2)); // no banned addresses, no robots
    assertThat(SnapshotBytes.people(Bytes.of(HexFormat.of().parseHex(hex)))).isEqualTo(2);
  }

  @Test
  void whatLaterVersionsSayStandsBehindAllElse() throws IOException {
    Bytes bytes = SnapshotBytes.encode(more());
    assertThat(SnapshotBytes.decode(bytes)).isEqualTo(more());
    int former = storedHex().length() / 2;
    assertThat(HexFormat.of().formatHex(bytes.slice(0, former).toArray())).isEqualTo(storedHex());
    RoomSnapshot withoutRobots = with(more().addressBans(), List.of());
    int before = SnapshotBytes.encode(withoutRobots).length() - Integer.BYTES;
    for (int length = former + 1; length < bytes.length(); length++) {
      assertThat(SnapshotBytes.decode(bytes.slice(0, length)))
          .as("cut")
          .isEqualTo(length == before ? withoutRobots : null);
    }
    assertThat(more().saysAsMuchAs(withoutRobots)).isFalse();
    assertThat(withoutRobots.saysAsMuchAs(some())).isFalse();
  }

  @Test
  void whatIsNoRobotIsLeftOut() {
    RobotSeat dice = ROBOTS.getFirst();
    RoomSnapshot odd =
        with(
            List.of(),
            List.of(
                new RobotSeat("Dice", "en", dice.seed(), 1),
                new RobotSeat("dice", "--stdout", dice.seed(), 1),
                dice));
    RoomSnapshot read = Objects.requireNonNull(SnapshotBytes.decode(SnapshotBytes.encode(odd)));
    assertThat(read.robots()).containsExactly(dice);
  }

  @Test
  void aSeedStandsInNoText() {
    assertThat(ROBOTS.getFirst()).hasToString("RobotSeat[dice, en]");
  }

  @Test
  void whatANewerNodeSaysBesideIsPassedOver() throws IOException {
    byte[] more = HexFormat.of().parseHex(storedHex() + "0000000161");
    assertThat(SnapshotBytes.decode(Bytes.of(more))).isEqualTo(some());
  }

  @Test
  void whatIsNoneIsNotRead() throws IOException {
    byte[] stored = HexFormat.of().parseHex(storedHex());
    for (int length = 0; length < stored.length; length++) {
      assertThat(SnapshotBytes.decode(Bytes.of(stored).slice(0, length))).isNull();
    }
    Bytes other = Transcript.of("free4chat room snapshot 2").toBytes();
    assertThat(SnapshotBytes.decode(other)).isNull();
    assertThat(SnapshotBytes.people(other)).isZero();
    assertThat(SnapshotBytes.people(Bytes.EMPTY)).isZero();
    assertThat(SnapshotBytes.decode(Bytes.of(new byte[RoomSnapshot.MAX_BYTES + 1]))).isNull();
    Random random = new Random(SEED);
    for (int i = 0; i < FUZZED; i++) {
      byte[] changed = stored.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      SnapshotBytes.decode(Bytes.of(changed)); // throws nothing, whatever it makes of it
      assertThat(SnapshotBytes.people(Bytes.of(changed))).isBetween(0, RoomSnapshot.MAX_PRESENT);
    }
  }

  @Test
  void theLargestFitsIntoAMessage() {
    List<Bytes> keys = new ArrayList<>();
    SequencedMap<Bytes, Long> writes = new LinkedHashMap<>();
    SequencedMap<MemberId, Long> sequences = new LinkedHashMap<>();
    List<AddressBans.Ban> bans = new ArrayList<>();
    for (int i = 0; i < RoomSnapshot.MAX_ADDRESS_BANS; i++) {
      bans.add(ban("" + i, i));
    }
    for (int i = 0; i < RoomSnapshot.MAX_PRESENT; i++) {
      keys.add(key("" + i));
      sequences.put(author("" + i), (long) i);
      if (i < RoomSnapshot.MAX_WRITES) {
        writes.put(key("" + i), (long) i);
      }
    }
    assertThat(sequences).hasSize(RoomSnapshot.MAX_SEQUENCES);
    RoomSnapshot full =
        new RoomSnapshot(
            1,
            1,
            new RoomSnapshot.Rules(
                key("root"),
                key("ada"),
                key("head"),
                Bytes.of(new byte[64 * 1024]),
                keys,
                true,
                keys.stream()
                    .limit(RoomSnapshot.MAX_HANDS)
                    .map(each -> act(each.toBase64Url()))
                    .toList()),
            keys.stream()
                .limit(RoomSnapshot.MAX_TALKS)
                .map(each -> talk(each.toBase64Url()))
                .toList(),
            writes,
            sequences,
            bans,
            keys.stream()
                .limit(RoomSnapshot.MAX_ROBOTS)
                .map(
                    key ->
                        new RobotSeat("a".repeat(24), "zho-abcdefgh-abcdefgh", key, Long.MAX_VALUE))
                .toList());
    Bytes bytes = SnapshotBytes.encode(full);
    assertThat(bytes.length()).isLessThanOrEqualTo(RoomSnapshot.MAX_BYTES);
    assertThat(SnapshotBytes.decode(bytes)).isEqualTo(full);
    assertThat(SnapshotBytes.people(bytes)).isEqualTo(RoomSnapshot.MAX_PRESENT);
  }
}
