package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.door.SealedRoom;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sealed room: it shows its chain, and takes the next link from whoever hands it in. */
class RoomControlChainTest {
  private static final long ID = 7;

  private final SealedRoom owned = SealedRoom.create("ada", "password", 3);
  private final RoomControl room =
      RoomControl.sealed(0, owned.chain(), "e-1", RoomLimits.DEFAULTS, new TestMedia());
  private long nowNanos;

  private List<RoomEffect> enter(long session, String name) {
    Bytes key = Bytes.utf8(name);
    room.handleEnter(
        nowNanos,
        session,
        ID,
        new Admission(owned.id(), "", MemberId.of(key, key), key, key, Bytes.EMPTY, null, null),
        Bytes.EMPTY);
    return drain();
  }

  private List<RoomEffect> change(long session, SealedRoom changed) {
    Bytes newest = changed.encoded().getLast();
    room.handleRequest(nowNanos, session, ID, new ClientMessage.RoomDescriptor(newest));
    return drain();
  }

  private List<RoomEffect> drain() {
    List<RoomEffect> effects = new ArrayList<>();
    for (RoomEffect effect = room.pollEffect(); effect != null; effect = room.pollEffect()) {
      effects.add(effect);
    }
    return effects;
  }

  private static SignalFault fault(List<RoomEffect> effects) {
    return ((RoomEffect.Fail) effects.getFirst()).fault();
  }

  @Test
  void theWelcomeCarriesKindAndChainAndNoName() {
    ServerMessage.RoomInfo info = ((RoomEffect.Welcome) enter(1, "ada").getFirst()).result().room();
    assertThat(info.kind()).isEqualTo("private");
    assertThat(info.name()).isEmpty();
    assertThat(info.topic()).isEmpty();
    assertThat(info.chain()).isEqualTo(owned.encoded());
  }

  @Test
  void theDescriptorsLimitOfMembersHolds() {
    enter(1, "ada");
    enter(2, "bob");
    enter(3, "eve");
    RoomEffect.Deny deny = (RoomEffect.Deny) enter(4, "dan").getFirst();
    assertThat(deny.fault()).isEqualTo(SignalFault.of(SignalError.ROOM_FULL));
    assertThat(room.memberCount()).isEqualTo(3);
  }

  @Test
  void withoutALimitOfItsOwnASealedRoomTakesTwoHundred() {
    SealedRoom open = SealedRoom.create("ada", "password", 0);
    RoomControl large =
        RoomControl.sealed(0, open.chain(), "e-1", RoomLimits.DEFAULTS, new TestMedia());
    for (int session = 1; session <= ChainDesk.MAX_MEMBERS + 1; session++) {
      Bytes key = Bytes.utf8("member " + session);
      large.handleEnter(
          0,
          session,
          ID,
          new Admission(open.id(), "", MemberId.of(key, key), key, key, Bytes.EMPTY, null, null),
          Bytes.EMPTY);
    }
    assertThat(large.memberCount()).isEqualTo(ChainDesk.MAX_MEMBERS);
  }

  @Test
  void theNextLinkIsToldToAllAndNobodyIsDropped() {
    enter(1, "ada");
    enter(2, "bob");
    SealedRoom changed = owned.change("ada", "another password");
    List<RoomEffect> effects = change(2, changed);
    assertThat(effects)
        .contains(
            new RoomEffect.Reply(2, ID, new ServerMessage.Done()),
            new RoomEffect.ChainChanged(changed.chain()));
    RoomEffect.Broadcast told = (RoomEffect.Broadcast) effects.getLast();
    assertThat(told.to().size()).isEqualTo(2);
    assertThat(told.message()).isEqualTo(new ServerMessage.RoomChain(changed.encoded()));
    assertThat(room.memberCount()).isEqualTo(2);
  }

  @Test
  void aStrangersLinkAndTheSecondOfTwoAreRefusedWithTheReason() {
    enter(1, "ada");
    assertThat(fault(change(1, owned.change("bob", "mine"))))
        .isEqualTo(SignalFault.descriptorInvalid("signer"));
    change(1, owned.change("ada", "one"));
    assertThat(fault(change(1, owned.change("ada", "two"))))
        .isEqualTo(SignalFault.descriptorInvalid("order"));
    room.handleRequest(
        nowNanos, 1, ID, new ClientMessage.RoomDescriptor(Bytes.utf8("no descriptor")));
    assertThat(fault(drain())).isEqualTo(SignalFault.descriptorInvalid("malformed"));
  }

  @Test
  void changesAreLimitedAndJunkDoesNotUseThemUp() {
    enter(1, "ada");
    for (int i = 0; i < 20; i++) {
      change(1, owned.change("bob", "junk " + i));
    }
    SealedRoom newest = owned;
    for (int i = 0; i < ChainDesk.CHANGES_AT_ONCE; i++) {
      newest = newest.change("ada", "password " + i);
      assertThat(change(1, newest).getFirst()).isInstanceOf(RoomEffect.Reply.class);
    }
    newest = newest.change("ada", "one too many");
    assertThat(fault(change(1, newest)).error()).isEqualTo(SignalError.BUSY);
    nowNanos += TimeUnit.SECONDS.toNanos(ChainDesk.SECONDS_A_CHANGE);
    assertThat(change(1, newest).getFirst()).isInstanceOf(RoomEffect.Reply.class);
  }

  @Test
  void aNewerChainThatSomebodyBringsIsToldToThoseInside() {
    enter(1, "ada");
    SealedRoom newer = owned.change("ada", "password");
    room.handleChain(newer.chain());
    assertThat(drain()).contains(new RoomEffect.ChainChanged(newer.chain())).hasSize(2);
    room.handleChain(newer.chain());
    assertThat(drain()).isEmpty();
    assertThat(room.memberCount()).isEqualTo(1);
  }

  @Test
  void whoCameByAnOldCopysPasswordIsNotInsideWhereANewerOneHolds() {
    enter(1, "mallory");
    SealedRoom newer = owned.change("ada", "another password");
    room.handleChain(newer.chain());
    assertThat(drain()).contains(new RoomEffect.CloseSession(1, CloseCode.REMOVED));
    assertThat(room.memberCount()).isZero();
    enter(2, "bob");
    assertThat(room.memberCount()).isEqualTo(1);
  }

  @Test
  void nothingIsSaidOfItInTheClear() {
    enter(1, "ada");
    room.handleDescribe(nowNanos, 1, ID, RoomDescription.NONE);
    assertThat(fault(drain())).isEqualTo(SignalFault.of(SignalError.SEALED_ROOM));
    assertThat(room.description()).isEqualTo(RoomDescription.NONE);
  }

  @Test
  void aRobotOfTheServerDoesNotComeIn() {
    enter(1, "ada");
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.RobotAdd("dice", "en"));
    assertThat(fault(drain())).isEqualTo(SignalFault.of(SignalError.ROBOT_SEALED));
  }

  @Test
  void theServerSaysNoTextForAnybody() {
    enter(1, "ada");
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.VoiceSay("hello", "en", 0));
    assertThat(fault(drain())).isEqualTo(SignalFault.of(SignalError.VOICE_SEALED));
  }
}
