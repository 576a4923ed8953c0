package chat.free4.room.snapshot;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Transcript;
import chat.free4.room.access.TranscriptReader;
import chat.free4.room.floor.FloorTimes;
import chat.free4.room.floor.FloorTimes.Talk;
import chat.free4.room.moderation.AddressBans;
import chat.free4.room.moderation.AddressMarks;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.snapshot.RoomSnapshot.Rules;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link RoomSnapshot}s in bytes: a transcript whose lists are joined parts of one length. Nodes of
 * different versions read each other: a field may be added behind the others, never changed, and
 * what an older one does not say is empty.
 *
 * <pre>
 *  talk (73 bytes):   identity (32) ‖ talked ‖ budget ‖ left ‖ at ‖ return (8 bytes each, ns)
 *                     ‖ 1 for who knows that little is left, else 0
 *  write (40 bytes):  identity (32) ‖ at (8 bytes, ns)
 *  newest (24 bytes): author (16) ‖ sequence (8 bytes)
 *  ban (72 bytes):    mark of an address (32) ‖ identity (32) ‖ end (8 bytes, ns)
 *  robot (85 bytes):  kind (24) ‖ language (21), both ended by zeros ‖ seed (32) ‖ sequence (8 bytes)
 * </pre>
 */
public final class SnapshotBytes {
  private static final String LABEL = "free4chat room snapshot 1";
  private static final int KEY_BYTES = 32;
  private static final int ACT_BYTES = 290;
  private static final int TALK_BYTES = KEY_BYTES + 5 * Long.BYTES + 1;
  private static final int WRITE_BYTES = KEY_BYTES + Long.BYTES;
  private static final int NEWEST_BYTES = MemberId.BYTES + Long.BYTES;
  private static final int BAN_BYTES = AddressMarks.BYTES + KEY_BYTES + Long.BYTES;

  private static final int KIND_BYTES = 24;
  private static final int LANGUAGE_BYTES = 21;
  private static final int ROBOT_BYTES =
      KIND_BYTES + LANGUAGE_BYTES + RobotSeat.SEED_BYTES + Long.BYTES;

  /** Longest state: all its lists are full. */
  private static final int MAX_STATE_BYTES = 64 * 1024;

  /** Two times, the root, the first owner, the head and the state. */
  private static final int FIELDS_BEFORE_PRESENT = 6;

  private SnapshotBytes() {}

  /** As it goes to other nodes. */
  public static Bytes encode(RoomSnapshot snapshot) {
    Rules rules = snapshot.rules();
    return Transcript.of(LABEL)
        .addU64(snapshot.atNanos())
        .addU64(snapshot.createdNanos())
        .add(rules.root())
        .add(rules.firstOwner())
        .add(rules.head())
        .add(rules.state())
        .add(join(rules.present()))
        .addU64(rules.isPresentWhole() ? 1 : 0)
        .add(join(rules.hands()))
        .add(join(snapshot.talks().stream().map(SnapshotBytes::talk).toList()))
        .add(join(parts(snapshot.writes(), WRITE_BYTES)))
        .add(join(authors(snapshot.sequences())))
        .add(join(snapshot.addressBans().stream().map(SnapshotBytes::ban).toList()))
        .add(join(snapshot.robots().stream().map(SnapshotBytes::robot).toList()))
        .toBytes();
  }

  /** Null for what is none, or is longer than any may be. */
  public static @Nullable RoomSnapshot decode(Bytes bytes) {
    if (bytes.length() > RoomSnapshot.MAX_BYTES) {
      return null;
    }
    TranscriptReader in = new TranscriptReader(bytes);
    Bytes label = in.next(LABEL.length());
    long atNanos = in.u64();
    long createdNanos = in.u64();
    Rules rules =
        new Rules(
            in.exactly(KEY_BYTES),
            in.exactly(KEY_BYTES),
            in.exactly(KEY_BYTES),
            in.next(MAX_STATE_BYTES),
            split(in, KEY_BYTES, RoomSnapshot.MAX_PRESENT),
            in.u64() == 1,
            split(in, ACT_BYTES, RoomSnapshot.MAX_HANDS));
    List<Bytes> talks = split(in, TALK_BYTES, RoomSnapshot.MAX_TALKS);
    List<Bytes> writes = split(in, WRITE_BYTES, RoomSnapshot.MAX_WRITES);
    List<Bytes> newest = split(in, NEWEST_BYTES, RoomSnapshot.MAX_SEQUENCES);
    List<Bytes> bans = splitLater(in, BAN_BYTES, RoomSnapshot.MAX_ADDRESS_BANS);
    List<Bytes> robots = splitLater(in, ROBOT_BYTES, RoomSnapshot.MAX_ROBOTS);
    if (in.isBroken() || !label.equals(Bytes.utf8(LABEL))) {
      return null;
    }
    SequencedMap<Bytes, Long> times = new LinkedHashMap<>();
    writes.forEach(part -> times.put(part.slice(0, KEY_BYTES), number(part)));
    SequencedMap<MemberId, Long> sequences = new LinkedHashMap<>();
    newest.forEach(
        part -> sequences.put(new MemberId(part.slice(0, MemberId.BYTES)), number(part)));
    return new RoomSnapshot(
        atNanos,
        createdNanos,
        rules,
        talks.stream().map(SnapshotBytes::talk).toList(),
        times,
        sequences,
        bans.stream().map(SnapshotBytes::ban).toList(),
        robots.stream().map(SnapshotBytes::robot).filter(SnapshotBytes::isRobot).toList());
  }

  /** How many are told to be here in what {@link #encode} gave; 0 for what is no such thing. */
  public static int people(Bytes bytes) {
    TranscriptReader in = new TranscriptReader(bytes);
    boolean isOne = in.next(LABEL.length()).equals(Bytes.utf8(LABEL));
    for (int field = 0; field < FIELDS_BEFORE_PRESENT; field++) {
      in.next(MAX_STATE_BYTES);
    }
    Bytes present = in.next(RoomSnapshot.MAX_PRESENT * KEY_BYTES);
    return isOne && !in.isBroken() ? present.length() / KEY_BYTES : 0;
  }

  private static Bytes talk(Talk talk) {
    return Bytes.of(
        ByteBuffer.allocate(TALK_BYTES)
            .put(talk.identity().toArray())
            .putLong(talk.talkedNanos())
            .putLong(talk.budgetNanos())
            .putLong(talk.leftNanos())
            .putLong(talk.atNanos())
            .putLong(talk.returnNanos())
            .put((byte) (talk.knowsOfLittle() ? 1 : 0))
            .array());
  }

  private static Talk talk(Bytes part) {
    ByteBuffer rest = ByteBuffer.wrap(part.slice(KEY_BYTES, TALK_BYTES).toArray());
    long talkedNanos = Math.max(0, rest.getLong());
    long budgetNanos = Math.clamp(rest.getLong(), 0, FloorTimes.MAX_BUDGET_NANOS);
    return new Talk(
        part.slice(0, KEY_BYTES),
        talkedNanos,
        budgetNanos,
        Math.clamp(rest.getLong(), 0, budgetNanos),
        rest.getLong(),
        rest.getLong(),
        rest.get() == 1);
  }

  private static Bytes ban(AddressBans.Ban ban) {
    return Bytes.of(
        ByteBuffer.allocate(BAN_BYTES)
            .put(ban.mark().toArray())
            .put(ban.identity().toArray())
            .putLong(ban.endNanos())
            .array());
  }

  private static AddressBans.Ban ban(Bytes part) {
    int keyAt = AddressMarks.BYTES;
    return new AddressBans.Ban(
        part.slice(0, keyAt), part.slice(keyAt, keyAt + KEY_BYTES), number(part));
  }

  private static Bytes robot(RobotSeat seat) {
    return Bytes.of(
        ByteBuffer.allocate(ROBOT_BYTES)
            .put(padded(seat.kind(), KIND_BYTES))
            .put(padded(seat.language(), LANGUAGE_BYTES))
            .put(seat.seed().toArray())
            .putLong(seat.sequence())
            .array());
  }

  private static byte[] padded(String text, int length) {
    return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), length);
  }

  private static RobotSeat robot(Bytes part) {
    int seedAt = KIND_BYTES + LANGUAGE_BYTES;
    return new RobotSeat(
        text(part.slice(0, KIND_BYTES)),
        text(part.slice(KIND_BYTES, seedAt)),
        part.slice(seedAt, seedAt + RobotSeat.SEED_BYTES),
        Math.max(0, number(part)));
  }

  private static String text(Bytes padded) {
    String text = new String(padded.toArray(), StandardCharsets.US_ASCII);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  private static boolean isRobot(RobotSeat seat) {
    return RobotKind.NAME.matcher(seat.kind()).matches()
        && RobotKind.LANGUAGE.matcher(seat.language()).matches();
  }

  private static List<Bytes> parts(SequencedMap<Bytes, Long> times, int partBytes) {
    List<Bytes> parts = new ArrayList<>();
    times.forEach(
        (identity, at) ->
            parts.add(
                Bytes.of(
                    ByteBuffer.allocate(partBytes).put(identity.toArray()).putLong(at).array())));
    return parts;
  }

  private static List<Bytes> authors(SequencedMap<MemberId, Long> sequences) {
    SequencedMap<Bytes, Long> byBytes = new LinkedHashMap<>();
    sequences.forEach((author, sequence) -> byBytes.put(author.value(), sequence));
    return parts(byBytes, NEWEST_BYTES);
  }

  /** The last eight bytes. */
  private static long number(Bytes part) {
    return ByteBuffer.wrap(part.slice(part.length() - Long.BYTES, part.length()).toArray())
        .getLong();
  }

  private static Bytes join(List<Bytes> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(part.toArray()));
    return Bytes.of(all.toByteArray());
  }

  /** A field that older nodes do not say. */
  private static List<Bytes> splitLater(TranscriptReader in, int partBytes, int most) {
    return in.isWhole() ? List.of() : split(in, partBytes, most);
  }

  /** A rest that is no whole part is left out. */
  private static List<Bytes> split(TranscriptReader in, int partBytes, int most) {
    Bytes joined = in.next(most * partBytes);
    List<Bytes> parts = new ArrayList<>();
    for (int at = 0; at + partBytes <= joined.length(); at += partBytes) {
      parts.add(joined.slice(at, at + partBytes));
    }
    return parts;
  }
}
