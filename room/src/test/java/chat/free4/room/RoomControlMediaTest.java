package chat.free4.room;

import static chat.free4.room.RoomHarness.ID;
import static chat.free4.room.RoomHarness.admission;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.media.MediaLoss;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Voice as the room sees it: offers, transports, "mute for me". */
class RoomControlMediaTest {
  private static final int ADA = 1;
  private static final int BEN = 2;

  private final RoomHarness harness = new RoomHarness();

  @Test
  void voiceThatFlowsIsShown() {
    enterBoth();
    connect(BEN);
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, null, true));
  }

  @Test
  void aTransportThatEndedIsToldToItsMemberAndShown() {
    enterBoth();
    connect(BEN);
    harness.pass(1_000);
    harness.take();
    harness.room.handleMediaClosed(harness.nowNanos(), BEN, MediaLoss.CONSENT);
    List<RoomEffect> effects = harness.take();
    assertThat(effects.getFirst())
        .isEqualTo(new RoomEffect.Notify(2, new ServerMessage.MediaLost("consent")));
    assertThat(((RoomEffect.Broadcast) effects.getLast()).message())
        .isEqualTo(new ServerMessage.MemberChanged(2, null, null, null, false));
    harness.room.handleMediaClosed(harness.nowNanos(), BEN, MediaLoss.CONSENT);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void aTransportThatItsBrowserClosedIsShownToTheOthersAlone() {
    enterBoth();
    connect(BEN);
    harness.pass(1_000);
    harness.take();
    harness.room.handleMediaClosed(harness.nowNanos(), BEN, MediaLoss.CLOSED);
    assertThat(harness.takeFor(2))
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, null, false));
  }

  @Test
  void theEndOfAReplacedTransportIsNotTakenForThatOfTheNewOne() {
    enterBoth();
    connect(BEN);
    harness.offer(2, "new");
    harness.pass(1_000);
    harness.take();
    harness.room.handleMediaClosed(harness.nowNanos(), BEN, MediaLoss.CLOSED);
    assertThat(harness.take()).isEmpty();
    connect(BEN);
    assertThat(harness.takeFor(1))
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, null, true));
  }

  @Test
  void anOfferOfTheSameAssociationRestartsIce() {
    enterBoth();
    connect(BEN);
    harness.take();
    harness.offer(2, "restart");
    assertThat(harness.take())
        .containsExactly(
            new RoomEffect.Reply(2, ID, new ServerMessage.OfferResult("restarted", "e-1")),
            new RoomEffect.RestartIce(BEN, new TestMedia.Transport(2, 1)));
    harness.pass(1_000);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void anotherOfferReplacesTheTransport() {
    enterBoth();
    connect(BEN);
    harness.pass(1_000);
    harness.take();
    harness.offer(2, "new");
    List<RoomEffect> effects = harness.take();
    assertThat(effects.subList(0, 2))
        .containsExactly(
            new RoomEffect.Reply(2, ID, new ServerMessage.OfferResult("fresh", "e-1")),
            new RoomEffect.AddMedia(BEN, new TestMedia.Transport(3, 0)));
    assertThat(((RoomEffect.Broadcast) effects.getLast()).message())
        .isEqualTo(new ServerMessage.MemberChanged(2, null, null, null, false));
  }

  @Test
  void anUnacceptableOfferLeavesTheTransportAlone() {
    enterBoth();
    harness.offer(2, "sealed");
    assertThat(harness.take())
        .containsExactly(new RoomEffect.Fail(2, ID, SignalFault.offerUnacceptable("m=audio 2")));
    harness.offer(2, "restart");
    assertThat(harness.take())
        .contains(new RoomEffect.RestartIce(BEN, new TestMedia.Transport(2, 1)));
  }

  @Test
  void afterTheTransportEndedThereIsNothingToRestart() {
    enterBoth();
    harness.room.handleMediaClosed(harness.nowNanos(), BEN, MediaLoss.HANDSHAKE);
    harness.take();
    harness.offer(2, "restart");
    assertThat(harness.take())
        .contains(new RoomEffect.AddMedia(BEN, new TestMedia.Transport(3, 0)));
  }

  @Test
  void whoResumesWithARestartKeepsItsVoice() {
    enterBoth();
    connect(BEN);
    harness.pass(1_000);
    harness.close(2, 1006);
    harness.take();
    harness.enter(3, admission("ben", "restart"));
    List<RoomEffect> effects = harness.take();
    ServerMessage.EnterResult result = ((RoomEffect.Welcome) effects.getFirst()).result();
    assertThat(result.answer()).isEqualTo("restarted");
    assertThat(result.members().get(1).hasMedia()).isTrue();
    assertThat(effects.getLast())
        .isEqualTo(new RoomEffect.RestartIce(BEN, new TestMedia.Transport(2, 1)));
  }

  @Test
  void whoResumesWithoutAnOfferHasNoVoiceAnyMore() {
    enterBoth();
    connect(BEN);
    harness.pass(1_000);
    harness.take();
    harness.enter(3, admission("ben", null));
    List<RoomEffect> effects = harness.take();
    assertThat(effects.getLast()).isEqualTo(new RoomEffect.RemoveMedia(BEN));
    assertThat(effects)
        .filteredOn(RoomEffect.Broadcast.class::isInstance)
        .extracting(effect -> ((RoomEffect.Broadcast) effect).message())
        .containsExactly(new ServerMessage.MemberChanged(2, null, null, null, false));
    connect(BEN); // said before the worker heard of the end
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void voiceOfALostMemberGoesOnUntilItIsGone() {
    enterBoth();
    connect(BEN);
    harness.close(2, 1006);
    harness.take();
    harness.pass(29_999);
    assertThat(harness.take())
        .doesNotContain(new RoomEffect.RemoveMedia(BEN), new RoomEffect.ForgetMember(BEN));
    harness.pass(1);
    assertThat(harness.take()).contains(new RoomEffect.ForgetMember(BEN));
  }

  @Test
  void muteForMeConcernsOneListenerAndOneSpeaker() {
    enterBoth();
    harness.request(1, new ClientMessage.ListenMute(BEN, true));
    assertThat(harness.take())
        .containsExactly(
            new RoomEffect.MuteForListener(ADA, BEN, true),
            new RoomEffect.Reply(1, ID, new ServerMessage.Done()));
  }

  @Test
  void muteForMeOfNobodyOrOneselfIsRefused() {
    enterBoth();
    SignalFault unknown = SignalFault.of(SignalError.UNKNOWN_MEMBER);
    for (long nobody : new long[] {0, 3, -1, -2, 1L << 32, (1L << 32) + BEN, Long.MAX_VALUE}) {
      harness.request(1, new ClientMessage.ListenMute(nobody, true));
      assertThat(harness.take()).containsExactly(new RoomEffect.Fail(1, ID, unknown));
    }
    harness.request(1, new ClientMessage.ListenMute(ADA, true));
    assertThat(harness.take())
        .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("member")));
  }

  @Test
  void mediaEventsOfStrangersAreIgnored() {
    enterBoth();
    connect(99);
    harness.room.handleMediaClosed(harness.nowNanos(), 99, MediaLoss.CLOSED);
    harness.offer(99, "new");
    assertThat(harness.take()).isEmpty();
  }

  private void enterBoth() {
    assertThat(harness.enter(1, "ada")).isEqualTo(ADA);
    assertThat(harness.enter(2, "ben")).isEqualTo(BEN);
    harness.take();
  }

  private void connect(int member) {
    harness.room.handleMediaConnected(harness.nowNanos(), member);
  }
}
