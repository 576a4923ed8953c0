package chat.free4.room;

import static chat.free4.room.RoomHarness.ID;
import static chat.free4.room.RoomHarness.admission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entering, being seen, leaving and being lost. */
class RoomControlMembersTest {
  private final RoomHarness harness = new RoomHarness();

  @Test
  void theFirstIsWelcomedWithItself() {
    harness.pass(5_000);
    harness.enter(1, "ada");
    List<RoomEffect> effects = harness.take();
    RoomEffect.Welcome welcome = (RoomEffect.Welcome) effects.getFirst();
    assertThat(welcome.id()).isEqualTo(ID);
    ServerMessage.EnterResult result = welcome.result();
    assertThat(result.member()).isEqualTo(1);
    assertThat(result.resumed()).isFalse();
    assertThat(result.answer()).isEqualTo("fresh");
    assertThat(result.room())
        .isEqualTo(
            new ServerMessage.RoomInfo(
                RoomHarness.ROOM.value(),
                "public",
                "test",
                5_000,
                "",
                List.of(),
                "any",
                Bytes.utf8("ada"),
                null));
    assertThat(result.members()).containsExactly(info("ada", 1, false, "connected", false));
    assertThat(result.log()).isEqualTo(new ServerMessage.LogInfo(0, 0));
    assertThat(effects.get(1)).isEqualTo(new RoomEffect.AddMedia(1, new TestMedia.Transport(1, 0)));
    assertThat(effects).hasSize(2);
  }

  @Test
  void theOthersLearnWhoCame() {
    harness.enter(1, "ada");
    harness.take();
    harness.enter(2, admission("ben", "profile of ben", true, null));
    List<RoomEffect> effects = harness.take();
    ServerMessage.MemberInfo ben = info("ben", 2, true, "connected", false);
    assertThat(((RoomEffect.Welcome) effects.getFirst()).result().members())
        .containsExactly(info("ada", 1, false, "connected", false), ben);
    RoomEffect.Broadcast joined = (RoomEffect.Broadcast) effects.getLast();
    assertThat(joined.message()).isEqualTo(new ServerMessage.MemberJoined(ben));
    assertThat(joined.to().size()).isEqualTo(1);
    assertThat(joined.to().get(0)).isEqualTo(1);
  }

  @Test
  void aFullRoomDeniesAndForgets() {
    RoomHarness small = new RoomHarness(RoomLimits.DEFAULTS.withRoomMembers(2));
    small.enter(1, "ada");
    small.enter(2, "ben");
    small.take();
    small.enter(3, "cleo");
    assertThat(small.take())
        .containsExactly(new RoomEffect.Deny(3, ID, SignalFault.of(SignalError.ROOM_FULL)));
    assertThat(small.room.memberCount()).isEqualTo(2);
    small.enter(4, "ben"); // who is in may come back
    assertThat(small.take().getLast()).isInstanceOf(RoomEffect.AddMedia.class);
  }

  @Test
  void anUnacceptableOfferLeavesNothingBehind() {
    harness.enter(1, admission("ada", "sealed"));
    assertThat(harness.take())
        .containsExactly(
            new RoomEffect.Deny(1, ID, SignalFault.offerUnacceptable("m=audio 2")),
            new RoomEffect.RoomEnded());
    assertThat(harness.room.pollTimeout()).isEqualTo(RoomControl.NEVER);
  }

  @Test
  void anUnacceptableOfferOfOneWhoIsInChangesNothing() {
    harness.enter(1, "ada");
    harness.take();
    harness.enter(2, admission("ada", "another profile", true, "sealed"));
    assertThat(harness.take()).hasOnlyElementsOfType(RoomEffect.Deny.class);
    harness.pass(1_000);
    assertThat(harness.take()).isEmpty();
    harness.request(1, new ClientMessage.MemberUpdate(null, false));
    assertThat(harness.take()).hasOnlyElementsOfType(RoomEffect.Reply.class);
  }

  @Test
  void whoLeavesIsGoneAtOnceAndTheEmptyRoomEnds() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.take();
    harness.request(2, new ClientMessage.Leave());
    List<RoomEffect> effects = harness.take();
    assertThat(effects).hasSize(4);
    assertThat(effects.get(0)).isEqualTo(new RoomEffect.Reply(2, ID, new ServerMessage.Done()));
    assertThat(effects.get(1)).isEqualTo(new RoomEffect.ForgetMember(2));
    assertThat(((RoomEffect.Broadcast) effects.get(2)).message())
        .isEqualTo(new ServerMessage.MemberLeft(2, "left"));
    assertThat(effects.get(3)).isEqualTo(new RoomEffect.CloseSession(2, CloseCode.DONE));
    harness.close(2, 1000);
    harness.request(1, new ClientMessage.Leave());
    assertThat(harness.take())
        .containsExactly(
            new RoomEffect.Reply(1, ID, new ServerMessage.Done()),
            new RoomEffect.ForgetMember(1),
            new RoomEffect.CloseSession(1, CloseCode.DONE),
            new RoomEffect.RoomEnded());
  }

  @Test
  void aClosedPageIsGoneAfterThreeSeconds() {
    for (int code : new int[] {1001, 4002}) {
      RoomHarness pages = new RoomHarness();
      pages.enter(1, "ada");
      pages.enter(2, "ben");
      pages.take();
      pages.close(2, code);
      pages.pass(2_999);
      assertThat(pages.take()).isEmpty();
      pages.pass(1);
      assertThat(pages.takeFor(1)).containsExactly(new ServerMessage.MemberLeft(2, "closed"));
    }
  }

  @Test
  void aReloadWithinThreeSecondsIsNotSeenAsLeaving() {
    harness.enter(1, "ada");
    int number = harness.enter(2, admission("ben", null));
    harness.take();
    harness.close(2, 1001);
    harness.pass(2_900);
    assertThat(harness.enter(3, admission("ben", null))).isEqualTo(number);
    RoomEffect.Welcome welcome = (RoomEffect.Welcome) harness.take().getFirst();
    assertThat(welcome.result().resumed()).isTrue();
    harness.pass(60_000);
    assertThat(harness.takeFor(1)).isEmpty();
  }

  @Test
  void aBrokenLineShowsAfterTwoSecondsAndIsGoneAfterTheGrace() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.take();
    harness.close(2, 1006);
    harness.pass(1_999);
    assertThat(harness.take()).isEmpty();
    harness.pass(1);
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, "reconnecting", null));
    harness.pass(27_999);
    assertThat(harness.take()).isEmpty();
    harness.pass(1);
    assertThat(harness.takeFor(1)).containsExactly(new ServerMessage.MemberLeft(2, "lost"));
    assertThat(harness.room.memberCount()).isEqualTo(1);
  }

  @Test
  void aLineThatComesBackWithinTwoSecondsIsNotShown() {
    harness.enter(1, "ada");
    harness.enter(2, admission("ben", null));
    harness.take();
    harness.close(2, 1006);
    harness.pass(1_500);
    harness.enter(3, admission("ben", null));
    harness.take();
    harness.pass(60_000);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void whoComesBackWithinTheGraceHasTheSameNumber() {
    harness.enter(1, "ada");
    int number = harness.enter(2, "ben");
    harness.close(2, 1006);
    harness.pass(20_000);
    harness.take();
    assertThat(harness.enter(3, admission("ben", "new profile", true, null))).isEqualTo(number);
    assertThat(harness.takeFor(1))
        .containsExactly(
            new ServerMessage.MemberChanged(2, Bytes.utf8("new profile"), true, "connected", null));
  }

  @Test
  void whoComesBackAfterTheGraceHasAnotherNumber() {
    harness.enter(1, "ada");
    int number = harness.enter(2, "ben");
    harness.close(2, 1006);
    harness.pass(30_000);
    assertThat(harness.enter(3, "ben")).isNotEqualTo(number);
  }

  @Test
  void resumedMutedStaysAsItWasWhenNotSaid() {
    harness.enter(1, admission("ada", "p", true, null));
    harness.close(1, 1006);
    harness.take();
    harness.enter(2, admission("ada", "p", null, null));
    RoomEffect.Welcome welcome = (RoomEffect.Welcome) harness.take().getFirst();
    assertThat(welcome.result().members().getFirst().muted()).isTrue();
  }

  @Test
  void silenceShowsAtOnceAndAWordTakesItBack() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.take();
    harness.silent(2);
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, "reconnecting", null));
    harness.pass(1_000);
    harness.heard(2);
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, "connected", null));
    harness.pass(60_000);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void whoStaysSilentIsGoneAfterTheGraceAndItsSessionClosed() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.silent(2);
    harness.pass(29_000);
    harness.take();
    harness.pass(1_000);
    List<RoomEffect> effects = harness.take();
    assertThat(effects).contains(new RoomEffect.CloseSession(2, CloseCode.SILENT));
    assertThat(effects).contains(new RoomEffect.ForgetMember(2));
  }

  @Test
  void aSilentLineThatThenBreaksIsCountedFromTheSilence() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.silent(2);
    harness.pass(28_000);
    harness.close(2, 4009);
    harness.take();
    harness.pass(2_000);
    assertThat(harness.takeFor(1)).containsExactly(new ServerMessage.MemberLeft(2, "lost"));
  }

  @Test
  void theNewestSessionWins() {
    harness.enter(1, "ada");
    int number = harness.enter(2, admission("ben", null));
    harness.take();
    assertThat(harness.enter(3, admission("ben", null))).isEqualTo(number);
    List<RoomEffect> effects = harness.take();
    assertThat(effects.subList(0, 2))
        .containsExactly(
            new RoomEffect.Notify(2, new ServerMessage.Superseded()),
            new RoomEffect.CloseSession(2, CloseCode.SUPERSEDED));
    assertThat(((RoomEffect.Welcome) effects.getLast()).result().resumed()).isTrue();
    harness.close(2, 4001); // what the server reports of the close it did
    harness.request(2, new ClientMessage.Leave()); // what was still under way
    harness.pass(60_000);
    assertThat(harness.take()).isEmpty();
    assertThat(harness.room.memberCount()).isEqualTo(2);
  }

  @Test
  void changesOfOneMemberAreToldApartAndTheNewestStateWins() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.take();
    for (int i = 0; i < 50; i++) {
      harness.request(2, new ClientMessage.MemberUpdate(Bytes.utf8("v" + i), i % 2 == 0));
      harness.pass(2);
    }
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, Bytes.utf8("v0"), true, null, null));
    harness.pass(200);
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, Bytes.utf8("v49"), false, null, null));
    harness.pass(60_000);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void aChangeThatWasTakenBackIsNotTold() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.request(2, new ClientMessage.MemberUpdate(null, true));
    harness.take();
    harness.request(2, new ClientMessage.MemberUpdate(null, false));
    harness.request(2, new ClientMessage.MemberUpdate(null, true));
    harness.take();
    harness.pass(1_000);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void aProfileOverTheLimitIsRefusedWhole() {
    harness.enter(1, "ada");
    harness.take();
    harness.request(1, new ClientMessage.MemberUpdate(Bytes.of(new byte[513]), true));
    assertThat(harness.take())
        .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.of(SignalError.PROFILE_INVALID)));
    harness.pass(1_000);
    assertThat(harness.take()).isEmpty();
    harness.request(1, new ClientMessage.MemberUpdate(Bytes.of(new byte[512]), null));
    assertThat(harness.take().getFirst()).isInstanceOf(RoomEffect.Reply.class);
  }

  @Test
  void enteringTheWrongRoomOrTwiceInOneSessionIsABug() {
    Admission other =
        new Admission(
            RoomId.ofPublic("other"),
            "other",
            admission("ada", null).member(),
            Bytes.EMPTY,
            Bytes.EMPTY,
            Bytes.EMPTY,
            null,
            null);
    assertThatThrownBy(() -> harness.enter(1, other)).isInstanceOf(IllegalArgumentException.class);
    harness.enter(1, "ada");
    assertThatThrownBy(() -> harness.enter(1, "ben")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEndedRoomIsNotEnteredAgain() {
    harness.enter(1, "ada");
    harness.request(1, new ClientMessage.Leave());
    assertThatThrownBy(() -> harness.enter(2, "ben")).isInstanceOf(IllegalStateException.class);
  }

  private static ServerMessage.MemberInfo info(
      String name, long number, boolean muted, String connection, boolean hasMedia) {
    Bytes key = Bytes.utf8(name);
    return new ServerMessage.MemberInfo(
        number,
        admission(name, null).member().value(),
        key,
        key,
        Bytes.utf8("profile of " + name),
        muted,
        connection,
        hasMedia);
  }
}
