package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.RoomEffect;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.server.media.WorkerLoads;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A room with two members a worker, as its workers are told. */
final class RoomMediaLinkTest {
  private static final long ROOM = 5;
  private static final IceCredentials ICE = new IceCredentials("them", "a-password-of-22-chars");
  private static final PeerParameters PARAMETERS =
      new PeerParameters(
          ICE,
          ICE,
          new Fingerprint(new byte[Fingerprint.BYTES]),
          new MicrophoneLine("0", 111, 1, 2, true),
          List.of());

  /** A command, and the worker it went to. */
  private record Told(int worker, MediaCommand command) {}

  private final List<Told> told = new ArrayList<>();
  private final List<Integer> refused = new ArrayList<>();
  private boolean isBusy;
  private final RoomMediaLink link =
      new RoomMediaLink(
          this::take,
          new RoomPlacement(new WorkerLoads(3, 2, worker -> true)),
          ROOM,
          false,
          new ServerMetrics(),
          refused::add);

  private boolean take(int worker, MediaCommand command) {
    told.add(new Told(worker, command));
    return !isBusy;
  }

  private void add(int... members) {
    for (int member : members) {
      link.apply(new RoomEffect.AddMedia(member, new RoomNegotiator.Transport(PARAMETERS)));
    }
  }

  private static Told added(int worker, int member) {
    return new Told(worker, new MediaCommand.AddPeer(ROOM, member, PARAMETERS));
  }

  private static Told spanned(int worker, long others) {
    return new Told(worker, new MediaCommand.SpanRoom(ROOM, others));
  }

  @Test
  void aRoomWithOneWorkerIsNotToldOfOthers() {
    add(1, 2);
    assertThat(told).containsExactly(added(0, 1), added(0, 2));
  }

  @Test
  void allPartsAreToldOfANewOne() {
    add(1, 2, 3);
    assertThat(told.subList(2, 5))
        .containsExactly(added(1, 3), spanned(0, 0b010), spanned(1, 0b001));
    told.clear();
    add(4);
    assertThat(told).containsExactly(added(1, 4), spanned(1, 0b001));
    told.clear();
    add(5);
    assertThat(told)
        .containsExactly(added(2, 5), spanned(0, 0b110), spanned(1, 0b101), spanned(2, 0b011));
  }

  @Test
  void whoIsListenedToIsSoByEachTransportUntilItIsForgotten() {
    Told listens = new Told(0, new MediaCommand.Listen(ROOM, 1, true));
    link.listen(1, true);
    assertThat(told).isEmpty();
    add(1, 2);
    assertThat(told).containsExactly(added(0, 1), listens, added(0, 2));
    told.clear();
    add(1);
    assertThat(told).containsExactly(added(0, 1), listens);
    told.clear();
    link.listen(1, false);
    add(1);
    assertThat(told)
        .containsExactly(new Told(0, new MediaCommand.Listen(ROOM, 1, false)), added(0, 1));
    link.listen(1, true);
    link.apply(new RoomEffect.ForgetMember(1));
    told.clear();
    add(1);
    assertThat(told).containsExactly(added(0, 1));
  }

  @Test
  void nobodyIsListenedToInASealedRoom() {
    RoomMediaLink sealed =
        new RoomMediaLink(
            this::take,
            new RoomPlacement(new WorkerLoads(3, 2, worker -> true)),
            ROOM,
            true,
            new ServerMetrics(),
            refused::add);
    assertThatThrownBy(() -> sealed.listen(1, true)).isInstanceOf(IllegalStateException.class);
    assertThat(told).isEmpty();
  }

  @Test
  void theOthersAreToldWhenAPartIsNoMore() {
    add(1, 2, 3);
    told.clear();
    link.apply(new RoomEffect.RemoveMedia(3));
    assertThat(told)
        .containsExactly(new Told(1, new MediaCommand.RemovePeer(ROOM, 3)), spanned(0, 0));
    told.clear();
    add(3);
    assertThat(told).containsExactly(added(1, 3), spanned(0, 0b010), spanned(1, 0b001));
  }

  @Test
  void aWorkerThatIsLostTakesItsOwnMembersAlone() {
    add(1, 2, 3);
    told.clear();
    assertThat(link.transportsWith(1)).containsExactly(3);
    assertThat(link.transportsWith(0)).containsExactlyInAnyOrder(1, 2);
    link.transportsWith(1).forEach(link::closed);
    assertThat(told).containsExactly(spanned(0, 0));
    assertThat(link.transportsWith(0)).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void whoIsSilencedStaysSoWithEveryTransport() {
    link.apply(new RoomEffect.Silence(1, true));
    assertThat(told).as("no transport yet").isEmpty();
    add(1);
    MediaCommand silence = new MediaCommand.Silence(ROOM, 1, true);
    assertThat(told).containsExactly(added(0, 1), new Told(0, silence));
    told.clear();
    add(1);
    assertThat(told).containsExactly(added(0, 1), new Told(0, silence));
    told.clear();
    link.apply(new RoomEffect.Silence(1, false));
    add(1);
    assertThat(told)
        .containsExactly(new Told(0, new MediaCommand.Silence(ROOM, 1, false)), added(0, 1));
  }

  @Test
  void whoeverSaysSomethingForOneWhoIsSilencedIsTold() {
    add(1, 2);
    told.clear();
    link.apply(new RoomEffect.Silence(9, true));
    MediaCommand silence = new MediaCommand.Silence(ROOM, 9, true);
    assertThat(told).isNotEmpty().extracting(Told::command).containsOnly(silence);
    told.clear();
    link.apply(new RoomEffect.Silence(9, false));
    assertThat(told).isEmpty();
  }

  @Test
  void whomItsWorkerCannotSilenceLosesTheTransport() {
    add(1);
    isBusy = true;
    link.apply(new RoomEffect.Silence(1, true));
    assertThat(refused).containsExactly(1);
  }

  @Test
  void aLineForDataThatComesLaterIsToldToTheMembersOwnWorker() {
    add(1, 2, 3);
    told.clear();
    DataLine line = new DataLine("7", 5000);
    PeerParameters withData =
        new PeerParameters(
            ICE,
            ICE,
            PARAMETERS.remoteFingerprint(),
            PARAMETERS.microphone(),
            PARAMETERS.slots(),
            line);
    link.apply(new RoomEffect.RestartIce(3, new RoomNegotiator.Transport(withData)));
    assertThat(told)
        .containsExactly(
            new Told(1, new MediaCommand.RestartIce(ROOM, 3, ICE, ICE)),
            new Told(1, new MediaCommand.OpenData(ROOM, 3, line)));
  }

  @Test
  void aRestartAndAMuteGoToTheMembersOwnWorker() {
    add(1, 2, 3);
    told.clear();
    link.apply(new RoomEffect.RestartIce(3, new RoomNegotiator.Transport(PARAMETERS)));
    link.apply(new RoomEffect.MuteForListener(3, 1, true));
    link.apply(new RoomEffect.MuteForListener(1, 3, true));
    // Somebody who has no voice yet, and whose worker will be this one.
    link.apply(new RoomEffect.MuteForListener(4, 1, true));
    add(4);
    assertThat(told)
        .containsExactly(
            new Told(1, new MediaCommand.RestartIce(ROOM, 3, ICE, ICE)),
            new Told(1, new MediaCommand.MuteForListener(ROOM, 3, 1, true)),
            new Told(0, new MediaCommand.MuteForListener(ROOM, 1, 3, true)),
            new Told(1, new MediaCommand.MuteForListener(ROOM, 4, 1, true)),
            added(1, 4),
            spanned(1, 0b001));
  }

  @Test
  void allPartsForgetWhoLeft() {
    add(1, 2, 3);
    told.clear();
    link.apply(new RoomEffect.ForgetMember(1));
    assertThat(told)
        .containsExactly(
            new Told(0, new MediaCommand.ForgetMember(ROOM, 1)),
            new Told(1, new MediaCommand.ForgetMember(ROOM, 1)));
    told.clear();
    link.apply(new RoomEffect.ForgetMember(3));
    assertThat(told)
        .containsExactly(
            new Told(0, new MediaCommand.ForgetMember(ROOM, 3)),
            new Told(1, new MediaCommand.ForgetMember(ROOM, 3)),
            spanned(0, 0));
  }

  @Test
  void aMemberWhomItsWorkerDoesNotTakeIsNamed() {
    isBusy = true;
    add(1);
    assertThat(refused).containsExactly(1);
  }

  @Test
  void aSealedRoomsMembersKeepTheirKeysOverANewTransport() {
    RoomMediaLink sealed =
        new RoomMediaLink(
            this::take,
            new RoomPlacement(new WorkerLoads(3, 2, worker -> true)),
            ROOM,
            true,
            new ServerMetrics(),
            refused::add);
    RoomEffect added = new RoomEffect.AddMedia(1, new RoomNegotiator.Transport(PARAMETERS));
    sealed.apply(added);
    for (long kid = 1; kid <= RegisteredKeys.MAX_KEYS + 1; kid++) {
      sealed.apply(new RoomEffect.RegisterKey(1, kid));
    }
    told.clear();
    sealed.apply(added);
    assertThat(told)
        .containsExactly(
            new Told(0, new MediaCommand.AddPeer(ROOM, 1, PARAMETERS, true)),
            new Told(0, new MediaCommand.RegisterKey(ROOM, 1, 2)),
            new Told(0, new MediaCommand.RegisterKey(ROOM, 1, 3)),
            new Told(0, new MediaCommand.RegisterKey(ROOM, 1, 4)),
            new Told(0, new MediaCommand.RegisterKey(ROOM, 1, 5)));
    told.clear();
    sealed.apply(new RoomEffect.ForgetMember(1));
    sealed.apply(added);
    assertThat(told).contains(new Told(0, new MediaCommand.AddPeer(ROOM, 1, PARAMETERS, true)));
    assertThat(told).noneMatch(one -> one.command() instanceof MediaCommand.RegisterKey);
  }
}
