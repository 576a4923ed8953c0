package chat.free4.room.door;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.AddressKey;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.signal.Knock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a door takes to say no, of a room that is here and of one that never was. */
@Tag("figures")
class DoorFiguresTest {
  private static final int ROOMS = 500;
  private static final int WARM_UP = 4_000;
  private static final int ROUNDS = 8_000;
  private static final long MAX_DIFFERENCE_NANOS = 100_000;

  /** Later than all limits: none of them is what is measured. */
  private static final long STEP_NANOS = 3_600_000_000_000L;

  @Test
  void aHiddenRoomAndAnUnknownOneTakeAsLong() {
    Doorkeeper doors = new Doorkeeper(new SplittableRandom(7));
    List<RoomId> hidden = new ArrayList<>();
    List<RoomId> unknown = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      SealedRoom room = SealedRoom.create("owner " + i, "password " + i, 0);
      doors.opened(room.chain());
      hidden.add(room.id());
      Bytes id = Transcript.of("unknown").addU64(i).sha256().slice(0, RoomId.BYTES);
      unknown.add(new RoomId(id));
    }
    Knock wrong = SealedRoom.create("somebody", "a guess", 0).byLink();
    long[] ofHidden = new long[ROUNDS];
    long[] ofUnknown = new long[ROUNDS];
    long nowNanos = 0;
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      nowNanos += STEP_NANOS;
      RoomId here = hidden.get(Math.floorMod(i, ROOMS));
      RoomId nowhere = unknown.get(Math.floorMod(i, ROOMS));
      boolean hereFirst = (i & 1) == 0; // the second finds what the first has warmed
      long first = measure(doors, nowNanos, hereFirst ? here : nowhere, wrong);
      long second = measure(doors, nowNanos, hereFirst ? nowhere : here, wrong);
      if (i >= 0) {
        ofHidden[i] = hereFirst ? first : second;
        ofUnknown[i] = hereFirst ? second : first;
      }
    }
    long hiddenMedian = median(ofHidden);
    long unknownMedian = median(ofUnknown);
    System.out.printf(
        "figure: door, denied in %d ns where the room is, in %d ns where none is (medians of %d)%n",
        hiddenMedian, unknownMedian, ROUNDS);
    assertThat(Math.abs(hiddenMedian - unknownMedian)).isLessThan(MAX_DIFFERENCE_NANOS);
  }

  private static long measure(Doorkeeper doors, long nowNanos, RoomId room, Knock knock) {
    AddressKey address = AddressKey.of(ByteBuffer.allocate(4).putInt((int) nowNanos).array());
    long start = System.nanoTime();
    Verdict verdict = doors.knock(nowNanos, address, room, knock, false);
    long taken = System.nanoTime() - start;
    assertThat(verdict).isInstanceOf(Verdict.Shut.class);
    return taken;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
