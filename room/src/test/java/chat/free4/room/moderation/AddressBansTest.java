package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.AddressKey;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
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
