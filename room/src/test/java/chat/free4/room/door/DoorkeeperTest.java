package chat.free4.room.door;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.AddressKey;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.RoomId;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.DescriptorDrop;
import chat.free4.room.signal.Knock;
import chat.free4.room.signal.SignalError;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets into a sealed room, and that who does not learns nothing. */
class DoorkeeperTest {
  private static final AddressKey HOME = address(1);

  private final SealedRoom room = SealedRoom.create("ada", "first password", 0);
  private int verifications;
  private final Doorkeeper doors =
      new Doorkeeper(
          new SplittableRandom(4),
          (key, message, signature) -> {
            verifications++;
            return Ed25519.verify(key, message, signature);
          });
  private long nowNanos;

  private static AddressKey address(int number) {
    return AddressKey.of(ByteBuffer.allocate(4).putInt(number).array());
  }

  private Verdict knock(AddressKey from, RoomId id, Knock knock) {
    return doors.knock(nowNanos, from, id, knock, false);
  }

  private Verdict knock(SealedRoom at, Knock knock) {
    return knock(HOME, at.id(), knock);
  }

  private static void assertOpen(Verdict verdict, SealedRoom under) {
    assertThat(verdict).isEqualTo(new Verdict.Open(under.chain()));
  }

  private static SignalError refusal(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Shut.class);
    return ((Verdict.Shut) verdict).fault().error();
  }

  private static void assertDenied(Verdict verdict) {
    assertThat(refusal(verdict)).isEqualTo(SignalError.DENIED);
  }

  @Test
  void creatingAndRestoringAreOneActAndAfterwardsTheLinkIsEnough() {
    assertDenied(knock(room, room.byLink()));
    assertOpen(knock(room, room.withChain()), room);
    doors.opened(room.chain());
    assertOpen(knock(room, room.byLink()), room);
    doors.ended(room.id());
    assertOpen(knock(room, room.byLink()), room);
    assertThat(doors.endedRooms()).isEqualTo(1);
  }

  @Test
  void anUnknownRoomAndAWrongPasswordTakeTheSameStepsAndGiveTheSame() {
    doors.opened(room.chain());
    SealedRoom other = SealedRoom.create("bob", "another password", 0);
    Knock wrong = other.byLink();
    Verdict hidden = knock(address(2), room.id(), wrong);
    int stepsForHidden = verifications;
    Verdict unknown = knock(address(3), other.id(), wrong);
    assertThat(unknown).isEqualTo(hidden);
    assertThat(verifications).isEqualTo(2 * stepsForHidden);
    assertDenied(hidden);
  }

  @Test
  void aProofForSomethingElseOpensNothing() {
    doors.opened(room.chain());
    Knock good = room.byLink();
    Knock moved = new Knock(3, List.of(), room.knock(3, List.of()).transcript(), good.doorProof());
    assertDenied(knock(room, moved));
  }

  @Test
  void anOldCopyDoesNotRollBackWhatTheServerKnows() {
    SealedRoom newer = room.change("ada", "second password");
    doors.opened(newer.chain());
    assertDenied(knock(newer, room.withChain()));
    // Who holds the old chain and has been told the new password comes in, and learns the rest.
    assertOpen(knock(newer, newer.knock(1, room.encoded())), newer);
    assertOpen(knock(newer, newer.byLink()), newer);
  }

  @Test
  void aNewerCopyTakesThePlaceOfAnOldOneForWhoProvesAgainstIt() {
    SealedRoom newer = room.change("ada", "second password");
    doors.opened(room.chain());
    Knock withOldPassword =
        new Knock(
            2,
            newer.encoded(),
            room.knock(2, List.of()).transcript(),
            room.knock(2, List.of()).doorProof());
    assertDenied(knock(newer, withOldPassword));
    assertDenied(knock(newer, newer.knock(2, List.of())));
    assertOpen(knock(newer, newer.withChain()), newer);
  }

  @Test
  void whoSawMoreThanTheServerKnowsIsNotLetIntoThePast() {
    doors.opened(room.chain());
    assertDenied(knock(room, room.knock(2, List.of())));
  }

  @Test
  void forksForeignAndForgedChainsAreRefusedAndSaidWhyToTheMetricsAlone() {
    SealedRoom mine = room.change("ada", "second password");
    SealedRoom fork = room.change("ada", "third password");
    boolean mineIsAbove =
        mine.chain().shown(fork.chain()) instanceof DescriptorChain.Reading.Refused;
    SealedRoom above = mineIsAbove ? mine : fork;
    SealedRoom below = mineIsAbove ? fork : mine;
    doors.opened(above.chain());
    assertThat(knock(room, below.withChain()))
        .extracting("chainDrop")
        .isEqualTo(DescriptorDrop.FORK);
    SealedRoom stolen = room.change("mallory", "my password");
    assertThat(knock(room, stolen.withChain()))
        .extracting("chainDrop")
        .isEqualTo(DescriptorDrop.SIGNER);
    SealedRoom foreign = SealedRoom.create("bob", "password", 0);
    Verdict verdict = knock(HOME, room.id(), foreign.withChain());
    assertThat(verdict).extracting("chainDrop").isEqualTo(DescriptorDrop.FOREIGN);
    assertDenied(verdict);
  }

  @Test
  void anAddressHasTwentyGuessesAndThenOneInFiveSeconds() {
    SealedRoom wrong = SealedRoom.create("bob", "another password", 0);
    doors.opened(room.chain());
    for (int i = 0; i < Doorkeeper.ADDRESS_GUESSES; i++) {
      assertDenied(knock(HOME, room.id(), wrong.byLink()));
    }
    int before = verifications;
    assertThat(refusal(knock(HOME, room.id(), wrong.byLink()))).isEqualTo(SignalError.BUSY);
    assertThat(verifications).as("nothing is looked at").isEqualTo(before);
    assertOpen(knock(address(2), room.id(), room.byLink()), room);
    nowNanos += TimeUnit.SECONDS.toNanos(Doorkeeper.ADDRESS_SECONDS_A_GUESS);
    assertDenied(knock(HOME, room.id(), wrong.byLink()));
    assertThat(refusal(knock(HOME, room.id(), wrong.byLink()))).isEqualTo(SignalError.BUSY);
  }

  @Test
  void tenThousandGuessesFromManyAddressesAreFewLooksAndKeepNoMemberOut() {
    SealedRoom wrong = SealedRoom.create("bob", "another password", 0);
    doors.opened(room.chain());
    for (int i = 0; i < 10_000; i++) {
      knock(address(i + 10), room.id(), wrong.byLink());
    }
    assertThat(verifications).isEqualTo(Doorkeeper.ROOM_GUESSES);
    assertThat(refusal(knock(HOME, room.id(), room.byLink()))).isEqualTo(SignalError.BUSY);
    assertOpen(knock(HOME, room.id(), room.withChain()), room);
    assertOpen(doors.knock(nowNanos, HOME, room.id(), room.byLink(), true), room);
    SealedRoom elsewhere = SealedRoom.create("eve", "her password", 0);
    doors.opened(elsewhere.chain());
    assertOpen(knock(elsewhere, elsewhere.byLink()), elsewhere);
  }

  @Test
  void whoIsHeldByTheRoomComesBackWhateverHasChanged() {
    SealedRoom newer = room.change("ada", "second password");
    doors.opened(newer.chain());
    Verdict verdict = doors.knock(nowNanos, HOME, room.id(), room.byLink(), true);
    assertOpen(verdict, newer);
  }

  @Test
  void tablesOfGuessesAndOfEndedRoomsForgetTheEldest() {
    GuessLimit<Integer> limit = new GuessLimit<>(3, 1, 1);
    for (int key = 0; key < 5; key++) {
      limit.count(nowNanos, key);
    }
    assertThat(limit.size()).isEqualTo(3);
    assertThat(limit.waitNanos(nowNanos, 0)).isZero();
    assertThat(limit.waitNanos(nowNanos, 4)).isPositive();

    DescriptorChain chain = room.chain();
    DescriptorChain second = SealedRoom.create("bob", "two", 0).chain();
    DescriptorChain third = SealedRoom.create("eve", "three", 0).chain();
    EndedChains byCount = new EndedChains(2, Long.MAX_VALUE);
    EndedChains byBytes = new EndedChains(10, 2L * chain.bytes());
    for (EndedChains ended : List.of(byCount, byBytes)) {
      List.of(chain, second, chain, third).forEach(ended::add);
      assertThat(ended.size()).isEqualTo(2);
      assertThat(ended.find(second.room())).isNull();
      assertThat(ended.find(chain.room())).isEqualTo(chain);
    }
  }
}
