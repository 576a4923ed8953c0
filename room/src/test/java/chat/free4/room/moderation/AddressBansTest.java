package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.AddressKey;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressBansTest {
  private static final Bytes ADA = Bytes.utf8("ada");
  private static final Bytes BOB = Bytes.utf8("bob");

  private final AddressBans bans = new AddressBans(100);

  private static Bytes mark(int number) {
    return Bytes.utf8("mark " + number);
  }

  @Test
  void aBanEndsByItself() {
    bans.add(5, mark(1), ADA);
    assertThat(bans.isBanned(104, mark(1))).isTrue();
    assertThat(bans.isBanned(104, mark(2))).isFalse();
    assertThat(bans.isBanned(105, mark(1))).isFalse();
    assertThat(bans.size()).isZero();
  }

  @Test
  void beyondTheLimitTheEldestIsForgotten() {
    for (int i = 0; i <= AddressBans.MAX_BANS; i++) {
      bans.add(0, mark(i), ADA);
    }
    assertThat(bans.size()).isEqualTo(AddressBans.MAX_BANS);
    assertThat(bans.isBanned(1, mark(0))).isFalse();
    assertThat(bans.isBanned(1, mark(1))).isTrue();
  }

  @Test
  void whoIsUnbannedTakesItsAddressesAlong() {
    bans.add(0, mark(1), ADA);
    bans.add(0, mark(2), BOB);
    bans.removeOf(ADA);
    assertThat(bans.isBanned(1, mark(1))).isFalse();
    assertThat(bans.isBanned(1, mark(2))).isTrue();
  }

  private static Bytes whole(int number) {
    return Transcript.of("mark").addU64(number).sha256();
  }

  @Test
  void atAnotherNodeBansEndWhenTheyWouldHaveEndedHere() {
    bans.add(0, whole(1), ADA);
    bans.add(10, whole(2), BOB);
    bans.add(20, mark(3), BOB); // not a mark that could be told
    AddressBans there = new AddressBans(100);
    there.add(1_030, whole(4), ADA);
    for (int times = 0; times < 2; times++) { // the same again changes nothing
      there.restore(1_050, bans.newest(50, 8), 1_000);
    }
    assertThat(there.newest(1_050, 8))
        .containsExactly(
            new AddressBans.Ban(whole(1), ADA, 1_100),
            new AddressBans.Ban(whole(2), BOB, 1_110),
            new AddressBans.Ban(whole(4), ADA, 1_130));
    assertThat(there.isBanned(1_099, whole(1))).isTrue();
    assertThat(there.isBanned(1_100, whole(1))).isFalse();
    assertThat(there.isBanned(1_109, whole(2))).isTrue();
    assertThat(there.isBanned(1_110, whole(2))).isFalse();
    assertThat(there.newest(1_110, 8)).hasSize(1);
  }

  @Test
  void ofOneAddressTheLaterEndCountsAndNoneLastsLongerThanOurs() {
    bans.add(0, whole(1), ADA);
    AddressBans there = new AddressBans(40);
    there.restore(10, bans.newest(10, 8), 0);
    assertThat(there.isBanned(49, whole(1))).isTrue();
    assertThat(there.isBanned(50, whole(1))).as("here a ban takes no longer").isFalse();
    there.add(60, whole(1), BOB);
    there.restore(61, List.of(new AddressBans.Ban(whole(1), ADA, 70)), 0);
    assertThat(there.newest(61, 8)).containsExactly(new AddressBans.Ban(whole(1), BOB, 100));
  }

  @Test
  void ofManyTheNewestAreToldAndNoMoreAreTakenThanAreKept() {
    List<AddressBans.Ban> many = new ArrayList<>();
    for (int i = 0; i <= AddressBans.MAX_BANS; i++) {
      many.add(new AddressBans.Ban(whole(i), ADA, i));
    }
    AddressBans there = new AddressBans(10_000);
    there.restore(-1, many, 0);
    assertThat(there.size()).isEqualTo(AddressBans.MAX_BANS);
    assertThat(there.isBanned(-1, whole(0))).isFalse();
    assertThat(there.isBanned(-1, whole(1))).isTrue();
    assertThat(there.newest(-1, 2)).isEqualTo(many.subList(many.size() - 2, many.size()));
  }

  @Test
  void aMarkIsOfOneRoomAndSecretAndOfASlash64() {
    AddressMarks marks = new AddressMarks(Bytes.of(new byte[AddressMarks.SECRET_BYTES]));
    byte[] other = new byte[AddressMarks.SECRET_BYTES];
    other[0] = 1;
    RoomId room = RoomId.ofPublic("a");
    byte[] one = new byte[16];
    byte[] neighbour = one.clone();
    neighbour[15] = 1;
    byte[] elsewhere = one.clone();
    elsewhere[7] = 1;
    Bytes mark = marks.mark(room, AddressKey.of(one).bytes());
    assertThat(marks.mark(room, AddressKey.of(neighbour).bytes())).isEqualTo(mark);
    assertThat(marks.mark(room, AddressKey.of(elsewhere).bytes())).isNotEqualTo(mark);
    assertThat(marks.mark(RoomId.ofPublic("b"), AddressKey.of(one).bytes())).isNotEqualTo(mark);
    assertThat(new AddressMarks(Bytes.of(other)).mark(room, AddressKey.of(one).bytes()))
        .isNotEqualTo(mark);
  }
}
