package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.SocketCounter.Opening;
import chat.free4.room.access.RoomId;
import chat.free4.room.signal.SignalError;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What bounds a node: rooms, sockets, sockets of an address. */
class NodeLimitsTest {
  private static final AddressKey HOME = AddressKey.of(new byte[] {10, 0, 0, 1});
  private static final AddressKey AWAY = AddressKey.of(new byte[] {10, 0, 0, 2});

  @Test
  void overTheRoomsNoneIsOpenedAndThoseThatAreStay() {
    RoomDirectory<String> rooms = new RoomDirectory<>(RoomLimits.DEFAULTS.withRooms(2));
    RoomId a = RoomId.ofPublic("a");
    RoomId b = RoomId.ofPublic("b");
    RoomId c = RoomId.ofPublic("c");
    assertThat(rooms.open(0, a, HOME, () -> "room a").room()).isEqualTo("room a");
    assertThat(rooms.open(0, b, HOME, () -> "room b").room()).isEqualTo("room b");
    assertThat(rooms.open(0, c, HOME, () -> "room c").error()).isEqualTo(SignalError.SERVER_FULL);
    assertThat(rooms.open(0, a, HOME, () -> "another room a").room()).isEqualTo("room a");
    rooms.remove(0, a);
    assertThat(rooms.open(0, c, HOME, () -> "room c").room()).isEqualTo("room c");
    assertThat(rooms.open(0, b, HOME, () -> "another room b").room()).isEqualTo("room b");
    assertThat(rooms.size()).isEqualTo(2);
  }

  @Test
  void whoFloodsWithRoomsIsRefusedAndAllOthersAreNot() {
    RoomDirectory<String> rooms = new RoomDirectory<>(RoomLimits.DEFAULTS);
    int limit = RoomLimits.DEFAULTS.roomsPerAddress();
    for (int i = 0; i < 1_000; i++) {
      SignalError error = rooms.open(0, RoomId.ofPublic("flood " + i), HOME, () -> "x").error();
      assertThat(error).isEqualTo(i < limit ? null : SignalError.TOO_MANY_ROOMS);
    }
    assertThat(rooms.size()).isEqualTo(limit);
    RoomId first = RoomId.ofPublic("flood 0");
    assertThat(rooms.open(0, first, HOME, () -> "another").room()).isEqualTo("x");
    assertThat(rooms.open(0, RoomId.ofPublic("away"), AWAY, () -> "y").room()).isEqualTo("y");
  }

  @Test
  void openingAndLeavingInTurnDoesNotGoRoundTheLimit() {
    RoomDirectory<String> rooms = new RoomDirectory<>(RoomLimits.DEFAULTS.withRoomsPerAddress(2));
    int opened = 0;
    for (long second = 0; second < 180; second++) {
      RoomId id = RoomId.ofPublic("turn " + second);
      long now = TimeUnit.SECONDS.toNanos(second);
      if (rooms.open(now, id, HOME, () -> "x").room() != null) {
        opened++;
        rooms.remove(now, id);
      }
    }
    assertThat(opened).isEqualTo(3 * 2); // three minutes
  }

  @Test
  void addressThatHoldsNoRoomIsForgotten() {
    RoomOpenings openings = new RoomOpenings(RoomLimits.DEFAULTS);
    RoomOpenings.Place early = openings.take(0, HOME);
    RoomOpenings.Place late = openings.take(0, AWAY);
    assertThat(openings.pollTimeout()).isEqualTo(RoomOpenings.NEVER);
    openings.giveBack(1, Objects.requireNonNull(early));
    openings.giveBack(2 * RoomOpenings.MIN_HELD_NANOS, Objects.requireNonNull(late));
    assertThat(openings.addresses()).isEqualTo(1);
    assertThat(openings.pollTimeout()).isEqualTo(RoomOpenings.MIN_HELD_NANOS);
    openings.handleTimeout(RoomOpenings.MIN_HELD_NANOS);
    assertThat(openings.addresses()).isZero();
  }

  @Test
  void overTheEndedRoomsThatAreRememberedTheEldestIsFreed() {
    RoomOpenings openings = new RoomOpenings(RoomLimits.DEFAULTS);
    int many = RoomOpenings.MAX_WAITING + 10;
    for (int i = 0; i < many; i++) {
      AddressKey address =
          AddressKey.of(new byte[] {11, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
      openings.giveBack(i, Objects.requireNonNull(openings.take(i, address)));
    }
    assertThat(openings.addresses()).isEqualTo(RoomOpenings.MAX_WAITING);
  }

  @Test
  void overTheSocketsOfAnAddressOnlyThatAddressIsRefused() {
    SocketCounter counter = new SocketCounter(RoomLimits.DEFAULTS.withSocketsPerAddress(2));
    byte[] home = {10, 0, 0, 1};
    byte[] away = {10, 0, 0, 2};
    assertThat(counter.open(home)).isEqualTo(Opening.OPENED);
    assertThat(counter.open(home)).isEqualTo(Opening.OPENED);
    assertThat(counter.open(home)).isEqualTo(Opening.ADDRESS_FULL);
    assertThat(counter.open(away)).isEqualTo(Opening.OPENED);
    counter.close(home);
    assertThat(counter.open(home)).isEqualTo(Opening.OPENED);
  }

  @Test
  void addressesOfOneIpv6NetworkCountAsOne() {
    SocketCounter counter = new SocketCounter(RoomLimits.DEFAULTS.withSocketsPerAddress(1));
    assertThat(counter.open(ipv6(1, 1))).isEqualTo(Opening.OPENED);
    assertThat(counter.open(ipv6(1, 2))).isEqualTo(Opening.ADDRESS_FULL);
    assertThat(counter.open(ipv6(2, 1))).isEqualTo(Opening.OPENED);
  }

  @Test
  void overAllSocketsEveryAddressIsRefusedAndNothingIsRemembered() {
    SocketCounter counter = new SocketCounter(RoomLimits.DEFAULTS.withSockets(100));
    for (int i = 0; i < 1_000; i++) {
      counter.open(new byte[] {10, 0, (byte) (i >> 8), (byte) i});
    }
    assertThat(counter.sockets()).isEqualTo(100);
    assertThat(counter.open(new byte[] {10, 1, 0, 0})).isEqualTo(Opening.SERVER_FULL);
    for (int i = 0; i < 100; i++) {
      counter.close(new byte[] {10, 0, 0, (byte) i});
    }
    assertThat(counter.sockets()).isZero();
    assertThat(counter.addresses()).isZero();
    assertThatThrownBy(() -> counter.close(new byte[] {10, 0, 0, 0}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void senselessLimitsAreRefused() {
    RoomLimits limits = RoomLimits.DEFAULTS;
    assertThatThrownBy(() -> limits.withRooms(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.withGraceMillis(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.withMessageBytes(1_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.withLog(10, 100)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.withLog(10, RoomLimits.MAX_LOG_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachLimitThatIsAFlagChangesItselfAlone() {
    RoomLimits limits = RoomLimits.DEFAULTS;
    assertThat(limits.withRooms(1).rooms()).isEqualTo(1);
    assertThat(limits.withSockets(2).sockets()).isEqualTo(2);
    assertThat(limits.withSocketsPerAddress(3).socketsPerAddress()).isEqualTo(3);
    assertThat(limits.withRoomMembers(4).roomMembers()).isEqualTo(4);
    assertThat(limits.withMessagesPerSecond(5).messagesPerSecond()).isEqualTo(5);
    assertThat(limits.withGraceMillis(6).graceMillis()).isEqualTo(6);
    assertThat(limits.withMessageBytes(20_000).messageBytes()).isEqualTo(20_000);
    assertThat(limits.withMessageBytes(20_000).entryBytes()).isEqualTo(10_000);
    assertThat(limits.withLog(7, 1 << 20).logEntries()).isEqualTo(7);
    assertThat(limits.withLog(7, 1 << 20).logBytes()).isEqualTo(1 << 20);
    assertThat(
            limits
                .withRooms(1)
                .withSockets(2)
                .withSocketsPerAddress(3)
                .withRoomsPerAddress(8)
                .withRoomMembers(4)
                .withMessagesPerSecond(5)
                .withGraceMillis(6)
                .withBanMinutes(9)
                .withLiveVoices(1)
                .withMessageBytes(20_000)
                .withLog(7, 1 << 20))
        .isEqualTo(
            new RoomLimits(
                1, 2, 3, 8, 4, 20_000, 5, 512, 10_000, 7, 1 << 20, 8_192, 16_384, 6, 9, 1));
    assertThat(limits.announced().entryBytes()).isEqualTo(16_384);
  }

  private static byte[] ipv6(int network, int host) {
    byte[] address = new byte[16];
    address[0] = 0x20;
    address[7] = (byte) network;
    address[15] = (byte) host;
    return address;
  }
}
